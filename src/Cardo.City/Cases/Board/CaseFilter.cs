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
    readonly long nowUs;

    /// <param name="units">whose cases; null for everybody's</param>
    public CaseFilter(CaseBoard board, CaseQuery query, IReadOnlySet<string>? units, long nowUs)
    {
        (this.board, this.query, this.nowUs) = (board, query, nowUs);
        service = query.Service is { Length: > 0 } code ? board.NumberOf(code) ?? ushort.MaxValue : null;
        this.units = units?.Select(board.NumberOf).OfType<ushort>().ToHashSet();
        if (query.Unit is { Length: > 0 } one) this.units = board.NumberOf(one) is { } number ? [number] : [];
        if (query.Text is { Length: > 0 } text) needle = CaseWords.Needle(Verbs.CheckReport.Clean(text));
    }

    /// <summary>Visits those that hold, the highest number first; looks at no more than it must. Stops when the visitor says false.</summary>
    public void Walk(SpotVisitor visitor)
    {
        bool Look(in Spot spot) => !Holds(in spot) || visitor(in spot);
        if (query.State == "check") board.VisitDrawn(Look);
        else board.Visit(openOnly: query.State is not ("closed" or "all"), newestFirst: true, Look);
    }

    bool Holds(in Spot spot) =>
        Is(spot) && (service is not { } wanted || spot.Service == wanted) && (units is null || units.Contains(spot.Unit))
        && (query.Inside is null || (spot.HasPlace && query.Inside(spot.Lon, spot.Lat)))
        && (needle is null || board.Words.Holds(spot.Number, needle));

    bool Is(in Spot spot) => query.State switch
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
