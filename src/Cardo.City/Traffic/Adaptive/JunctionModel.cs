using Cardo.Traffic.Guarding;

namespace Cardo.Traffic.Adaptive;

/// <summary>What is known of an intersection before anything drives: its lanes, where they lead, its stages and the time between them.</summary>
internal sealed class JunctionModel
{
    public JunctionModel(Intersection intersection, SafetyRules rules, string[] stages, RoadNetwork network)
    {
        Intersection = intersection;
        Rules = rules;
        Stages = stages;
        ByRule = Math.Min(stages.Length, Guarding.Stages.OfPlan(intersection, rules).Length);
        var exits = new Dictionary<string, int>(StringComparer.Ordinal);
        Lanes = [.. intersection.Approaches.Select(a => Lane(intersection, a, network, exits))];
        Exits = [.. exits.OrderBy(e => e.Value).Select(e => e.Key)];
        Room_m = [.. Lanes.Select(l => Crowding.Room_m(network, l.Approach.Lane))];
        SightRoom_veh = [.. Lanes.Select(l => (float)Math.Min(SightRange.Approach_m, l.Length_m) / JunctionWatch.Gap_m)];
        ExitRoom_m = [.. Exits.Select(e => (float)Math.Min(SightRange.Exit_m, network.Lanes.TryGetValue(e, out var l) ? l.Length_m : SightRange.Exit_m))];
        Change_s = new int[stages.Length, stages.Length];
        for (var a = 0; a < stages.Length; a++)
            for (var b = 0; b < stages.Length; b++) Change_s[a, b] = (int)Math.Ceiling(rules.Change_s(stages[a], stages[b]));
        Opposed = new int[stages.Length, Lanes.Length][];
        for (var s = 0; s < stages.Length; s++)
            for (var l = 0; l < Lanes.Length; l++) Opposed[s, l] = OpposedBy(s, l);
        Inside = [.. intersection.Movements.SelectMany(m => m.Ways.SelectMany(w => Path(m.Index, w.Via, network)))];
        ClearAt_m = Crossings.ClearAt_m(intersection, rules, network);
    }

    public Intersection Intersection { get; }
    public SafetyRules Rules { get; }
    public string[] Stages { get; }

    /// <summary>So many of the stages, the first, are the plan's own: the rule and the guard go on with these.</summary>
    public int ByRule { get; }
    public LaneModel[] Lanes { get; }

    /// <summary>By lane: how long its queue may grow before it stands in the way of others, m; infinite where nobody else is behind.</summary>
    public float[] Room_m { get; }

    /// <summary>How many may stand on each lane as far as one sees.</summary>
    public float[] SightRoom_veh { get; }

    /// <summary>Lanes that lead away.</summary>
    public string[] Exits { get; }

    /// <summary>How much of each exit is watched, m.</summary>
    public float[] ExitRoom_m { get; }

    /// <summary>[from, to]: whole seconds from the end of one stage's green until all of the next is green.</summary>
    public int[,] Change_s { get; }

    /// <summary>[from, to]: whether the controller changes so at all; null where it does whatever is asked.</summary>
    public bool[,]? Reaches { get; set; }

    /// <summary>[stage, lane]: lanes whose green traffic this lane's permitted movements must let pass.</summary>
    public int[,][] Opposed { get; }

    /// <summary>The lanes inside of the junction, each with the lamp that let its vehicles in.</summary>
    public IReadOnlyList<InsideLane> Inside { get; }

    /// <summary>[from, foe]: how much of the way through the junction may be left to whoever came from one when the other's green begins, m.</summary>
    public float[,] ClearAt_m { get; }

    /// <summary>The stage of a state, or the one with most in common where it is none of them.</summary>
    public int StageOf(string state)
    {
        int best = 0, most = int.MinValue;
        for (var s = 0; s < Stages.Length; s++)
        {
            if (ReferenceEquals(Stages[s], state)) return s;
            var same = 0;
            for (var i = 0; i < state.Length; i++)
                if (SafetyRules.Green(state[i])) same += SafetyRules.Green(Stages[s][i]) ? 2 : -1;
                else if (SafetyRules.Green(Stages[s][i])) same--;
            if (same > most) (best, most) = (s, same);
        }
        return best;
    }

    static LaneModel Lane(Intersection intersection, Approach approach, RoadNetwork network, Dictionary<string, int> exits)
    {
        var turns = new List<Turn>();
        foreach (var lamp in approach.Movements)
            foreach (var way in intersection.Movements[lamp].Ways.Where(w => w.FromLane == approach.Lane))
            {
                if (!exits.TryGetValue(way.ToLane, out var exit)) exits[way.ToLane] = exit = exits.Count;
                turns.Add(new Turn(lamp, exit, way.Via, way.ToLane));
            }
        return new LaneModel(approach, [.. turns], (float)approach.Speed_m_s, network.Lanes.TryGetValue(approach.Lane, out var lane) ? (float)lane.Length_m : 100f);
    }

    static List<InsideLane> Path(int lamp, string? via, RoadNetwork network)
    {
        var path = new List<Lane>();
        // Who turns across the others waits at the end of the first lane inside; a second one follows.
        while (via is not null && path.Count < 4 && network.Lanes.TryGetValue(via, out var lane))
        {
            path.Add(lane);
            via = network.Inside(via);
        }
        return [.. path.Select((lane, i) => new InsideLane(lamp, lane.Id, (float)path.Skip(i).Sum(l => l.Length_m)))];
    }

    int[] OpposedBy(int stage, int lane)
    {
        var state = Stages[stage];
        var yields = Lanes[lane].Turns.Where(t => state[t.Lamp] == 'g').Select(t => t.Lamp).ToArray();
        if (yields.Length == 0) return [];
        return [.. Enumerable.Range(0, Lanes.Length).Where(o => o != lane && Lanes[o].Turns.Any(t => state[t.Lamp] == 'G' && yields.Any(y => Rules.Foes(y, t.Lamp))))];
    }
}

/// <param name="Turns">where one goes from here</param>
internal sealed record LaneModel(Approach Approach, Turn[] Turns, float Speed_m_s, float Length_m);

/// <param name="Lamp">which lamp rules it</param>
/// <param name="Exit">index of the lane it leads to</param>
internal sealed record Turn(int Lamp, int Exit, string? Via, string ToLane);

/// <param name="ToEnd_m">from the lane's beginning until the junction is left</param>
internal sealed record InsideLane(int Lamp, string Lane, float ToEnd_m);
