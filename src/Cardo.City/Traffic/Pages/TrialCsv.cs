using System.Globalization;
using System.Text;

namespace Cardo.Traffic.Pages;

/// <summary>A result as CSV (RFC 4180): the measures, then the roads, told apart by their first column.</summary>
internal static class TrialCsv
{
    public static string Of(TryResult result)
    {
        var text = new StringBuilder("kind,id,name,unit,today,today_half,change,change_half,difference,difference_half\r\n");
        foreach (var m in result.Measures) Row(text, "measure", m.Id, "", m.Unit, m.Today, m.Change, m.Difference);
        foreach (var r in result.Roads) Row(text, "road", r.Edge, r.Street ?? "", "s", new Spread(r.Today_s, null), new Spread(r.Change_s, null), r.Difference);
        return text.ToString();
    }

    static void Row(StringBuilder text, string kind, string id, string name, string unit, Spread today, Spread change, Spread difference) =>
        text.AppendJoin(',', [kind, Cell(id), Cell(name), unit, N(today.Mean), N(today.Half), N(change.Mean), N(change.Half), N(difference.Mean), N(difference.Half)]).Append("\r\n");

    static string N(double? n) => n?.ToString(CultureInfo.InvariantCulture) ?? "";

    // A cell that a spreadsheet would take for a formula is kept a text.
    static string Cell(string text)
    {
        if (text.Length > 0 && "=+-@\t".Contains(text[0])) text = "'" + text;
        return text.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
