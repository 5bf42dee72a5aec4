using System.Collections.Concurrent;
using Cardo.Kernel;
using Cardo.Traffic.Live;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Sumo;

namespace Cardo.Traffic.Studio;

/// <summary>A network as one composes on it: its roads by street, what lies where.</summary>
public sealed class StudioNetwork
{
    StudioNetwork(RoadNetwork network)
    {
        Network = network;
        Roads = [.. network.Lanes.Values.Where(l => !l.Inside && l.Cars).GroupBy(l => l.Edge, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new RoadLayout(network.Roads.GetValueOrDefault(g.Key) ?? new Road(g.Key, null, null), [.. g.OrderBy(l => l.Index)]))];
        Signals = [.. network.Intersections.Select(i => (i.Id, Middle(network, i)))];
    }

    public RoadNetwork Network { get; }

    /// <summary>Open to cars, by id.</summary>
    public IReadOnlyList<RoadLayout> Roads { get; }

    public IReadOnlyList<(string Id, (double X, double Y) At)> Signals { get; }

    /// <summary>By street and then by where one drives on it; roads without a name last, under null.</summary>
    public IEnumerable<(string? Street, IReadOnlyList<RoadLayout> Roads)> Streets(string language) =>
        Roads.GroupBy(r => r.Road.NameIn(language)).OrderBy(g => g.Key is null).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, (IReadOnlyList<RoadLayout>)[.. g]));

    /// <summary>Which way one drives on a road: n, ne, e, se, s, sw, w or nw.</summary>
    public static string Towards(RoadLayout road)
    {
        string[] winds = ["e", "ne", "n", "nw", "w", "sw", "s", "se"];
        return road.Shape.Count < 2 ? "n" : winds[((int)Math.Round(Math.Atan2(road.Shape[^1].Y - road.Shape[0].Y, road.Shape[^1].X - road.Shape[0].X) / (Math.PI / 4)) + 8) % 8];
    }

    static (double, double) Middle(RoadNetwork network, Intersection intersection)
    {
        var ends = intersection.Approaches.Select(a => network.Lanes[a.Lane].Shape).Where(s => s.Count > 0).Select(s => s[^1]).ToList();
        return ends.Count == 0 ? (0, 0) : (ends.Average(e => e.X), ends.Average(e => e.Y));
    }

    static readonly ConcurrentDictionary<(string File, long WrittenTicks), StudioNetwork> read = new();

    /// <summary>Reads a network; the last few are kept until their file changes.</summary>
    internal static Outcome<StudioNetwork> Of(CityNetwork network)
    {
        const int mostKept = 4;
        if (!SumoScenario.Read(network.ConfigFile).Try(out var scenario, out var refusal)) return refusal;
        var key = (scenario.NetworkFile, File.GetLastWriteTimeUtc(scenario.NetworkFile).Ticks);
        if (read.TryGetValue(key, out var known)) return known;
        if (!ReadNetwork.Read(scenario.NetworkFile, scenario.Additional).Try(out var roads, out refusal)) return refusal;
        if (read.Count >= mostKept) read.Clear();
        return read[key] = new StudioNetwork(roads);
    }
}
