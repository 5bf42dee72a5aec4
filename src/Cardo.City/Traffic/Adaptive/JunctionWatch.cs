namespace Cardo.Traffic.Adaptive;

/// <summary>What one junction's detectors see and what it has learned from it: turn shares, arrival rates, who is on which lane.</summary>
internal sealed class JunctionWatch
{
    /// <summary>Counts fade to a half in so many seconds, so that shares follow the day.</summary>
    const double HalfLife_s = 600;

    public const float Gap_m = 7.5f;
    const float Slow_m_s = 3f;

    // Who crawls farther behind the last of the queue than this is on his way to it.
    const float Tail_m = 25f;
    const float Accelerates_m_s2 = 2.2f;

    readonly JunctionModel model;
    readonly Tuning tuning;
    readonly List<Seen>[] seen;
    readonly float[][] turned;
    readonly float[] passed;
    readonly float[] exitLength_m;
    readonly int[] exitCount;
    readonly int[] exitMoving;
    readonly List<(float Eta_s, int Lane, float Weight)> coming = [];
    readonly double begin_s;
    readonly double[] passedAt_s;
    readonly float[] announced;
    readonly float[] ahead_s;
    readonly int[] greenFor_s;
    readonly int[][] siblings;
    readonly float[] usualRate;
    readonly int[] waitInside;
    readonly float[] full;
    int vehicles;
    double places;
    bool moving;
    double faded_s, shared_s = double.NegativeInfinity;

    readonly record struct Seen(float Distance_m, float Speed_m_s, float Weight);

    public JunctionWatch(JunctionModel model, Tuning tuning, double now_s)
    {
        (this.model, this.tuning, begin_s, faded_s) = (model, tuning, now_s, now_s);
        seen = [.. model.Lanes.Select(_ => new List<Seen>())];
        turned = [.. model.Lanes.Select(l => new float[l.Turns.Length])];
        passed = new float[model.Lanes.Length];
        announced = new float[model.Lanes.Length];
        ahead_s = new float[model.Lanes.Length];
        passedAt_s = new double[model.Lanes.Length];
        greenFor_s = new int[model.Lanes.Length];
        usualRate = new float[model.Lanes.Length * model.Stages.Length];
        siblings = [.. model.Lanes.Select((a, i) => Enumerable.Range(0, model.Lanes.Length).Where(k => k != i && Edge(model.Lanes[k]) == Edge(a)).ToArray())];
        exitCount = new int[model.Exits.Length];
        exitMoving = new int[model.Exits.Length];
        exitLength_m = new float[model.Exits.Length];
        Health = new DetectorHealth(model.Lanes.Length, now_s);
        Inside_m = new float[model.Rules.Lamps];
        waitInside = new int[model.Rules.Lamps];
        full = new float[model.Lanes.Length];
        Crowding = new Crowding(model, tuning);
        Snapshot = new Snapshot(model.Lanes.Length, model.Exits.Length, model.Stages.Length);
    }

    public DetectorHealth Health { get; }

    /// <summary>Which of its streets stand in others' way.</summary>
    public Crowding Crowding { get; }

    /// <summary>Whether no other signal is near on its streets.</summary>
    public bool Alone { get; set; } = true;

    /// <summary>What was seen last; the same object each second.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>Vehicles a second that passed the lane's stop line, lately.</summary>
    public float Flow_veh_s(int lane, double now_s) => passed[lane] / (float)Math.Max(60, Math.Min(now_s - begin_s, HalfLife_s * 1.4427));

    public void Clear()
    {
        foreach (var list in seen) list.Clear();
        Array.Clear(exitCount);
        Array.Clear(exitMoving);
        Array.Clear(exitLength_m);
        Array.Clear(Inside_m);
        Array.Clear(waitInside);
        (vehicles, places, moving) = (0, 0, false);
        coming.Clear();
    }

    /// <summary>By lamp: how much of his way through the junction will still be left a moment from now to the last whom it let in, m; 0 for nobody.</summary>
    public float[] Inside_m { get; }

    public void SeeInside(int lamp, float toEnd_m, float speed_m_s)
    {
        // Who drives is out soon; who has just begun to may yet have to give way.
        var left = toEnd_m - speed_m_s * (speed_m_s > tuning.Drives_m_s ? tuning.LeavesIn_s : tuning.StartsIn_s);
        Inside_m[lamp] = Math.Max(Inside_m[lamp], left);
        Count(toEnd_m, speed_m_s);
        // Lanes that share a lamp share who waits inside.
        if (speed_m_s < Slow_m_s) waitInside[lamp]++;
    }

