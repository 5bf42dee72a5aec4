using System.Globalization;
using System.Text;
using Cardo.Cases;
using Cardo.Kernel;
using Cardo.Twin;

namespace Cardo.Indicators.Live;

/// <summary>The platform's own history as a panel, a row a thing (or department) and period: what <c>cardo index effect</c> reads.</summary>
internal static class PanelCsv
{
    public const int MostThings = 5_000, MostPeriods = 600, MostRows = 500_000;

    /// <summary>Means of an attribute by period: unit, period, value, samples, and the constant parts of the thing that tell groups apart.</summary>
    public static Outcome<string> Things(TwinDesk twin, string type, string attribute, Publishing by, long nowUs, TimeZoneInfo zone)
    {
        if (type.Length == 0 || attribute.Length == 0) return Refusal.Bad("panel-of-what", "Say of which type and which attribute: /score/panel.csv?type=AirQualityObserved&attribute=pm25&by=month.");
        var text = new StringBuilder("unit,period,value,samples\n");
        var (name, rows) = (Names.Default(attribute), 0);
        foreach (var entity in twin.OfType("", Names.Default(type)).Take(MostThings))
        {
            if (twin.History("", entity.Id, name) is not { FirstUs: { } first } history) continue;
            foreach (var (period, start, end) in Spans.Between(by, first, nowUs, zone, MostPeriods))
            {
                if (history.Aggregate(start, end, end - start) is not [{ Count: > 0 } bucket, ..]) continue;
                if (++rows > MostRows) return Refusal.TooLarge("panel-too-large", $"More than {MostRows:N0} rows; ask by month or year.");
                text.Append(CultureInfo.InvariantCulture, $"{Cell(entity.Id)},{period},{bucket.Mean:R},{bucket.Count}\n");
            }
        }
        return rows > 0 ? text.ToString() : Refusal.NotFound("panel-empty", $"There is no history of {attribute} of any {type}.");
    }

    /// <summary>Cases by department and period of the report: reported, closed by now, median hours.</summary>
    public static Outcome<string> Cases(CaseDesk desk, Publishing by, long nowUs, TimeZoneInfo zone)
    {
        var facts = desk.Facts(0, nowUs);
        if (facts.Count == 0) return Refusal.NotFound("panel-empty", "There are no cases yet.");
        var text = new StringBuilder("unit,period,reported,closed,median_hours\n");
        foreach (var (period, start, end) in Spans.Between(by, facts.Min(f => f.OpenedUs), nowUs, zone, MostPeriods))
            foreach (var unit in facts.Where(f => f.OpenedUs >= start && f.OpenedUs < end).GroupBy(f => f.Unit).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var median = CaseDesk.MedianTime(unit.Select(f => (((f.OpenAt(nowUs) ? nowUs : f.ClosedUs) - f.OpenedUs) / (double)Instants.HourUs, !f.OpenAt(nowUs))));
                text.Append(CultureInfo.InvariantCulture, $"{(unit.Key.Length > 0 ? Cell(unit.Key) : "nobody")},{period},{unit.Count()},{unit.Count(f => !f.OpenAt(nowUs))},{median?.ToString("R", CultureInfo.InvariantCulture)}\n");
            }
        return text.ToString();
    }

    public static string Cell(string text) => text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
