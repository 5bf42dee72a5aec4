using System.Globalization;
using Cardo.Kernel;

namespace Cardo.Traffic.Networks;

/// <summary>Makes intersections of a network's parts: movements with their foes, approaches as far as detectors see.</summary>
internal static class BuildIntersections
{
    /// <summary>How far before the stop line a well-equipped junction sees, m.</summary>
    public const double Reach_m = 150;

    public static Outcome<RoadNetwork> Build(NetworkParts parts)
    {
        var remarks = new List<string>();
        var bySignal = parts.Connections.Where(c => c.Signal is not null && c.SignalIndex >= 0).GroupBy(c => c.Signal!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        var before = Before(parts);
        var intersections = new List<Intersection>();
        foreach (var (id, plan) in parts.Plans.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (plan.Kind.StartsWith("rail", StringComparison.Ordinal)) { remarks.Add($"{id}: a rail signal stays with the railway"); continue; }
            if (!bySignal.TryGetValue(id, out var links)) { remarks.Add($"{id}: its plan rules no lane of this network"); continue; }
            var lamps = links.Max(c => c.SignalIndex) + 1;
            var wide = plan.Phases.Count == 0 ? 0 : plan.Phases[0].State.Length;
            if (plan.Phases.Count == 0 || wide < lamps || plan.Phases.Any(p => p.State.Length != wide || p.Duration_s <= 0))
            {
                remarks.Add($"{id}: its plan {plan.Id} cannot be served (its phases need {lamps} lamps and a duration each); it keeps what it runs");
                continue;
            }
            if (!plan.Phases.Any(p => p.State.AsSpan().IndexOfAny("Gg") >= 0)) { remarks.Add($"{id}: its plan {plan.Id} shows nobody green; it keeps what it runs"); continue; }
            var shown = OffIsGreen(plan);
            intersections.Add(new Intersection(id, Movements(parts, links, shown), Approaches(parts, links, before), shown));
        }
        return new RoadNetwork(parts.Lanes, parts.Connections, intersections, parts.Frame, remarks) { Roads = parts.Roads };
    }

    /// <summary>
    /// A lamp that is off beside others that are not lets its traffic go, as its letter says with or without giving way: the same
    /// as green. (Arrows of left turns are off where one may turn through the gaps.) A phase in which all are off is no phase of a plan,
    /// except where there is no other.
    /// </summary>
    static Plan OffIsGreen(Plan plan)
    {
        static bool Off(char lamp) => lamp is 'o' or 'O';
        if (!plan.Phases.Any(p => p.State.Any(Off))) return plan;
        var dark = plan.Phases.All(p => p.State.All(Off));
        return plan with { Phases = [.. plan.Phases.Select(p => !dark && p.State.All(Off) ? p : p with { State = p.State.Replace('o', 'g').Replace('O', 'G') })] };
    }

    static Movement[] Movements(NetworkParts parts, List<Connection> links, Plan plan)
    {
        var lamps = plan.Phases[0].State.Length;
        var ways = new List<Way>[lamps];
        var foes = new HashSet<int>[lamps];
        var walks = new bool[lamps];
        for (var i = 0; i < lamps; i++) (ways[i], foes[i]) = ([], []);
        // A signal may rule several junctions, and requests are numbered within one.
        var requests = new Dictionary<(string Junction, int Request), int>();
        foreach (var link in links)
        {
            if (Request(parts, link) is { } request) requests[request] = link.SignalIndex;
            if (link.FromLane.StartsWith(':') || link.ToLane.StartsWith(':')) walks[link.SignalIndex] = true;
            else ways[link.SignalIndex].Add(new Way(link.FromLane, link.ToLane, link.Via, link.Direction));
        }
        foreach (var ((junction, request), lamp) in requests)
        {
            if (!parts.Junctions[junction].Foes.TryGetValue(request, out var bits)) continue;
            for (var other = 0; other < bits.Length; other++)
                if (bits[bits.Length - 1 - other] == '1' && requests.TryGetValue((junction, other), out var foe) && foe != lamp)
                {
                    foes[lamp].Add(foe);
                    foes[foe].Add(lamp);
                }
        }
        var at = requests.ToLookup(r => r.Value, r => r.Key.Junction);
        return [.. Enumerable.Range(0, lamps).Select(i => new Movement(i, ways[i], foes[i], walks[i] && ways[i].Count == 0) { Apart = Apart(i, lamps, at, plan) })];
    }

    /// <summary>Foes are known junction by junction. What two junctions of one signal send into the short streets between them may meet there all the same; the plan knows.</summary>
    static HashSet<int> Apart(int lamp, int lamps, ILookup<int, string> at, Plan plan)
    {
        static bool Green(char letter) => letter is 'G' or 'g';
        var apart = new HashSet<int>();
        for (var other = 0; other < lamps; other++)
            if (at[lamp].Any() && at[other].Any() && !at[lamp].Intersect(at[other], StringComparer.Ordinal).Any() && !plan.Phases.Any(p => Green(p.State[lamp]) && Green(p.State[other]))) apart.Add(other);
        return apart;
    }

    /// <summary>The junction of a connection and its number among the junction's requests: the inside lane :J_N_k is request N + k, a crossing :J_cN stands where the junction lists it.</summary>
    static (string, int)? Request(NetworkParts parts, Connection link)
    {
        var inside = link.Via ?? (link.ToLane.StartsWith(':') ? link.ToLane : link.FromLane.StartsWith(':') ? link.FromLane : null);
        if (inside is null) return null;
        var last = inside.LastIndexOf('_');
        var middle = last > 0 ? inside.LastIndexOf('_', last - 1) : -1;
        if (middle < 1) return null;
        var junction = inside[1..middle];
        if (!parts.Junctions.TryGetValue(junction, out var at)) return null;
        if (int.TryParse(inside.AsSpan(middle + 1, last - middle - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && int.TryParse(inside.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var k)) return (junction, n + k);
        var listed = Array.IndexOf(at.InsideLanes, inside);
        return listed >= 0 ? (junction, listed) : null;
    }

    static Approach[] Approaches(NetworkParts parts, List<Connection> links, Dictionary<string, List<Connection>> before)
    {
        var approaches = new List<Approach>();
        foreach (var group in links.Where(c => !c.FromLane.StartsWith(':')).GroupBy(c => c.FromLane, StringComparer.Ordinal))
        {
            if (!parts.Lanes.TryGetValue(group.Key, out var lane)) continue;
            var reach = new List<Detector>();
            Follow(parts, before, lane, 0, reach);
            approaches.Add(new Approach(lane.Id, lane.Speed_m_s, reach, [.. group.Select(c => c.SignalIndex).Distinct().Order()]));
        }
        return [.. approaches];
    }

    static void Follow(NetworkParts parts, Dictionary<string, List<Connection>> before, Lane lane, double toStop_m, List<Detector> reach)
    {
        // The shortest way of a lane counts, and a bound keeps a knot of short lanes from being walked for ever.
        if (reach.Count >= 64 || reach.Any(d => d.Lane == lane.Id)) return;
        reach.Add(new Detector(lane.Id, lane.Length_m, toStop_m));
        var far = toStop_m + lane.Length_m;
        if (far >= Reach_m || !before.TryGetValue(lane.Id, out var links)) return;
        foreach (var link in links)
        {
            var gap = 0.0;
            if (link.Via is { } via && parts.Lanes.TryGetValue(via, out var inside))
            {
                gap = inside.Length_m;
                if (!reach.Any(d => d.Lane == via)) reach.Add(new Detector(via, inside.Length_m, far));
            }
            if (far + gap < Reach_m && parts.Lanes.TryGetValue(link.FromLane, out var from)) Follow(parts, before, from, far + gap, reach);
        }
    }

    /// <summary>Per lane the connections into it that no signal rules.</summary>
    static Dictionary<string, List<Connection>> Before(NetworkParts parts)
    {
        var before = new Dictionary<string, List<Connection>>(StringComparer.Ordinal);
        foreach (var link in parts.Connections)
        {
            if (link.Signal is not null || link.FromLane.StartsWith(':') || link.ToLane.StartsWith(':')) continue;
            if (!before.TryGetValue(link.ToLane, out var list)) before[link.ToLane] = list = [];
            list.Add(link);
        }
        return before;
    }
}