    public void See(int lane, float distance_m, float speed_m_s, float weight)
    {
        seen[lane].Add(new Seen(distance_m, speed_m_s, weight));
        Count(distance_m, speed_m_s);
    }

    void Count(float place_m, float speed_m_s)
    {
        vehicles++;
        places += place_m;
        moving |= speed_m_s > 1;
    }

    /// <summary>How many seconds before the stop line whoever comes from another signal is known, by lane.</summary>
    public void KnowsAhead(int lane, float seconds) => ahead_s[lane] = Math.Max(ahead_s[lane], seconds);

    /// <summary>A vehicle that another junction let go and that is not in sight yet.</summary>
    public void Announce(int lane, float eta_s, float weight) => coming.Add((eta_s, lane, weight));

    public void SeeLeaving(int exit, float position_m, float speed_m_s)
    {
        exitCount[exit]++;
        // Twice: between two stop lines of one signal the way to the one shrinks as the way from the other grows, and nobody would seem to move.
        Count(2 * position_m, speed_m_s);
        if (speed_m_s > Slow_m_s) exitMoving[exit]++;
    }

    static string Edge(LaneModel lane) => lane.Approach.Lane[..lane.Approach.Lane.LastIndexOf('_')];

    /// <param name="known">it had been announced by another junction</param>
    public void Passed(int lane, int turn, double now_s, bool known)
    {
        if (known) announced[lane]++;
        passedAt_s[lane] = now_s;
        passed[lane]++;
        turned[lane][turn]++;
    }

    /// <summary>Makes the snapshot of what was seen since <see cref="Clear"/>.</summary>
    /// <param name="state">what the lamps show</param>
    public Snapshot Look(double now_s, int stage, int age_s, string state)
    {
        var s = Snapshot;
        (s.Time_s, s.Stage, s.Age_s) = (now_s, stage, age_s);
        var usual = 0f;
        for (var l = 0; l < passed.Length; l++) usual += Flow_veh_s(l, now_s);
        Health.Look(now_s, vehicles, usual, places, moving);
        Fade(now_s);
        if (now_s - shared_s >= 20) Share(now_s);
        Array.Clear(s.Arrivals);
        for (var l = 0; l < model.Lanes.Length; l++) Lane(l, now_s, state);
        Stuck(now_s, state);
        s.Full = Alone ? Full() : 0;
        Crowding.Look(s);
        Crowding.Meter(s, turned);
        foreach (var (eta, lane, weight) in coming)
            if (eta < Snapshot.Horizon_s) s.Arrivals[lane * Snapshot.Horizon_s + (int)Math.Max(0, eta)] += weight;
        for (var e = 0; e < exitCount.Length; e++)
        {
            var room = model.ExitRoom_m[e] / Gap_m;
            s.ExitSpace[e] = Math.Max(0, room - exitCount[e]);
            s.ExitFlow[e] = exitCount[e] == 0 ? 1 : 0.05f + 0.5f * exitMoving[e] / exitCount[e];
        }
        return s;
    }

    float Full()
    {
        var most = 0f;
        for (var l = 0; l < full.Length; l++)
        {
            full[l] += (Math.Min(1, Snapshot.Queue[l] / model.SightRoom_veh[l]) - full[l]) / tuning.FullOver_s;
            most = Math.Max(most, full[l]);
        }
        return most;
    }

