using System.Globalization;

namespace Cardo.Indicators.Files;

/// <summary>
/// Times as files write them: numbers (years, rounds), months (2026-03), quarters (2026-Q1) or days (2026-03-05), one kind
/// a column. Months and quarters count from year 0, days from the first of January of year 1, so that equal steps are equal.
/// </summary>
internal sealed class Calendar
{
    enum Kind { Number, Month, Quarter, Day }

    readonly Kind kind;

    Calendar(Kind kind) => this.kind = kind;

    /// <summary>What all of these are; null when they are not all of one kind.</summary>
    public static Calendar? Of(IEnumerable<string> cells)
    {
        var distinct = cells.Distinct().ToList();
        foreach (var kind in Enum.GetValues<Kind>())
            if (new Calendar(kind) is var times && distinct.Count > 0 && distinct.TrueForAll(c => !double.IsNaN(times.Read(c)))) return times;
        return null;
    }

    /// <summary>NaN when it is not one of this kind.</summary>
    public double Read(string cell)
    {
        var invariant = CultureInfo.InvariantCulture;
        switch (kind)
        {
            case Kind.Number: return double.TryParse(cell, NumberStyles.Float, invariant, out var number) && double.IsFinite(number) ? number : double.NaN;
            case Kind.Month: return DateOnly.TryParseExact(cell, "yyyy-MM", invariant, DateTimeStyles.None, out var month) ? month.Year * 12 + month.Month - 1 : double.NaN;
            case Kind.Quarter: return cell is [_, _, _, _, '-', 'Q', >= '1' and <= '4'] && int.TryParse(cell[..4], NumberStyles.None, invariant, out var year) ? year * 4 + (cell[6] - '1') : double.NaN;
            default: return DateOnly.TryParseExact(cell, "yyyy-MM-dd", invariant, DateTimeStyles.None, out var day) ? day.DayNumber : double.NaN;
        }
    }

    /// <summary>As the file writes it: a number, or text.</summary>
    public object Label(double time) => kind switch
    {
        Kind.Number => time,
        Kind.Month => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time / 12):0000}-{time % 12 + 1:00}"),
        Kind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time / 4):0000}-Q{time % 4 + 1:0}"),
        _ => DateOnly.FromDayNumber((int)time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    public string Text(double time) => Convert.ToString(Label(time), CultureInfo.InvariantCulture)!;

    /// <summary>A column of times, every cell needed; null (and said) when they are not all of one kind.</summary>
    public static (Calendar Calendar, double[] Values)? Column(Table table, string column, Faults faults)
    {
        var cells = Enumerable.Range(0, table.Count).Select(r => table.Text(r, column)).ToArray();
        if (Of(cells) is { } times) return (times, Array.ConvertAll(cells, times.Read));
        // The kind most cells are of is what the others were meant to be.
        var likely = Of(cells.Where(c => !Table.IsMissing(c)).Take(1)) ?? new Calendar(Kind.Number);
        for (var r = 0; r < cells.Length; r++)
            if (double.IsNaN(likely.Read(cells[r]))) faults.Say($"{table.Place(r, column)}: \"{cells[r]}\" is not a time; numbers, months (2026-03), quarters (2026-Q1) or days (2026-03-05) are, one kind a column.");
        return null;
    }
}
