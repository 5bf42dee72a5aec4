using Cardo.Kernel;

namespace Cardo.Traffic.Trying;

/// <summary>A change made ready for one network: the plans that differ and what is closed. Refused, with every fault, where it does not fit.</summary>
internal sealed record Prepared(Change Change, RoadNetwork Network, IReadOnlyDictionary<string, Plan> Plans)
{
    public static Outcome<Prepared> Of(Change change, RoadNetwork network)
    {
        var faults = new List<string>();
        var roads = network.Lanes.Values.Where(l => !l.Inside).Select(l => l.Edge).ToHashSet(StringComparer.Ordinal);
        foreach (var edge in change.Closed.Select(c => c.Edge).Concat(change.Priorities.SelectMany(p => p.Edges)).Distinct())
            if (!roads.Contains(edge)) faults.Add($"There is no road '{edge}' in this network{Near(edge, roads)}.");
        foreach (var closure in change.Closed)
            if (closure.From_s >= closure.To_s) faults.Add($"Road {closure.Edge} is closed until before it is closed from.");
        if (change.Control == "adaptive" && change.Plans.Count + change.Priorities.Count > 0)
            faults.Add("Plans and priority routes change fixed plans; with control: adaptive there are none. Leave one of the two out.");
        var signals = network.Intersections.ToDictionary(i => i.Id, StringComparer.Ordinal);
        var plans = signals.ToDictionary(s => s.Key, s => s.Value.Plan, StringComparer.Ordinal);
        foreach (var plan in change.Plans)
        {
            if (!signals.TryGetValue(plan.Signal, out var signal)) { faults.Add($"There is no signal '{plan.Signal}' that can be controlled{Near(plan.Signal, signals.Keys)}."); continue; }
            if (plan.Phases is { } phases) faults.AddRange(CheckPlan.Faults(signal, phases));
            plans[plan.Signal] = new Plan("cardo-try", "static", plan.Offset_s ?? signal.Plan.Offset_s, plan.Phases ?? signal.Plan.Phases);
        }
        if (faults.Count > 0) return Refused(faults);
        IReadOnlyDictionary<string, Plan> all = plans;
        foreach (var route in change.Priorities)
        {
            if (!PriorityRoute.Plans(network, route, all).Try(out var made, out var refusal)) return refusal;
            all = made;
        }
        return new Prepared(change, network, all.Where(p => !ReferenceEquals(p.Value, signals[p.Key].Plan)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal));
    }

    static Refusal Refused(List<string> faults) => Refusal.Bad("change-misfit", $"The change does not fit the network: {faults[0]} Nothing was run.") with { Details = [.. faults.Skip(1).Take(30)] };

    /// <summary>", did you mean 'x'?" for what is spelt nearly so.</summary>
    static string Near(string id, IEnumerable<string> known)
    {
        var best = known.Select(k => (k, d: Distance(id, k))).OrderBy(x => x.d).ThenBy(x => x.k, StringComparer.Ordinal).FirstOrDefault();
        return best.k is not null && best.d <= Math.Max(2, id.Length / 3) ? $"; did you mean '{best.k}'?" : "";
    }

    /// <summary>Letters to change, add or take away (Levenshtein 1965).</summary>
    static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 10 || a.Length > 200) return 100;
        var row = new int[b.Length + 1];
        for (var j = 0; j < row.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