    void Lane(int l, double now_s, string state)
    {
        var s = Snapshot;
        var lane = model.Lanes[l];
        var list = seen[l];
        if (list.Count > 1) list.Sort(static (a, b) => a.Distance_m.CompareTo(b.Distance_m));
        float queue = 0, tail_m = 0;
        var halting = 0;
        var row = s.Arrivals.AsSpan(l * Snapshot.Horizon_s, Snapshot.Horizon_s);
        var slowest = 0f;
        foreach (var v in list)
        {
            if (v.Speed_m_s < 0.1f) halting++;
            if (v.Speed_m_s < Slow_m_s && v.Distance_m < tail_m + Tail_m)
            {
                queue += v.Weight;
                tail_m = v.Distance_m;
                continue;
            }
            // Free way at the limit, and what it takes to get there.
            var missing = Math.Max(0, lane.Speed_m_s - v.Speed_m_s);
            var eta = v.Distance_m / lane.Speed_m_s + missing * missing / (2 * Accelerates_m_s2 * lane.Speed_m_s);
            row[Math.Min(Snapshot.Horizon_s - 1, (int)eta)] += v.Weight;
            slowest = Math.Max(slowest, eta);
        }
        s.Queue[l] = queue;
        s.Inside[l] = 0;
        var green = false;
        foreach (var turn in lane.Turns)
        {
            if (state[turn.Lamp] == 'g') s.Inside[l] += waitInside[turn.Lamp];
            green |= state[turn.Lamp] is 'G' or 'g';
        }
        s.Halting[l] = halting;
        // Beyond sight the usual flow goes on; where another signal announces who comes, only the rest of it.
        var flow = Flow_veh_s(l, now_s) * tuning.Background;
        var rest = passed[l] > 0 ? flow * (1 - announced[l] / passed[l]) : flow;
        for (var t = Math.Max((int)(SightRange.Approach_m / lane.Speed_m_s), 1); t < Snapshot.Horizon_s; t++) row[t] += t < ahead_s[l] ? rest : flow;
        greenFor_s[l] = green ? greenFor_s[l] + 1 : 0;
        s.HeadStuck[l] = green && list.Count > 0 && list[0] is { Distance_m: < 8, Speed_m_s: < 0.5f } && s.Age_s >= 4;
        s.Waited_s[l] = green || list.Count == 0 ? 0 : s.Waited_s[l] + 1;
    }

    /// <summary>
    /// A lane that is green and does not move is not short of green: its first vehicle wants into the lane beside it, where
    /// it is red, or its exit is full. Only what frees that lane serves it.
    /// </summary>
    void Stuck(double now_s, string state)
    {
        var s = Snapshot;
        usualRate.AsSpan().CopyTo(s.Rate);
        var lanes = model.Lanes.Length;
        for (var l = 0; l < lanes; l++)
        {
            if (greenFor_s[l] < 6 || s.Queue[l] < 1.5f || now_s - passedAt_s[l] < 5) continue;
            for (var stage = 0; stage < model.Stages.Length; stage++)
            {
                if (s.Rate[stage * lanes + l] <= 0) continue;
                // A turn that waits for gaps is helped by a stage in which nobody has the way before it.
                var frees = s.Yield[s.Stage * lanes + l] > 0 && s.Yield[stage * lanes + l] == 0;
                foreach (var k in siblings[l])
                    if (greenFor_s[k] == 0 && usualRate[stage * lanes + k] > 0) frees = true;
                if (!frees) s.Rate[stage * lanes + l] = tuning.StuckRate;
            }
        }
    }

    /// <summary>By stage and lane: rate, share that yields, and how many pass before the first who may not.</summary>
    void Share(double now_s)
    {
        shared_s = now_s;
        var lanes = model.Lanes.Length;
        for (var stage = 0; stage < model.Stages.Length; stage++)
            for (var l = 0; l < lanes; l++)
            {
                var state = model.Stages[stage];
                float all = 0, free = 0, yields = 0;
                var turns = model.Lanes[l].Turns;
                for (var t = 0; t < turns.Length; t++)
                {
                    var weight = turned[l][t] + 0.5f;
                    all += weight;
                    if (state[turns[t].Lamp] == 'G') free += weight;
                    else if (state[turns[t].Lamp] == 'g') yields += weight;
                }
                var served = free + yields;
                var at = stage * lanes + l;
                usualRate[at] = served > 0 ? tuning.Saturation_veh_s : 0;
                Snapshot.Yield[at] = served > 0 && model.Opposed[stage, l].Length > 0 ? yields / served : 0;
                Snapshot.Budget[at] = all - served < 0.02f * all ? 1000 : served / (all - served);
            }
    }

    void Fade(double now_s)
    {
        if (now_s - faded_s < 30) return;
        var keep = (float)Math.Pow(0.5, (now_s - faded_s) / HalfLife_s);
        faded_s = now_s;
        for (var l = 0; l < passed.Length; l++)
        {
            passed[l] *= keep;
            announced[l] *= keep;
            for (var t = 0; t < turned[l].Length; t++) turned[l][t] *= keep;
        }
    }
}
