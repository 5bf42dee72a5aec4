namespace Cardo.Traffic.Adaptive;

/// <summary>Hands each sighting to the junctions whose detectors see it, and nothing to those whose do not.</summary>
internal sealed class CityWatch
{
    readonly Use[][] approaching;
    readonly Use[][] leaving;
    readonly Pass[][] passing;
    readonly Stay[] staying;
    readonly IReadOnlyList<JunctionWatch> junctions;
    readonly Corridors corridors;

    // A vehicle may pass a lane shorter than this between two looks.
    const double Jumped_m = 40;

    readonly record struct Use(int Junction, int Lane, float ToStop_m, float Length_m);

    // Lane: where one comes in from, -1 for the lanes farther inside and after lanes short enough to be jumped over.
    readonly record struct Stay(int Junction, int Lamp, float ToEnd_m, int Lane);

    readonly record struct Pass(int From, int Junction, int Lane, int Turn);

    /// <param name="laneIds">the plant's lanes by their numbers</param>
    public CityWatch(IReadOnlyList<JunctionModel> models, IReadOnlyList<JunctionWatch> junctions, IReadOnlyList<string> laneIds, Corridors corridors)
    {
        this.junctions = junctions;
        this.corridors = corridors;
        var number = laneIds.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i, StringComparer.Ordinal);
        var approach = new List<Use>?[laneIds.Count];
        var exit = new List<Use>?[laneIds.Count];
        var pass = new List<Pass>?[laneIds.Count];
        void Note<T>(List<T>?[] at, string? lane, T what)
        {
            if (lane is not null && number.TryGetValue(lane, out var n)) (at[n] ??= []).Add(what);
        }
        staying = new Stay[laneIds.Count];
        Array.Fill(staying, new Stay(-1, 0, 0, -1));
        for (var j = 0; j < models.Count; j++)
        {
            foreach (var inside in models[j].Inside)
                if (number.TryGetValue(inside.Lane, out var at)) staying[at] = new Stay(j, inside.Lamp, inside.ToEnd_m, -1);
            for (var l = 0; l < models[j].Lanes.Length; l++)
            {
                var lane = models[j].Lanes[l];
                foreach (var d in lane.Approach.Reach) Note(approach, d.Lane, new Use(j, l, (float)d.ToStopLine_m, (float)d.Length_m));
                if (!number.TryGetValue(lane.Approach.Lane, out var from)) continue;
                for (var t = 0; t < lane.Turns.Length; t++)
                {
                    if (lane.Length_m > Jumped_m && lane.Turns[t].Via is { } via && number.TryGetValue(via, out var entry)) staying[entry] = staying[entry] with { Lane = l };
                    Note(pass, lane.Turns[t].Via, new Pass(from, j, l, t));
                    Note(pass, lane.Turns[t].ToLane, new Pass(from, j, l, t));
                }
            }
            for (var e = 0; e < models[j].Exits.Length; e++) Note(exit, models[j].Exits[e], new Use(j, e, 0, models[j].ExitRoom_m[e]));
        }
        approaching = [.. approach.Select(a => a?.ToArray() ?? [])];
        leaving = [.. exit.Select(a => a?.ToArray() ?? [])];
        passing = [.. pass.Select(a => a?.ToArray() ?? [])];
    }

    public void Look(ReadOnlySpan<Sighting> seen, double now_s)
    {
        foreach (var junction in junctions) junction.Clear();
        foreach (var v in seen)
        {
            if (v.Lane != v.Before)
                foreach (var p in passing[v.Lane])
                    if (p.From == v.Before) junctions[p.Junction].Passed(p.Lane, p.Turn, now_s, corridors.Passed(v.Vehicle, p.Junction));
            foreach (var use in leaving[v.Lane])
                if (v.Position_m <= use.Length_m)
                {
                    junctions[use.Junction].SeeLeaving(use.Lane, v.Position_m, v.Speed_m_s);
                    corridors.Leaves(v, now_s);
                }
            if (staying[v.Lane] is { Junction: >= 0 } stay)
            {
                junctions[stay.Junction].SeeInside(stay.Lamp, stay.ToEnd_m - v.Position_m, v.Speed_m_s);
                if (stay.Lane >= 0 && v.Before != v.Lane) junctions[stay.Junction].Health.Enters(stay.Lane, v.Vehicle, v.Before >= 0);
            }
            Approach(v, now_s);
        }
        corridors.Announce(junctions, now_s);
        corridors.Crowd(junctions, now_s);
    }

    void Approach(Sighting v, double now_s)
    {
        var uses = approaching[v.Lane];
        if (uses.Length == 0) return;
        // On a lane that feeds several stop lines nobody knows who will take which: each gets its usual share.
        var total = 0f;
        if (uses.Length > 1)
            foreach (var use in uses) total += Likely(use, now_s);
        foreach (var use in uses)
        {
            var distance = use.ToStop_m + use.Length_m - v.Position_m;
            if (distance > SightRange.Approach_m) continue;
            corridors.Arrives(v.Vehicle, use.Junction);
            junctions[use.Junction].See(use.Lane, Math.Max(0, distance), v.Speed_m_s, uses.Length > 1 ? Likely(use, now_s) / total : 1);
        }
    }

    float Likely(Use use, double now_s) => junctions[use.Junction].Flow_veh_s(use.Lane, now_s) + 0.02f;
}
