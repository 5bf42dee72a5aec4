using System.Collections.Concurrent;
using Cardo.Cases.Learning;

namespace Cardo.Cases.Board;

/// <summary>Open cases that may all be about one thing.</summary>
/// <param name="Numbers">the oldest first: what the others would be joined into</param>
/// <param name="Scores">for each, how alike it is to the one of them it is most like, 0 to 1</param>
public sealed record AlikeGroup(IReadOnlyList<long> Numbers, IReadOnlyDictionary<long, double> Scores)
{
    public double Best => Scores.Values.Max();
}

/// <summary>
/// Puts the latest open cases together that may be the same: each with those of before that are likely, and what these are
/// likely with. What one is likely with is kept until something changes around it: of three hundred that is true for a few.
/// </summary>
internal sealed class AlikeCases(CaseDesk desk)
{
    const int Latest = 300, MostLinks = 5, MostInGroup = 20, MostKept = 4_096;

    readonly ConcurrentDictionary<long, Links> kept = [];

    sealed record Links(long Around, DuplicateScore By, IReadOnlyList<Likely> Found);

    /// <param name="units">whose cases; null for all</param>
    public IReadOnlyList<AlikeGroup> Find(IReadOnlySet<string>? units, int most)
    {
        var wanted = units?.Select(desk.Board.NumberOf).OfType<ushort>().ToHashSet();
        var latest = new List<long>();
        desk.Board.Visit(openOnly: true, newestFirst: true, (in spot) =>
        {
            if (spot.HasPlace && (wanted is null || wanted.Contains(spot.Unit))) latest.Add(spot.Number);
            return latest.Count < Latest;
        });
        Look(latest);
        var links = latest.SelectMany(n => kept.TryGetValue(n, out var there) ? there.Found.Select(l => (n, l.Number, l.Score)) : []);
        return [.. Groups(links).Where(g => g.Numbers.Count > 1).OrderByDescending(g => g.Best).ThenBy(g => g.Numbers[0]).Take(most)];
    }

    // Those whose surroundings changed since they were looked at.
    void Look(List<long> latest)
    {
        if (kept.Count > MostKept) kept.Clear();
        var by = desk.Alike;
        var stale = new Dictionary<long, long>();
        foreach (var number in latest)
        {
            var spot = desk.Board.Find(number);
            var changes = desk.Board.ChangesAround(spot.Lon, spot.Lat, PairFeatures.MaxDistance_m);
            if (!kept.TryGetValue(number, out var known) || known.Around != changes || known.By != by) stale[number] = changes;
        }
        var own = desk.Sketched.Read(stale.Keys);
        var around = own.Keys.Select(n => (Number: n, Found: Duplicates.Around(desk.Board, own[n], n))).ToList();
        var others = desk.Sketched.Read([.. around.SelectMany(a => a.Found.Near).Select(l => l.Number).Distinct()]);
        foreach (var (number, found) in around)
            kept[number] = new Links(stale[number], by, Duplicates.Score(desk, own[number], found.Near, found.Crowd, others, MostLinks));
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
