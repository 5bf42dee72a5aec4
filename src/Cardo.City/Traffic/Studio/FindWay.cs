namespace Cardo.Traffic.Studio;

/// <summary>The quickest way from road to road at the limits (Dijkstra 1959), for who names the two ends of a priority route.</summary>
internal static class FindWay
{
    /// <summary>Road after road with both ends; null where no way leads there.</summary>
    public static IReadOnlyList<string>? Between(RoadNetwork network, string from, string to)
    {
        var next = network.Connections.Where(c => !c.FromLane.StartsWith(':')).Select(c => (From: Edge(c.FromLane), To: Edge(c.ToLane))).Distinct().ToLookup(c => c.From, c => c.To, StringComparer.Ordinal);
        var cost_s = network.Lanes.Values.Where(l => !l.Inside && l.Cars).GroupBy(l => l.Edge, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Min(l => l.Length_m / Math.Max(1, l.Speed_m_s)), StringComparer.Ordinal);
        if (!cost_s.ContainsKey(from) || !cost_s.ContainsKey(to)) return null;
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        var best = new Dictionary<string, double>(StringComparer.Ordinal) { [from] = 0 };
        var open = new PriorityQueue<string, double>();
        open.Enqueue(from, 0);
        while (open.TryDequeue(out var road, out var spent_s))
        {
            if (road == to) return Back(before, from, to);
            if (spent_s > best[road]) continue;
            foreach (var follower in next[road])
                if (cost_s.TryGetValue(follower, out var more) && spent_s + more < best.GetValueOrDefault(follower, double.MaxValue))
                {
                    (best[follower], before[follower]) = (spent_s + more, road);
                    open.Enqueue(follower, spent_s + more);
                }
        }
        return null;
    }

    static List<string> Back(Dictionary<string, string> before, string from, string to)
    {
        List<string> way = [to];
        while (way[^1] != from) way.Add(before[way[^1]]);
        way.Reverse();
        return way;
    }

    static string Edge(string lane) => lane[..lane.LastIndexOf('_')];
}
