namespace Cardo.Standards.Mvt;

/// <summary>
/// Fewer points for a coarser view (Ramer-Douglas-Peucker). Done once a zoom and before cutting, so that a line that
/// crosses a tile's edge is the same line on both sides.
/// </summary>
public static class MvtSimplify
{
    /// <summary>
    /// The shape with points left out that lie within <paramref name="tolerance"/> (world units) of the line without them.
    /// Null when nothing would be seen: a polygon whose outer rings are all smaller than the tolerance's square.
    /// The shape itself when nothing can be left out.
    /// </summary>
    public static MvtShape? At(MvtShape shape, double tolerance)
    {
        if (shape.Kind == MvtKind.Point || tolerance <= 0) return shape;
        var xy = new List<double>(shape.Xy.Length);
        var ends = new List<int>(shape.Ends.Length);
        var outer = new List<bool>(shape.Outer.Length);
        var from = 0;
        var hidden = false;
        for (var part = 0; part < shape.Ends.Length; part++)
        {
            var points = shape.Xy.AsSpan(from * 2, (shape.Ends[part] - from) * 2);
            from = shape.Ends[part];
            if (shape.Kind == MvtKind.Line) Keep(points, tolerance, false, xy);
            else
            {
                if (shape.Outer[part]) hidden = false;
                var seen = !hidden && Math.Abs(MvtShape.Area(points)) >= tolerance * tolerance;
                // A hole goes with its ring.
                if (!seen && shape.Outer[part]) hidden = true;
                if (!seen) continue;
                Keep(points, tolerance, true, xy);
                outer.Add(shape.Outer[part]);
            }
            ends.Add(xy.Count / 2);
        }
        if (ends.Count == 0) return null;
        return xy.Count == shape.Xy.Length ? shape : new MvtShape(shape.Kind, [.. xy], [.. ends], [.. outer]);
    }

    static void Keep(ReadOnlySpan<double> points, double tolerance, bool ring, List<double> into)
    {
        var n = points.Length / 2;
        if (n <= (ring ? 4 : 2))
        {
            foreach (var v in points) into.Add(v);
            return;
        }
        var keep = new bool[n];
        keep[0] = true;
        if (ring)
        {
            // A ring has no ends: hold it by the first point and the one farthest from it, and by a third so that it keeps an area.
            var far = Farthest(points, 0, 0, n, out _);
            keep[far] = true;
            Walk(points, 0, far, tolerance, keep);
            Walk(points, far, n, tolerance, keep);
            if (keep.AsSpan().Count(true) < 3)
            {
                var a = Farthest(points, 0, far, n, out _, far);
                keep[a] = true;
            }
        }
        else
        {
            keep[n - 1] = true;
            Walk(points, 0, n - 1, tolerance, keep);
        }
        for (var i = 0; i < n; i++)
        {
            if (!keep[i]) continue;
            into.Add(points[i * 2]);
            into.Add(points[i * 2 + 1]);
        }
    }

    // A stack instead of recursion: a coastline of a million points must not end the process.
    static void Walk(ReadOnlySpan<double> points, int first, int last, double tolerance, bool[] keep)
    {
        var stack = new Stack<(int A, int B)>();
        stack.Push((first, last));
        while (stack.TryPop(out var span))
        {
            if (span.B - span.A < 2) continue;
            var at = Farthest(points, span.A, span.A + 1, span.B, out var distance, span.B);
            if (distance <= tolerance) continue;
            keep[at] = true;
            stack.Push((span.A, at));
            stack.Push((at, span.B));
        }
    }

    // The point in [from, to) farthest from the segment between points a and b (b = n means the first point again; no b: from point a).
    static int Farthest(ReadOnlySpan<double> points, int a, int from, int to, out double distance, int b = -1)
    {
        var n = points.Length / 2;
        double ax = points[a * 2], ay = points[a * 2 + 1];
        var end = b < 0 ? a : b % n;
        double dx = points[end * 2] - ax, dy = points[end * 2 + 1] - ay;
        var length = dx * dx + dy * dy;
        var best = from;
        var most = -1.0;
        for (var i = from; i < to; i++)
        {
            double px = points[i * 2] - ax, py = points[i * 2 + 1] - ay;
            var t = length == 0 ? 0 : Math.Clamp((px * dx + py * dy) / length, 0, 1);
            double ex = px - t * dx, ey = py - t * dy;
            var d = ex * ex + ey * ey;
            if (d > most) (most, best) = (d, i);
        }
        distance = Math.Sqrt(Math.Max(0, most));
        return best;
    }
}
