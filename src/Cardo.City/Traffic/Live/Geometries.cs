namespace Cardo.Traffic.Live;

/// <summary>Lines in the network's metres.</summary>
internal static class Geometries
{
    /// <summary>The point at a share of a line's way.</summary>
    public static (double X, double Y) Along(IReadOnlyList<(double X, double Y)> line, double share)
    {
        var total = 0.0;
        for (var i = 1; i < line.Count; i++) total += Far(line[i - 1], line[i]);
        var left = total * Math.Clamp(share, 0, 1);
        for (var i = 1; i < line.Count; i++)
        {
            var step = Far(line[i - 1], line[i]);
            if (left <= step && step > 0) return (line[i - 1].X + (line[i].X - line[i - 1].X) * left / step, line[i - 1].Y + (line[i].Y - line[i - 1].Y) * left / step);
            left -= step;
        }
        return line.Count > 0 ? line[^1] : (0, 0);
    }

    public static double Far((double X, double Y) a, (double X, double Y) b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
