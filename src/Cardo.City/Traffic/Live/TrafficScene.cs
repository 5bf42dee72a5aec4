using Cardo.Traffic.Networks;

namespace Cardo.Traffic.Live;

/// <summary>What does not change while traffic flows: roads, junctions, their approaches, and where all that lies.</summary>
public sealed class TrafficScene
{
    readonly Dictionary<string, int> roadOf = new(StringComparer.Ordinal);

    internal TrafficScene(string name, ITrafficSource source, MapProjection? projection)
    {
        (Name, Source, Projection) = (name, source, projection);
        var lanes = source.Network.Lanes.Values.Where(l => !l.Inside).GroupBy(l => l.Edge, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal);
        Roads = [.. lanes.Select(g => new RoadLayout(source.Network.Roads.GetValueOrDefault(g.Key) ?? new Road(g.Key, null, null), [.. g.OrderBy(l => l.Index)]))];
        for (var r = 0; r < Roads.Length; r++) roadOf[Roads[r].Road.Edge] = r;
        Streets = [.. Roads.Select((road, r) => (road.Road, r)).Where(x => x.Road.Name is not null).GroupBy(x => x.Road.Name!, StringComparer.Ordinal).Select(g => new StreetLayout(g.First().Road, [.. g.Select(x => x.r)]))];
        Junctions = [.. source.Junctions.Select(j => new JunctionLayout(j, this))];
        Box = Boxed(Roads.SelectMany(r => r.Shape));
    }

    public string Name { get; }
    internal ITrafficSource Source { get; }

    /// <summary>Null for a network whose place on the earth nobody knows.</summary>
    internal MapProjection? Projection { get; }

    public RoadLayout[] Roads { get; }

    /// <summary>Roads of one name together.</summary>
    public StreetLayout[] Streets { get; }

    public JunctionLayout[] Junctions { get; }

    /// <summary>In the network's metres.</summary>
    public (double MinX, double MinY, double MaxX, double MaxY) Box { get; }

    /// <summary>Index of an edge's road, or -1.</summary>
    public int RoadOf(string edge) => roadOf.GetValueOrDefault(edge, -1);

    /// <summary>Index of the junction with this id, or -1.</summary>
    public int JunctionOf(string id) => Array.FindIndex(Junctions, j => j.Id == id);

    static (double, double, double, double) Boxed(IEnumerable<(double X, double Y)> points)
    {
        double minX = double.MaxValue, minY = double.MaxValue, maxX = double.MinValue, maxY = double.MinValue;
        foreach (var (x, y) in points)
            (minX, minY, maxX, maxY) = (Math.Min(minX, x), Math.Min(minY, y), Math.Max(maxX, x), Math.Max(maxY, y));
        return minX > maxX ? (0, 0, 1, 1) : (minX, minY, maxX, maxY);
    }
}

/// <summary>A road in one direction with its lanes, the rightmost first.</summary>
public sealed record RoadLayout(Road Road, Lane[] Lanes)
{
    /// <summary>Its middle lane's line, in the network's metres.</summary>
    public IReadOnlyList<(double X, double Y)> Shape => Lanes[Lanes.Length / 2].Shape;

    public double Length_m => Lanes[0].Length_m;

    public double Limit_m_s => Lanes.Max(l => l.Speed_m_s);
}

/// <param name="Named">one of its roads, for the name</param>
/// <param name="Roads">indices of its roads, both directions</param>
public sealed record StreetLayout(Road Named, int[] Roads);
