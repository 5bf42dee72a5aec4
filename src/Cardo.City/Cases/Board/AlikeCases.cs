namespace Cardo.Cases.Board;

/// <summary>Open cases that may all be about one thing.</summary>
/// <param name="Numbers">the oldest first: what the others would be joined into</param>
/// <param name="Scores">for each, how alike it is to the one of them it is most like, 0 to 1</param>
public sealed record AlikeGroup(IReadOnlyList<long> Numbers, IReadOnlyDictionary<long, double> Scores)
{
    public double Best => Scores.Values.Max();
}

/// <summary>Puts the latest open cases together that may be the same: each with those of before that are likely, and what these are likely with.</summary>
internal static class AlikeCases
{
    const int Latest = 300, MostInGroup = 20;

    /// <param name="units">whose cases; null for all</param>
    public static IReadOnlyList<AlikeGroup> Find(CaseDesk desk, IReadOnlySet<string>? units, int most)
    {
        var wanted = units?.Select(desk.Board.NumberOf).OfType<ushort>().ToHashSet();
        var latest = new List<long>();
        desk.Board.Visit(openOnly: true, newestFirst: true, (in spot) =>
        {
            if (spot.HasPlace && (wanted is null || wanted.Contains(spot.Unit))) latest.Add(spot.Number);
            return latest.Count < Latest;
        });
        var own = Sketches.Read(desk.Db, latest);
        var around = latest.Where(own.ContainsKey).Select(n => (Number: n, Found: Duplicates.Around(desk.Board, own[n], n))).ToList();
        var others = Sketches.Read(desk.Db, [.. around.SelectMany(a => a.Found.Near).Select(l => l.Number).Distinct().Where(n => !own.ContainsKey(n))]);
        var all = own.Concat(others).ToDictionary(p => p.Key, p => p.Value);
        var links = new List<(long A, long B, double Score)>();
        foreach (var (number, found) in around)
            links.AddRange(Duplicates.Score(desk.Alike, all[number], found.Near, found.Crowd, all, 5).Select(l => (number, l.Number, l.Score)));
        return [.. Groups(links).Where(g => g.Numbers.Count > 1).OrderByDescending(g => g.Best).ThenBy(g => g.Numbers[0]).Take(most)];
    }

    /// <summary>The strongest links first; a group that would grow beyond what one can look through stays as it is.</summary>
    internal static IEnumerable<AlikeGroup> Groups(IEnumerable<(long A, long B, double Score)> links)
    {
        var groups = new Dictionary<long, SortedSet<long>>();
        var best = new Dictionary<long, double>();
        foreach (var (a, b, score) in links.OrderByDescending(l => l.Score).ThenBy(l => l.A).ThenBy(l => l.B))
        {
            var (one, other) = (Of(a), Of(b));
            if (one != other)
            {
                if (one.Count + other.Count > MostInGroup) continue;
                one.UnionWith(other);
                foreach (var number in other) groups[number] = one;
            }
            best[a] = Math.Max(best.GetValueOrDefault(a), score);
            best[b] = Math.Max(best.GetValueOrDefault(b), score);
        }
        return groups.Values.Distinct().Select(g => new AlikeGroup([.. g], g.ToDictionary(n => n, n => best.GetValueOrDefault(n))));

        SortedSet<long> Of(long number) => groups.TryGetValue(number, out var known) ? known : groups[number] = [number];
    }
}
