using System.Numerics;

namespace Cardo.Cases.Board;

/// <summary>Which cases are asked for.</summary>
/// <param name="State">open, waiting (nobody has it), late, escalated, done (unproven), closed or all</param>
/// <param name="Sort">due, opened or updated; "-" before it for downwards</param>
/// <param name="Inside">whether a place (degrees) is wanted; null: anywhere</param>
/// <param name="Text">a part of what was said or of the address, in capitals or not; null or empty: anything</param>
public sealed record CaseQuery(string State, string? Service, string? Unit, string Sort, int Offset, int Limit, Func<double, double, bool>? Inside = null, string? Text = null);

/// <summary>What the desk must look at first.</summary>
/// <param name="Waiting">nobody has them</param>
public sealed record Tally(int Waiting, int Late, int Escalated);

/// <summary>Lists and maps from the board.</summary>
internal static class ListCases
{
    public static readonly string[] States = ["open", "waiting", "late", "escalated", "done", "check", "closed", "all"];
    public static readonly string[] Sorts = ["due", "opened", "updated"];

    /// <summary>Who wants more than this filters instead of turning pages.</summary>
    const int MostOffset = 20_000;

    /// <summary>Numbers of one page, and how many there are in all.</summary>
    public static (IReadOnlyList<long> Numbers, int Total) Run(CaseBoard board, CaseQuery query, IReadOnlySet<string>? units, long nowUs)
    {
        var filter = new CaseFilter(board, query, units, nowUs);
        var (down, opened, updated) = (query.Sort.StartsWith('-'), query.Sort.EndsWith("opened", StringComparison.Ordinal), query.Sort.EndsWith("updated", StringComparison.Ordinal));
        // Only a page is wanted, so only what may stand on it is kept: the worst of the best so far is on top and goes first.
        var most = Math.Min(query.Offset, MostOffset) + query.Limit;
        var best = new PriorityQueue<long, (long Key, long Number)>(Comparer<(long Key, long Number)>.Create((a, b) => a.Key != b.Key ? b.Key.CompareTo(a.Key) : a.Number.CompareTo(b.Number)));
        var total = 0;
        var worst = long.MaxValue;
        // Moments rise with numbers, nearly: where the walk begins at the list's own end, most pages after the first are only counted.
        filter.Walk((page, bits) =>
        {
            foreach (var word in bits) total += BitOperations.PopCount(word);
            // What can't stand on the page is counted and not looked at.
            return most == 0 || (best.Count == most && Best(page) > worst) || page.Visit(bits, newestFirst: down, Take);
        }, newestFirst: down);
        bool Take(in Spot spot)
        {
            var key = opened ? spot.OpenedUs : updated ? spot.UpdatedUs : spot.SortDueUs;
            if (down) key = -key;
            if (best.Count < most) best.Enqueue(spot.Number, (key, spot.Number));
            else if (key <= worst) best.EnqueueDequeue(spot.Number, (key, spot.Number));
            else return true;
            if (best.Count == most && best.TryPeek(out _, out var top)) worst = top.Key;
            return true;
        }
        long Best(SpotPage page) => opened ? down ? -page.LastOpenedUs : page.FirstOpenedUs : updated ? down ? -page.LastUpdatedUs : page.FirstUpdatedUs : down ? -page.LastDueUs : page.FirstDueUs;
        var numbers = new long[best.Count];
        for (var i = numbers.Length - 1; i >= 0; i--) numbers[i] = best.Dequeue();
        return ([.. numbers.Skip(Math.Min(query.Offset, MostOffset))], total);
    }

    /// <summary>What waits, is late and was escalated, in one walk.</summary>
    public static Tally Count(CaseBoard board, IReadOnlySet<string>? units, long nowUs)
    {
        var filter = new CaseFilter(board, new CaseQuery("open", null, null, "due", 0, 0), units, nowUs);
        int waiting = 0, late = 0, escalated = 0;
        filter.Walk((in Spot spot) =>
        {
            if (spot.Status == CaseStatus.Open) waiting++;
            if (spot.Late(nowUs)) late++;
            if (spot.Level > 0) escalated++;
            return true;
        });
        return new Tally(waiting, late, escalated);
    }
}
