namespace Cardo.Cases.Board;

/// <summary>Which cases are asked for.</summary>
/// <param name="State">open, waiting (nobody has it), late, done (unproven), closed or all</param>
/// <param name="Sort">due, opened or updated; "-" before it for downwards</param>
public sealed record CaseQuery(string State, string? Service, string? Unit, string Sort, int Offset, int Limit);

/// <summary>Lists and maps from the board.</summary>
internal static class ListCases
{
    public static readonly string[] States = ["open", "waiting", "late", "done", "closed", "all"];
    public static readonly string[] Sorts = ["due", "opened", "updated"];

    /// <summary>Numbers of one page, and how many there are in all.</summary>
    public static (IReadOnlyList<long> Numbers, int Total) Run(CaseBoard board, CaseQuery query, IReadOnlySet<string>? units, long nowUs)
    {
        var service = query.Service is { Length: > 0 } code ? board.NumberOf(code) ?? ushort.MaxValue : (ushort?)null;
        var wanted = units?.Select(board.NumberOf).OfType<ushort>().ToHashSet();
        if (query.Unit is { Length: > 0 } one) wanted = board.NumberOf(one) is { } number ? [number] : [];
        var found = new List<(long Number, long Key)>();
        var sort = query.Sort.TrimStart('-');
        board.Visit(openOnly: query.State is not ("closed" or "all"), newestFirst: true, spot =>
        {
            if (Is(spot, query.State, nowUs) && (service is null || spot.Service == service) && (wanted is null || wanted.Contains(spot.Unit)))
                found.Add((spot.Number, sort switch { "opened" => spot.OpenedUs, "updated" => spot.UpdatedUs, _ => spot.DueUs == 0 ? long.MaxValue : spot.DueUs }));
            return true;
        });
        var down = query.Sort.StartsWith('-');
        found.Sort((a, b) => a.Key != b.Key ? (down ? b.Key.CompareTo(a.Key) : a.Key.CompareTo(b.Key)) : b.Number.CompareTo(a.Number));
        return ([.. found.Skip(query.Offset).Take(query.Limit).Select(f => f.Number)], found.Count);
    }

    static bool Is(Spot spot, string state, long nowUs) => state switch
    {
        "waiting" => spot.Status == CaseStatus.Open,
        "late" => spot.Late(nowUs),
        "done" => spot.Status == CaseStatus.Done,
        "closed" => spot.Status == CaseStatus.Closed,
        "all" => spot.Status != CaseStatus.Joined,
        _ => true,
    };
}
