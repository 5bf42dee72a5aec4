namespace Cardo.Traffic.Adaptive;

/// <summary>
/// Junctions tell each other whom they let go: a vehicle seen on an exit is expected at the next stop line when the way
/// there takes its time, though nobody sees it in between.
/// </summary>
internal sealed class Corridors
{
    /// <summary>Farther than this a vehicle's coming says nothing of the second, m.</summary>
    const double Far_m = 900;

    // Who is not seen so long after his time has turned off or parked, s.
    const double Forgotten_s = 90;

    readonly Way[][] ways;
    readonly int[][] exits;
    readonly int[] edgeOf;
    readonly Dictionary<int, Trip> trips = [];
    readonly Dictionary<int, int> arrivedAt = [];
    readonly List<int> over = [];

    readonly record struct Way(int Junction, int Lane, float ToStop_m, float Speed_m_s);

    readonly record struct Trip(int Edge, float Position_m, double Seen_s);

    public Corridors(IReadOnlyList<JunctionModel> models, IReadOnlyList<JunctionWatch> junctions, RoadNetwork network, IReadOnlyList<string> laneIds)
    {
        var edges = new Dictionary<string, int>(StringComparer.Ordinal);
        edgeOf = new int[laneIds.Count];
        for (var i = 0; i < laneIds.Count; i++)
        {
            var edge = network.Lanes.TryGetValue(laneIds[i], out var lane) && !lane.Inside ? lane.Edge : "";
            if (!edges.TryGetValue(edge, out var n)) edges[edge] = n = edges.Count;
            edgeOf[i] = n;
        }
        var before = network.Connections.Where(c => c.Signal is null && !c.FromLane.StartsWith(':') && !c.ToLane.StartsWith(':')).ToLookup(c => c.ToLane, StringComparer.Ordinal);
        var lists = new List<Way>[edges.Count];
        for (var e = 0; e < lists.Length; e++) lists[e] = [];
        for (var j = 0; j < models.Count; j++)
            for (var l = 0; l < models[j].Lanes.Length; l++)
            {
                var seen = new Dictionary<string, double>(StringComparer.Ordinal);
                Walk(network, before, models[j].Lanes[l].Approach.Lane, 0, seen);
                foreach (var (edge, toStop) in seen)
                {
                    lists[edges[edge]].Add(new Way(j, l, (float)toStop, models[j].Lanes[l].Speed_m_s));
                    junctions[j].KnowsAhead(l, (float)(toStop / models[j].Lanes[l].Speed_m_s));
                }
            }
        exits = [.. models.Select(m => m.Exits.Select(e => network.Lanes.TryGetValue(e, out var lane) && edges.TryGetValue(lane.Edge, out var edge) ? edge : -1).ToArray())];
        ways = [.. lists.Select(l => l.ToArray())];
        for (var j = 0; j < models.Count; j++)
            foreach (var exit in models[j].Exits)
                if (network.Lanes.TryGetValue(exit, out var lane) && edges.TryGetValue(lane.Edge, out var edge))
                    foreach (var way in ways[edge])
                        if (way.Junction != j) junctions[j].Alone = junctions[way.Junction].Alone = false;
    }

    /// <summary>By edge: from its beginning to the stop line, m.</summary>
    static void Walk(RoadNetwork network, ILookup<string, Connection> before, string id, double toStop_m, Dictionary<string, double> seen)
    {
        if (!network.Lanes.TryGetValue(id, out var lane) || seen.Count > 40) return;
        var far = toStop_m + lane.Length_m;
        if (seen.TryGetValue(lane.Edge, out var known) && known <= far) return;
        seen[lane.Edge] = far;
        if (far > Far_m) return;
        foreach (var link in before[id]) Walk(network, before, link.FromLane, far + (link.Via is { } via && network.Lanes.TryGetValue(via, out var inside) ? inside.Length_m : 0), seen);
    }

    /// <summary>Tells each junction how crowded the streets are that its exits lead to.</summary>
    public void Crowd(IReadOnlyList<JunctionWatch> junctions, double now_s)
    {
        for (var j = 0; j < exits.Length; j++)
            for (var e = 0; e < exits[j].Length; e++)
                junctions[j].Crowding.Exits[e] = exits[j][e] < 0 ? 0 : Crowded(ways[exits[j][e]], junctions, now_s);
    }

    static float Crowded(Way[] to, IReadOnlyList<JunctionWatch> junctions, double now_s)
    {
        float all = 0, sum = 0;
        foreach (var way in to)
        {
            var flow = junctions[way.Junction].Flow_veh_s(way.Lane, now_s) + 0.02f;
            all += flow;
            sum += flow * junctions[way.Junction].Crowding.Lanes[way.Lane];
        }
        return all > 0 ? sum / all : 0;
    }

    /// <summary>A vehicle on an exit, in sight of the junction it left.</summary>
    public void Leaves(Sighting v, double now_s)
    {
        if (ways[edgeOf[v.Lane]].Length > 0) trips[v.Vehicle] = new Trip(edgeOf[v.Lane], v.Position_m, now_s);
    }

    /// <summary>A vehicle in sight of the junction it comes to.</summary>
    public void Arrives(int vehicle, int junction)
    {
        if (trips.Remove(vehicle)) arrivedAt[vehicle] = junction;
    }

    /// <summary>Whether the vehicle that passes a stop line had been announced there.</summary>
    public bool Passed(int vehicle, int junction) => arrivedAt.Remove(vehicle, out var at) && at == junction;

    public void Announce(IReadOnlyList<JunctionWatch> junctions, double now_s)
    {
        over.Clear();
        foreach (var (vehicle, trip) in trips)
        {
            var to = ways[trip.Edge];
            var total = 0f;
            foreach (var way in to) total += junctions[way.Junction].Flow_veh_s(way.Lane, now_s) + 0.02f;
            var any = false;
            foreach (var way in to)
            {
                var eta = (way.ToStop_m - trip.Position_m) / way.Speed_m_s - (float)(now_s - trip.Seen_s);
                // By now the detectors there would see it.
                if (eta * way.Speed_m_s < SightRange.Approach_m) continue;
                any = true;
                junctions[way.Junction].Announce(way.Lane, eta, (junctions[way.Junction].Flow_veh_s(way.Lane, now_s) + 0.02f) / total);
            }
            if (!any || now_s - trip.Seen_s > Forgotten_s) over.Add(vehicle);
        }
        foreach (var vehicle in over) trips.Remove(vehicle);
    }
}
