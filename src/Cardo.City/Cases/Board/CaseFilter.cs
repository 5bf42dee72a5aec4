namespace Cardo.Cases.Board;

/// <summary>
/// A query made ready to be asked of a million cases: names are numbers, words are bytes, and what is cheap is asked first.
/// </summary>
internal sealed class CaseFilter
{
    readonly CaseBoard board;
    readonly CaseQuery query;
    readonly ushort? service;
    readonly HashSet<ushort>? units;
    readonly byte[]? needle;
    readonly Wanted wanted;
    readonly bool openOnly;
    readonly long nowUs;
    ulong[]? told;

    // A word compared a million times is a million words compared.
    enum Wanted : byte { Open, Waiting, Late, Escalated, Check, Done, Closed, All }

    /// <param name="units">whose cases; null for everybody's</param>
    public CaseFilter(CaseBoard board, CaseQuery query, IReadOnlySet<string>? units, long nowUs)
    {
        (this.board, this.query, this.nowUs) = (board, query, nowUs);
        wanted = Enum.TryParse<Wanted>(query.State, ignoreCase: true, out var state) ? state : Wanted.Open;
        openOnly = wanted is not (Wanted.Closed or Wanted.All);
        service = query.Service is { Length: > 0 } code ? board.NumberOf(code) ?? ushort.MaxValue : null;
        this.units = units?.Select(board.NumberOf).OfType<ushort>().ToHashSet();
        if (query.Unit is { Length: > 0 } one) this.units = board.NumberOf(one) is { } number ? [number] : [];
        if (query.Text is { Length: > 0 } text) needle = CaseWords.Needle(Verbs.CheckReport.Clean(text));
    }

    /// <summary>Visits those that hold, the highest number first; looks at no more than it must. Stops when the visitor says false.</summary>
    public void Walk(SpotVisitor visitor)
    {
        bool Look(in Spot spot) => !Holds(in spot) || visitor(in spot);
        // All of a million are looked through together, the few that are open one by one.
        told = needle is null || openOnly ? null : board.Words.Find(needle);
        if (wanted == Wanted.Check) board.VisitDrawn(Look);
        else board.Visit(openOnly, newestFirst: true, Look);
    }

    bool Holds(in Spot spot) =>
        Is(spot) && (service is not { } code || spot.Service == code) && (units is null || units.Contains(spot.Unit))
        && (query.Inside is null || (spot.HasPlace && query.Inside(spot.Lon, spot.Lat)))
        && (needle is null || Said(spot.Number));

    bool Said(long number) => told is null ? board.Words.Holds(number, needle) : number / 64 < told.Length && (told[number / 64] >> (int)(number % 64) & 1) != 0;

    bool Is(in Spot spot) => wanted switch
    {
        Wanted.Waiting => spot.Status == CaseStatus.Open,
        Wanted.Late => spot.Late(nowUs),
        Wanted.Escalated => spot.Level > 0,
        Wanted.Check => spot.Check == 1,
        Wanted.Done => spot.Status == CaseStatus.Done,
        Wanted.Closed => spot.Status == CaseStatus.Closed,
        Wanted.All => spot.Status != CaseStatus.Joined,
        _ => true,
    };
}
