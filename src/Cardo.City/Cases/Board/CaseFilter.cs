using System.Numerics;

namespace Cardo.Cases.Board;

/// <summary>Looks at the cases of a page that hold; false ends the walk.</summary>
/// <param name="bits">a bit for each that holds; at least one</param>
internal delegate bool PageVisitor(SpotPage page, ReadOnlySpan<ulong> bits);

/// <summary>
/// A query made ready to be asked of a million cases: names are numbers, words are bytes, states are bits. What can be told of
/// many at once is asked first, and one by one only what is left.
/// </summary>
internal sealed class CaseFilter
{
    readonly CaseBoard board;
    readonly CaseQuery query;
    readonly ushort? service;
    readonly ushort[]? units;
    readonly byte[]? needle;
    readonly Wanted wanted;
    readonly bool each;
    readonly long nowUs;

    // A word compared a million times is a million words compared.
    enum Wanted : byte { Open, Waiting, Late, Escalated, Check, Done, Closed, All }

    /// <param name="units">whose cases; null for everybody's</param>
    public CaseFilter(CaseBoard board, CaseQuery query, IReadOnlySet<string>? units, long nowUs)
    {
        (this.board, this.query, this.nowUs) = (board, query, nowUs);
        wanted = Enum.TryParse<Wanted>(query.State, ignoreCase: true, out var state) ? state : Wanted.Open;
        service = query.Service is { Length: > 0 } code ? board.NumberOf(code) ?? ushort.MaxValue : null;
        this.units = units?.Select(board.NumberOf).OfType<ushort>().ToArray();
        if (query.Unit is { Length: > 0 } one) this.units = board.NumberOf(one) is { } number ? [number] : [];
        if (query.Text is { Length: > 0 } text) needle = CaseWords.Needle(Verbs.CheckReport.Clean(text));
        // The few that are open are looked at one by one, their words too.
        each = wanted is Wanted.Waiting or Wanted.Late or Wanted.Escalated or Wanted.Done || query.Inside is not null || (needle is not null && FewOnly);
    }

    bool FewOnly => wanted is not (Wanted.Closed or Wanted.All);

    /// <summary>Visits the pages with those that hold, in the order of numbers or against it. Stops when the visitor says false.</summary>
    public void Walk(PageVisitor visitor, bool newestFirst = true)
    {
        var told = needle is null || FewOnly ? null : board.Words.Find(needle);
        Span<ulong> bits = stackalloc ulong[SpotPage.Words];
        var pages = board.Pages;
        for (var k = 0; k < pages.Length; k++)
        {
            var i = newestFirst ? pages.Length - 1 - k : k;
            if (Holding(pages[i], i, told, bits) && !visitor(pages[i], bits)) return;
        }
    }

    /// <summary>Visits those that hold, the highest number first.</summary>
    public void Walk(SpotVisitor visitor) => Walk((page, bits) => page.Visit(bits, newestFirst: true, visitor));

    /// <summary>The bits of those that hold; whether there is any.</summary>
    bool Holding(SpotPage page, int number, ulong[]? told, Span<ulong> bits)
    {
        (wanted switch { Wanted.All => page.Live, Wanted.Check => page.Drawn, Wanted.Closed => page.Live, _ => page.Open }).CopyTo(bits);
        if (wanted == Wanted.Closed)
            for (var i = 0; i < bits.Length; i++) bits[i] &= ~page.Open[i];
        if (told is not null)
            for (var i = 0; i < bits.Length; i++) bits[i] &= number * SpotPage.Words + i < told.Length ? told[number * SpotPage.Words + i] : 0;
        if (!bits.ContainsAnyExcept(0UL)) return false;
        if (service is { } code) page.OfService(code, bits);
        if (units is not null) page.OfUnits(units, bits);
        if (each)
            for (var i = 0; i < bits.Length; i++)
                for (var left = bits[i]; left != 0; left &= left - 1)
                    if (!Holds(in page[i * 64 + BitOperations.TrailingZeroCount(left)])) bits[i] &= ~(left & ~(left - 1));
        return bits.ContainsAnyExcept(0UL);
    }

    bool Holds(in Spot spot) =>
        Is(spot) && (query.Inside is null || (spot.HasPlace && query.Inside(spot.Lon, spot.Lat))) && (needle is null || !FewOnly || board.Words.Holds(spot.Number, needle));

    bool Is(in Spot spot) => wanted switch
    {
        Wanted.Waiting => spot.Status == CaseStatus.Open,
        Wanted.Late => spot.Late(nowUs),
        Wanted.Escalated => spot.Level > 0,
        Wanted.Done => spot.Status == CaseStatus.Done,
        _ => true,
    };
}
