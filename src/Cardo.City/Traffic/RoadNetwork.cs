namespace Cardo.Traffic;

/// <summary>Roads, lanes, the ways between them and the signals that rule them, as a network file describes them.</summary>
public sealed class RoadNetwork(
    IReadOnlyDictionary<string, Lane> lanes, IReadOnlyList<Connection> connections, IReadOnlyList<Intersection> intersections, MapFrame frame, IReadOnlyList<string> remarks)
{
    /// <summary>Every lane by its id, those inside of junctions too.</summary>
    public IReadOnlyDictionary<string, Lane> Lanes { get; } = lanes;

    /// <summary>From lane to lane, outside of junctions.</summary>
    public IReadOnlyList<Connection> Connections { get; } = connections;

    readonly Lazy<Dictionary<string, string>> inside = new(() =>
    {
        var next = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var c in connections)
            if (c.Via is { } via && c.FromLane.StartsWith(':')) next[c.FromLane] = via;
        return next;
    });

    // Turning round does not count.
    readonly Lazy<(ILookup<string, (string Edge, double Length_m)> Before, HashSet<string> TurnsOff)> streets = new(() =>
    {
        var links = new Dictionary<(string From, string To), double>();
        foreach (var c in connections)
            if (c.Direction != 't' && lanes.TryGetValue(c.FromLane, out var from) && lanes.TryGetValue(c.ToLane, out var to) && from is { Inside: false, Cars: true } && to is { Inside: false, Cars: true })
                links[(from.Edge, to.Edge)] = from.Length_m;
        return (links.ToLookup(l => l.Key.To, l => (l.Key.From, l.Value), StringComparer.Ordinal), [.. links.Keys.GroupBy(l => l.From, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)]);
    });

    /// <summary>The roads from which cars come into this one, with their lengths, m.</summary>
    internal IEnumerable<(string Edge, double Length_m)> Before(string edge) => streets.Value.Before[edge];

    /// <summary>Whether cars go from this road into more than one other.</summary>
    internal bool TurnsOff(string edge) => streets.Value.TurnsOff.Contains(edge);

    /// <summary>The lane inside of a junction that follows another one there, or null where the next is outside.</summary>
    public string? Inside(string lane) => inside.Value.GetValueOrDefault(lane);

    /// <summary>Junctions whose signals can be controlled.</summary>
    public IReadOnlyList<Intersection> Intersections { get; } = intersections;

    public MapFrame Frame { get; } = frame;

    /// <summary>By edge id, what the file says of a road besides its lanes; roads inside of junctions are not among them.</summary>
    public IReadOnlyDictionary<string, Road> Roads { get; init; } = new Dictionary<string, Road>();

    /// <summary>What was left out and why: rail signals, programs that do not fit their links.</summary>
    public IReadOnlyList<string> Remarks { get; } = remarks;
}

/// <param name="Length_m">along the lane's middle</param>
/// <param name="Speed_m_s">the limit</param>
/// <param name="Inside">a lane inside of a junction, a crossing or a walking area</param>
/// <param name="Cars">whether ordinary cars may use it</param>
/// <param name="Shape">x, y pairs in the network's own metres</param>
public sealed record Lane(string Id, string Edge, int Index, double Length_m, double Speed_m_s, bool Inside, bool Cars, IReadOnlyList<(double X, double Y)> Shape);

/// <summary>A road in one direction, from junction to junction: an edge of the network.</summary>
/// <param name="Name">of the street, or null</param>
/// <param name="Kind">as the network says, often highway.primary and the like; or null</param>
public sealed record Road(string Edge, string? Name, string? Kind)
{
    /// <summary>By language, from the edge's parameters <c>name:zh-Hans</c> and the like, as maps write them.</summary>
    public Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>In this language; a Chinese reader is better served by the other script than by another language.</summary>
    public string? NameIn(string language) => (language == Ui.Texts.English ? [language] : Ui.Texts.Order(language).Where(l => l != Ui.Texts.English)).Select(l => Names.GetValueOrDefault(l)).FirstOrDefault(n => n is not null) ?? Name;
}

/// <param name="Signal">the signal that rules it, or null</param>
/// <param name="SignalIndex">which of the signal's lamps</param>
/// <param name="Via">the lane inside of the junction it begins on, or null</param>
/// <param name="Direction">s straight, l left, r right, t turn, as the network says</param>
public sealed record Connection(string FromLane, string ToLane, string? Signal, int SignalIndex, string? Via, char Direction);

/// <summary>How the network's metres lie on the earth.</summary>
/// <param name="OffsetX_m">to take off x before the projection is undone</param>
/// <param name="Projection">a PROJ line, or "!" where the network has none</param>
public sealed record MapFrame(double OffsetX_m, double OffsetY_m, string Projection)
{
    public static readonly MapFrame None = new(0, 0, "!");
}
