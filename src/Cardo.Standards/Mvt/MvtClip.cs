namespace Cardo.Standards.Mvt;

/// <summary>Cuts lines and rings at a square, in cell coordinates. Buffers are the caller's and are reused.</summary>
static class MvtClip
{
    /// <summary>
    /// The pieces of a line within [min, max]² (Liang-Barsky, segment by segment): points go to <paramref name="into"/>,
    /// the end of each piece, counted in points, to <paramref name="ends"/>.
    /// </summary>
    public static void Line(ReadOnlySpan<double> xy, double min, double max, List<double> into, List<int> ends)
    {
        var open = false;
        for (var i = 2; i < xy.Length; i += 2)
        {
            double ax = xy[i - 2], ay = xy[i - 1], bx = xy[i], by = xy[i + 1];
            if (!Cut(ax, ay, bx, by, min, max, out var t0, out var t1))
            {
                Close();
                continue;
            }
            if (!open || t0 > 0)
            {
                Close();
                Put(ax + t0 * (bx - ax), ay + t0 * (by - ay));
                open = true;
            }
            Put(ax + t1 * (bx - ax), ay + t1 * (by - ay));
            if (t1 < 1) Close();
        }
        Close();

        void Put(double x, double y)
        {
            into.Add(x);
            into.Add(y);
        }

        void Close()
        {
            if (open) ends.Add(into.Count / 2);
            open = false;
        }
    }

    static bool Cut(double ax, double ay, double bx, double by, double min, double max, out double t0, out double t1)
    {
        (t0, t1) = (0, 1);
        double dx = bx - ax, dy = by - ay;
        return Edge(-dx, ax - min, ref t0, ref t1) && Edge(dx, max - ax, ref t0, ref t1)
            && Edge(-dy, ay - min, ref t0, ref t1) && Edge(dy, max - ay, ref t0, ref t1);
    }

    static bool Edge(double p, double q, ref double t0, ref double t1)
    {
        if (p == 0) return q >= 0;
        var t = q / p;
        if (p < 0) t0 = Math.Max(t0, t);
        else t1 = Math.Min(t1, t);
        return t0 <= t1;
    }

    /// <summary>
    /// A ring within [min, max]² (Sutherland-Hodgman). Where it leaves and comes back it runs along the square's edge,
    /// which lies in the buffer and is never seen. <paramref name="a"/> holds the ring and, afterwards, the result; b is scratch.
    /// </summary>
    public static void Ring(ref List<double> a, ref List<double> b, double min, double max)
    {
        for (var side = 0; side < 4 && a.Count > 0; side++)
        {
            b.Clear();
            var axis = side >> 1;
            var upper = (side & 1) == 1;
            var limit = upper ? max : min;
            double px = a[^2], py = a[^1];
            var pin = Inside(axis == 0 ? px : py, limit, upper);
            for (var i = 0; i < a.Count; i += 2)
            {
                double x = a[i], y = a[i + 1];
                var into = Inside(axis == 0 ? x : y, limit, upper);
                if (into != pin)
                {
                    var t = axis == 0 ? (limit - px) / (x - px) : (limit - py) / (y - py);
                    b.Add(axis == 0 ? limit : px + t * (x - px));
                    b.Add(axis == 0 ? py + t * (y - py) : limit);
                }
                if (into)
                {
                    b.Add(x);
                    b.Add(y);
                }
                (px, py, pin) = (x, y, into);
            }
            (a, b) = (b, a);
        }
    }

    static bool Inside(double v, double limit, bool upper) => upper ? v <= limit : v >= limit;
}
