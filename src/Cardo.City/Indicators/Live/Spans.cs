using System.Globalization;
using Cardo.Kernel;

namespace Cardo.Indicators.Live;

/// <summary>Days, weeks, months, quarters and years by the city's calendar.</summary>
internal static class Spans
{
    /// <summary>A local moment as microseconds since 1970; where clocks are put forward over it, the moment after.</summary>
    public static long Start(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return Instants.FromDateTimeOffset(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }

    /// <summary>The last span that is over: its name (2026-04, 2026-Q1, 2026-W17, 2025) and [start, end).</summary>
    public static (string Name, long StartUs, long EndUs) Last(Publishing publish, long nowUs, TimeZoneInfo zone)
    {
        var today = TimeZoneInfo.ConvertTime(Instants.ToDateTimeOffset(nowUs), zone).Date;
        var end = publish switch
        {
            Publishing.Weekly => today.AddDays(-(((int)today.DayOfWeek + 6) % 7)),
            Publishing.Monthly => new DateTime(today.Year, today.Month, 1),
            Publishing.Quarterly => new DateTime(today.Year, (today.Month - 1) / 3 * 3 + 1, 1),
            Publishing.Yearly => new DateTime(today.Year, 1, 1),
            _ => today,
        };
        var start = publish switch { Publishing.Weekly => end.AddDays(-7), Publishing.Monthly => end.AddMonths(-1), Publishing.Quarterly => end.AddMonths(-3), Publishing.Yearly => end.AddYears(-1), _ => end.AddDays(-1) };
        return (Name(publish, start), Start(start, zone), Start(end, zone));
    }

    /// <summary>All spans that touch [from, to), oldest first, at most <paramref name="most"/>.</summary>
    public static IReadOnlyList<(string Name, long StartUs, long EndUs)> Between(Publishing by, long fromUs, long toUs, TimeZoneInfo zone, int most)
    {
        List<(string, long, long)> spans = [];
        for (var at = toUs + (by == Publishing.Yearly ? 367 : by == Publishing.Monthly ? 32 : 1) * 24L * Instants.HourUs; spans.Count < most;)
        {
            var span = Last(by, at, zone);
            if (span.EndUs <= fromUs) break;
            if (span.StartUs < toUs) spans.Add(span);
            at = span.EndUs - 1;
        }
        spans.Reverse();
        return spans;
    }

    static string Name(Publishing publish, DateTime start) => publish switch
    {
        Publishing.Weekly => $"{ISOWeek.GetYear(start).ToString("0000", CultureInfo.InvariantCulture)}-W{ISOWeek.GetWeekOfYear(start).ToString("00", CultureInfo.InvariantCulture)}",
        Publishing.Monthly => start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        Publishing.Quarterly => string.Create(CultureInfo.InvariantCulture, $"{start.Year}-Q{(start.Month + 2) / 3}"),
        Publishing.Yearly => start.ToString("yyyy", CultureInfo.InvariantCulture),
        _ => start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
