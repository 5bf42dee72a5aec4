namespace Cardo.Cases.Board;

/// <summary>Which cases are asked for.</summary>
/// <param name="State">open, waiting (nobody has it), late, escalated, done (unproven), closed or all</param>
/// <param name="Sort">due, opened or updated; "-" before it for downwards</param>
/// <param name="Inside">whether a place (degrees) is wanted; null: anywhere</param>
public sealed record CaseQuery(string State, string? Service, string? Unit, string Sort, int Offset, int Limit, Func<double, double, bool>? Inside = null);

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
        var service = query.Service is { Length: > 0 } code ? board.NumberOf(code) ?? ushort.MaxValue : (ushort?)null;
        var wanted = units?.Select(board.NumberOf).OfType<ushort>().ToHashSet();
        if (query.Unit is { Length: > 0 } one) wanted = board.NumberOf(one) is { } number ? [number] : [];
        var sort = query.Sort.TrimStart('-');
        var down = query.Sort.StartsWith('-');
        // Only a page is wanted, so only what may stand on it is kept: the worst of the best so far is on top and goes first.
        var most = Math.Min(query.Offset, MostOffset) + query.Limit;
        var best = new PriorityQueue<long, (long Key, long Number)>(Comparer<(long Key, long Number)>.Create((a, b) => a.Key != b.Key ? b.Key.CompareTo(a.Key) : a.Number.CompareTo(b.Number)));
        var total = 0;
        bool Take(Spot spot)
        {
            if (!Is(spot, query.State, nowUs) || (service is not null && spot.Service != service) || (wanted is not null && !wanted.Contains(spot.Unit))
                || (query.Inside is not null && !(spot.HasPlace && query.Inside(spot.Lon, spot.Lat)))) return true;
            total++;
            if (most == 0) return true;
            var key = sort switch { "opened" => spot.OpenedUs, "updated" => spot.UpdatedUs, _ => spot.DueUs == 0 ? long.MaxValue : spot.DueUs };
            if (best.Count < most) best.Enqueue(spot.Number, (down ? -key : key, spot.Number));
            else best.EnqueueDequeue(spot.Number, (down ? -key : key, spot.Number));
            return true;
        }
        if (query.State == "check") board.VisitDrawn(Take);
        else board.Visit(openOnly: query.State is not ("closed" or "all"), newestFirst: true, Take);
        var numbers = new long[best.Count];
        for (var i = numbers.Length - 1; i >= 0; i--) numbers[i] = best.Dequeue();
        return ([.. numbers.Skip(Math.Min(query.Offset, MostOffset))], total);
    }

    static bool Is(Spot spot, string state, long nowUs) => state switch
    {
        "waiting" => spot.Status == CaseStatus.Open,
        "late" => spot.Late(nowUs),
        "escalated" => spot.Level > 0,
        "check" => spot.Check == 1,
        "done" => spot.Status == CaseStatus.Done,
        "closed" => spot.Status == CaseStatus.Closed,
        "all" => spot.Status != CaseStatus.Joined,
        _ => true,
    };
}
