using Cardo.Kernel;
using Cardo.Traffic.Guarding;

namespace Cardo.Traffic.Trying;

/// <summary>
/// Plans for a priority route: at each signal on it its greens take seconds from the others, which keep at least half of
/// theirs and five seconds, all on the longest of their cycles, and begin one after the other as a platoon arrives. Pure.
/// </summary>
internal static class PriorityRoute
{
    /// <param name="plans">the plans so far, by signal</param>
    public static Outcome<IReadOnlyDictionary<string, Plan>> Plans(RoadNetwork network, Priority route, IReadOnlyDictionary<string, Plan> plans)
    {
        var stops = new List<(Intersection At, int[] Lamps, double Travel_s)>();
        var travel_s = 0.0;
        for (var i = 0; i + 1 < route.Edges.Count; i++)
        {
            var (from, to) = (route.Edges[i], route.Edges[i + 1]);
            if (!network.Connections.Any(c => Edge(c.FromLane) == from && Edge(c.ToLane) == to)) return Refusal.Bad("route-broken", $"The priority route is broken: from {from} nobody can drive to {to}.");
            var lane = network.Lanes.Values.First(l => l.Edge == from);
            travel_s += lane.Length_m / (route.Speed_km_h / 3.6 ?? lane.Speed_m_s);
            foreach (var intersection in network.Intersections)
            {
                int[] lamps = [.. intersection.Movements.Where(m => m.Ways.Any(w => Edge(w.FromLane) == from && Edge(w.ToLane) == to)).Select(m => m.Index)];
                if (lamps.Length > 0) stops.Add((intersection, lamps, travel_s));
            }
        }
        if (stops.Count == 0) return Refusal.Bad("route-unsignalled", "There is no signal on the priority route, so there is nothing to change.");
        var made = new Dictionary<string, Plan>(plans);
        var cycle_s = stops.Max(s => plans[s.At.Id].Cycle_s);
        foreach (var (at, lamps, arrives_s) in stops) made[at.Id] = Favour(plans[at.Id], lamps, route.Gain * cycle_s, cycle_s, arrives_s - stops[0].Travel_s);
        return made;
    }

    static Plan Favour(Plan plan, int[] lamps, double gain_s, double cycle_s, double arrives_s)
    {
        bool Long(Phase p) => p.Duration_s >= SafetyRules.MinGreen_s && p.State.AsSpan().IndexOfAny("Gg") >= 0 && !p.State.Contains('y');
        bool Mine(Phase p) => Long(p) && lamps.Any(l => SafetyRules.Green(p.State[l]));
        var stretch = cycle_s - plan.Cycle_s;
        var greens = plan.Phases.Where(Long).Sum(p => p.Duration_s);
        Phase[] phases = [.. plan.Phases.Select(p => Long(p) && greens > 0 ? p with { Duration_s = p.Duration_s + stretch * p.Duration_s / greens } : p)];
        double mine = phases.Where(Mine).Sum(p => p.Duration_s), spare = phases.Where(p => Long(p) && !Mine(p)).Sum(Spare);
        var moved = mine > 0 ? Math.Min(gain_s, spare) : 0;
        phases = [.. phases.Select(p => Mine(p) ? p with { Duration_s = p.Duration_s + moved * p.Duration_s / mine } : Long(p) && spare > 0 ? p with { Duration_s = p.Duration_s - moved * Spare(p) / spare } : p)];
        phases = Whole(phases, cycle_s);
        // The green begins when the platoon comes: SUMO's offset is how much later the cycle begins.
        var begins_s = 0.0;
        foreach (var phase in phases)
        {
            if (Mine(phase)) break;
            begins_s += phase.Duration_s;
        }
        var offset = (arrives_s - begins_s) % cycle_s;
        return new Plan("cardo-try", "static", Math.Round(offset < 0 ? offset + cycle_s : offset), phases);
    }

    static double Spare(Phase p) => Math.Max(0, p.Duration_s - Math.Max(SafetyRules.MinGreen_s, p.Duration_s / 2));

    /// <summary>Whole seconds whose sum is the cycle still; the longest phase takes what rounding left.</summary>
    static Phase[] Whole(Phase[] phases, double cycle_s)
    {
        Phase[] whole = [.. phases.Select(p => p with { Duration_s = Math.Round(p.Duration_s) })];
        var longest = Array.IndexOf(whole, whole.MaxBy(p => p.Duration_s));
        whole[longest] = whole[longest] with { Duration_s = whole[longest].Duration_s + Math.Round(cycle_s) - whole.Sum(p => p.Duration_s) };
        return whole;
    }

    static string Edge(string lane) => lane.LastIndexOf('_') is > 0 and var at ? lane[..at] : lane;
}
