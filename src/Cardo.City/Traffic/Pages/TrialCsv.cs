using System.Text;
using Cardo.Ui;

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
        text.AppendJoin(',', [kind, Csv.Cell(id), Csv.Cell(name), unit, Csv.Cell(today.Mean), Csv.Cell(today.Half), Csv.Cell(change.Mean), Csv.Cell(change.Half), Csv.Cell(difference.Mean), Csv.Cell(difference.Half)]).Append("\r\n");
}
