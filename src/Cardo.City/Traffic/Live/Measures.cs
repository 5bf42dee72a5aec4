using Cardo.Traffic.Cabinets;

namespace Cardo.Traffic.Live;

/// <summary>
/// Watches the seconds of a city and says how its traffic flows. The congestion index is time spent on the road over the
/// time the same way takes at the limit, summed over everybody: mean travel time / free-flow time.
/// </summary>
internal sealed class Measures
{
    /// <summary>Slower is standing in a queue: 5 km/h, as SUMO's own jam threshold.</summary>
    public const float Queued_m_s = 5 / 3.6f;

    /// <summary>Stages are counted over so long.</summary>
    public const int StageMemory_s = 600;

    const int MostAhead = 6;

    readonly TrafficScene scene;
    readonly Lane[] lanes;
    readonly int[] roadOf;
    readonly (int Junction, int Approach, double ToStop_m)[][] watched;
    readonly (int Junction, int Approach)[] stopOf;
    readonly Tally city = new();
    readonly Tally[] roads, junctions, streets;
    readonly int[] streetOf;
    readonly Tally[][] approaches;
    readonly double[][] waited_s;
    readonly (int Stage, double Since_s)[] stages;
    readonly Queue<int>[] shown;
    int second;

    public Measures(TrafficScene scene)
    {
        this.scene = scene;
        var ids = scene.Source.LaneIds;
        lanes = [.. ids.Select(id => scene.Source.Network.Lanes[id])];
        roadOf = [.. lanes.Select(l => l.Inside ? -1 : scene.RoadOf(l.Edge))];
        var number = ids.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i, StringComparer.Ordinal);
        var near = new List<(int, int, double)>?[lanes.Length];
        stopOf = [.. lanes.Select(_ => (-1, -1))];
        for (var j = 0; j < scene.Junctions.Length; j++)
            for (var a = 0; a < scene.Junctions[j].Approaches.Length; a++)
                foreach (var lane in scene.Junctions[j].Approaches[a].Lanes.Select(l => scene.Junctions[j].Intersection.Approaches[l]))
                {
                    if (number.TryGetValue(lane.Lane, out var stop)) stopOf[stop] = (j, a);
                    foreach (var d in lane.Reach)
                        if (number.TryGetValue(d.Lane, out var n) && !(near[n] ??= []).Exists(x => x.Item1 == j && x.Item2 == a)) near[n]!.Add((j, a, d.ToStopLine_m));
                }
        watched = [.. near.Select(n => n?.ToArray() ?? [])];
        roads = [.. scene.Roads.Select(_ => new Tally())];
        junctions = [.. scene.Junctions.Select(_ => new Tally())];
        streets = [.. scene.Streets.Select(_ => new Tally())];
        streetOf = new int[roads.Length];
        Array.Fill(streetOf, -1);
        for (var s = 0; s < streets.Length; s++)
            foreach (var r in scene.Streets[s].Roads) streetOf[r] = s;
        approaches = [.. scene.Junctions.Select(j => j.Approaches.Select(_ => new Tally()).ToArray())];
        waited_s = [.. scene.Junctions.Select(j => new double[j.Approaches.Length])];
        stages = [.. scene.Junctions.Select(_ => (-1, 0.0))];
        shown = [.. scene.Junctions.Select(_ => new Queue<int>())];
    }

    /// <summary>Takes in one second.</summary>
    public TrafficPicture Take(TrafficFrame frame, long atUs)
    {
        Begin();
        foreach (var v in frame.Vehicles) See(v);
        var pictures = new JunctionPicture[junctions.Length];
        for (var j = 0; j < pictures.Length; j++) pictures[j] = Junction(j, frame.Junctions[j], frame.Time_s);
        var emergencies = frame.Emergencies.Select(e => Emergency(e.Key, e.Value, frame)).OfType<EmergencyPicture>().ToArray();
        Tell(pictures, emergencies);
        return new TrafficPicture(frame.Time_s, atUs, city.Flow(second), pictures, [.. roads.Select(r => r.Flow(second))], [.. streets.Select(s => s.Flow(second))], emergencies, [.. frame.Vehicles]);
    }

    void Begin()
    {
        var turn = ++second % Tally.Slot_s == 0;
        foreach (var tally in roads.Concat(junctions).Concat(streets).Concat(approaches.SelectMany(a => a)).Append(city))
        {
            tally.Clear();
            if (turn) tally.Turn();
        }
    }

    void See(Sighting v)
    {
        var lane = lanes[v.Lane];
        city.See(v.Speed_m_s, lane.Speed_m_s);
        if (v.Before < 0) city.Pass();
        var road = roadOf[v.Lane];
        if (road >= 0)
        {
            roads[road].See(v.Speed_m_s, lane.Speed_m_s);
            var entered = v.Before < 0 || roadOf[v.Before] != road;
            if (entered) roads[road].Pass();
            if (streetOf[road] is >= 0 and var street)
            {
                streets[street].See(v.Speed_m_s, lane.Speed_m_s);
                if (entered) streets[street].Pass();
            }
        }
        foreach (var (j, a, toStop_m) in watched[v.Lane])
        {
            if (toStop_m + lane.Length_m - v.Position_m > Networks.BuildIntersections.Reach_m) continue;
            junctions[j].See(v.Speed_m_s, lane.Speed_m_s);
            approaches[j][a].See(v.Speed_m_s, lane.Speed_m_s);
        }
        // Who was at a stop line and is on another road now has passed it.
        if (v.Before >= 0 && stopOf[v.Before] is { Junction: >= 0 } stop && lanes[v.Before].Edge != lane.Edge)
        {
            junctions[stop.Junction].Pass();
            approaches[stop.Junction][stop.Approach].Pass();
        }
    }

    JunctionPicture Junction(int j, JunctionNow now, double time_s)
    {
        var layout = scene.Junctions[j];
        if (stages[j].Stage != now.Stage) stages[j] = (now.Stage, time_s);
        var memory = shown[j];
        if (now.Cabinet is not { State: CabinetState.Silent or CabinetState.Starting }) memory.Enqueue(now.Stage);
        if (memory.Count > StageMemory_s) memory.Dequeue();
        var shares = new double[layout.Stages.Count];
        foreach (var stage in memory) shares[stage] += 1.0 / memory.Count;
        var pictures = new ApproachPicture[layout.Approaches.Length];
        for (var a = 0; a < pictures.Length; a++)
        {
            var green = layout.Approaches[a].Lamps.Any(l => now.Lamps[l] is 'G' or 'g');
            var tally = approaches[j][a];
            waited_s[j][a] = green || tally.Queue == 0 ? 0 : waited_s[j][a] + 1;
            var flow = tally.Flow(second);
            pictures[a] = new ApproachPicture(flow.Queue, flow.Vehicles, waited_s[j][a], flow.Flow_veh_h);
        }
        var goal = layout.Stages[now.Stage];
        var changing = false;
        for (var i = 0; i < goal.Length && !changing; i++) changing = goal[i] is 'G' or 'g' != now.Lamps[i] is 'G' or 'g';
        return new JunctionPicture(now.Stage, Math.Max(0, time_s - stages[j].Since_s), now.Lamps, changing, now.Reason, junctions[j].Flow(second), pictures, shares) { Cabinet = now.Cabinet };
    }

    /// <summary>Being asked is no green yet: a signal says that it is green for an emergency only once its lamps are.</summary>
    static void Tell(JunctionPicture[] pictures, EmergencyPicture[] emergencies)
    {
        for (var j = 0; j < pictures.Length; j++)
            if (pictures[j].Reason.Cause == Cause.Emergency && emergencies.SelectMany(e => e.Ahead).Where(a => a.Junction == j).ToList() is { Count: > 0 } here && !here.Exists(a => a.Held))
                pictures[j] = pictures[j] with { Reason = pictures[j].Reason with { Cause = Cause.Asked } };
    }

    static Asking Way(JunctionLayout junction, JunctionNow now, string from, string to)
    {
        if (now.Reason.Cause != Cause.Emergency) return Asking.Later;
        return junction.Intersection.Movements.Any(m => now.Lamps[m.Index] is 'G' or 'g' && m.Ways.Any(w => JunctionLayout.Edge(w.FromLane) == from && JunctionLayout.Edge(w.ToLane) == to)) ? Asking.Green : Asking.Asked;
    }

    EmergencyPicture? Emergency(int vehicle, string[] way, TrafficFrame frame)
    {
        var at = frame.Vehicles.FindIndex(v => v.Vehicle == vehicle);
        if (at < 0) return null;
        var seen = frame.Vehicles[at];
        var here = roadOf[seen.Lane] >= 0 ? Array.IndexOf(way, lanes[seen.Lane].Edge) : -1;
        // Inside of a junction it is on no road of its way: the lane before tells where it came from.
        if (here < 0 && seen.Before >= 0) here = Array.IndexOf(way, lanes[seen.Before].Edge);
        var ahead = new List<SignalAhead>();
        if (here >= 0)
        {
            double distance = 0, eta = 0;
            for (var i = here; i < way.Length - 1 && ahead.Count < MostAhead; i++)
            {
                if (scene.RoadOf(way[i]) is not (>= 0 and var r)) continue;
                var left = i == here && roadOf[seen.Lane] >= 0 ? Math.Max(0, scene.Roads[r].Length_m - seen.Position_m) : i == here ? 0 : scene.Roads[r].Length_m;
                distance += left;
                eta += left / scene.Roads[r].Limit_m_s;
                var j = Array.FindIndex(scene.Junctions, s => s.Approaches.Any(a => a.Edge == way[i]));
                if (j >= 0 && left > 0) ahead.Add(new SignalAhead(j, distance, eta, Way(scene.Junctions[j], frame.Junctions[j], way[i], way[i + 1])));
            }
        }
        return new EmergencyPicture(vehicle, roadOf[seen.Lane], seen.Speed_m_s * 3.6, ahead, [.. way.Skip(Math.Max(0, here)).Select(scene.RoadOf).Where(r => r >= 0)]);
    }
}
