namespace Cardo.Traffic.Networks;

/// <summary>What stands in a network file, before it is made into intersections.</summary>
internal sealed class NetworkParts
{
    public Dictionary<string, Lane> Lanes { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, Road> Roads { get; } = new(StringComparer.Ordinal);
    public List<Connection> Connections { get; } = [];
    public Dictionary<string, Junction> Junctions { get; } = new(StringComparer.Ordinal);

    /// <summary>By the signal's id; the last program read is the one that runs.</summary>
    public Dictionary<string, Plan> Plans { get; } = new(StringComparer.Ordinal);

    public MapFrame Frame { get; set; } = MapFrame.None;
}

/// <param name="InsideLanes">in the order of the requests</param>
/// <param name="Foes">by request: a text of bits, the lowest request at the right end</param>
internal sealed record Junction(string Id, string Kind, string[] InsideLanes, Dictionary<int, string> Foes);
