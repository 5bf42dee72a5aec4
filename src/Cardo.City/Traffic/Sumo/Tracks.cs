using System.Runtime.InteropServices;

namespace Cardo.Traffic.Sumo;

/// <summary>
/// Where each vehicle was last, and so how fast it drives: SUMO moves a vehicle by its speed times the step, and does not have to
/// be asked for both. Over the end of a lane the way goes on through the junction's inside, as the network's connections say.
/// </summary>
internal sealed class Tracks
{
    /// <param name="Lane">index, or -1 where it is on none</param>
    /// <param name="Shown">it was on that lane when a step ended, not only when it departed</param>
    record struct Track(int Lane, bool Shown, double At_m, float Speed_m_s);

    /// <summary>Nobody drives further in a second: so far roads that a step jumps over are followed.</summary>
    const double Step_m = 40;

    readonly double[] length_m;
    readonly int[] edge;
    readonly Dictionary<(int From, int To), double> between_m = [];
    readonly List<Track> tracks = [];

    /// <param name="lanes">ids by the indices that vehicles are placed with</param>
    public Tracks(RoadNetwork network, IReadOnlyList<string> lanes)
    {
        var (edges, index) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        (length_m, edge) = (new double[lanes.Count], new int[lanes.Count]);
        for (var l = 0; l < lanes.Count; l++)
        {
            var lane = network.Lanes[lanes[l]];
            (length_m[l], index[lane.Id]) = (lane.Length_m, l);
            if (!edges.TryGetValue(lane.Edge, out edge[l])) edges[lane.Edge] = edge[l] = edges.Count;
        }
        var next = new Dictionary<int, Dictionary<int, double>>();
        foreach (var c in network.Connections)
        {
            if (!index.TryGetValue(c.FromLane, out var from)) continue;
            var ways = CollectionsMarshal.GetValueRefOrAddDefault(next, edge[from], out _) ??= [];
            var way_m = 0.0;
            // A junction has few lanes in a row inside of it; a network file that says otherwise is not followed round.
            var inside = c.Via;
            for (var i = 0; inside is not null && i < 10 && index.TryGetValue(inside, out var at); i++, inside = network.Inside(inside))
            {
                ways.TryAdd(edge[at], way_m);
                way_m += length_m[at];
            }
            if (index.TryGetValue(c.ToLane, out var to)) ways.TryAdd(edge[to], way_m);
        }
        var edge_m = new double[edges.Count];
        for (var l = 0; l < lanes.Count; l++) edge_m[edge[l]] = length_m[l];
        foreach (var from in next.Keys) Reach(from, from, 0);

        void Reach(int from, int by, double way_m)
        {
            foreach (var (to, further_m) in next.GetValueOrDefault(by) ?? [])
                if (between_m.TryAdd((from, to), way_m + further_m) && way_m + further_m + edge_m[to] < Step_m) Reach(from, to, way_m + further_m + edge_m[to]);
        }
    }

    /// <summary>A vehicle that departs, before its first step.</summary>
    public void Departs(int vehicle, int lane, double at_m)
    {
        if (!Of(vehicle).Shown) Of(vehicle) = new Track(lane, false, at_m, 0);
    }

    /// <summary>Where it is after a step: the lane on which it was shown last, or -1, and its speed; the last one known where no way leads from there to here.</summary>
    public (int Before, float Speed_m_s) Moves(int vehicle, int lane, double at_m, double step_s)
    {
        ref var last = ref Of(vehicle);
        var before = last.Shown ? last.Lane : -1;
        var speed = lane < 0 || last.Lane < 0 || Way_m(last, lane, at_m) is not { } way ? last.Speed_m_s : (float)Math.Max(0, way / step_s);
        last = new Track(lane, true, at_m, speed);
        return (before, speed);
    }

    double? Way_m(in Track last, int lane, double at_m) =>
        lane == last.Lane ? at_m - last.At_m
        // Lanes side by side may differ in length round a bend.
        : edge[lane] == edge[last.Lane] ? at_m - last.At_m * length_m[lane] / Math.Max(length_m[last.Lane], 0.1)
        : between_m.TryGetValue((edge[last.Lane], edge[lane]), out var between) ? length_m[last.Lane] - last.At_m + between + at_m
        : null;

    ref Track Of(int vehicle)
    {
        while (tracks.Count <= vehicle) tracks.Add(new Track(-1, false, 0, 0));
        return ref CollectionsMarshal.AsSpan(tracks)[vehicle];
    }
}
