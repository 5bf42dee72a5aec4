namespace Cardo.Traffic.Live;

/// <summary>One road that comes to a junction, with its lanes at the stop line.</summary>
public sealed class ApproachLayout
{
    internal ApproachLayout(string edge, int road, int[] lanes, Intersection intersection, IReadOnlyDictionary<string, Lane> known)
    {
        (Edge, Road, Lanes) = (edge, road, lanes);
        LaneShapes = [.. lanes.Select(i => known[intersection.Approaches[i].Lane])];
        Lamps = [.. lanes.SelectMany(i => intersection.Approaches[i].Movements).Distinct().Order()];
        StopLines = [.. LaneShapes.Where(l => l.Shape.Count > 0).Select(l => l.Shape[^1])];
    }

    public string Edge { get; }

    /// <summary>Index among the scene's roads.</summary>
    public int Road { get; }

    /// <summary>Indices among the intersection's approaches (which are lanes).</summary>
    public int[] Lanes { get; }
    public Lane[] LaneShapes { get; }
    public int[] Lamps { get; }
    public IReadOnlyList<(double X, double Y)> StopLines { get; }

    /// <summary>Where it comes from: n, ne, e, se, s, sw, w or nw.</summary>
    public string From { get; private set; } = "n";

    internal void Face((double X, double Y) middle)
    {
        if (LaneShapes.Length == 0 || LaneShapes[0].Shape.Count == 0) return;
        // From where it is seen some way back, not from its last metre.
        var shape = LaneShapes[0].Shape;
        var (x, y) = shape[^1];
        for (var i = shape.Count - 1; i >= 0 && Math.Sqrt(Math.Pow(x - shape[^1].X, 2) + Math.Pow(y - shape[^1].Y, 2)) < 60; i--) (x, y) = shape[i];
        string[] winds = ["e", "ne", "n", "nw", "w", "sw", "s", "se"];
        From = winds[((int)Math.Round(Math.Atan2(y - middle.Y, x - middle.X) / (Math.PI / 4)) + 8) % 8];
    }
}
