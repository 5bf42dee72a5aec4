using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;
using Cardo.Storage;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin.NgsiLd;

/// <summary>
/// Statistics of a history by periods (clause 4.5.19). Numbers are aggregated by the series store itself; only texts,
/// booleans and distinctCount look at every sample.
/// </summary>
internal static class Aggregation
{
    const int MostPeriods = 100_000;
    const int MostSamples = 2_000_000;

    public static LdResult<IReadOnlyList<Statistics>> Over(Attribute now, AttributeHistory history, TemporalQuery time)
    {
        if (history.Newest is not { } newest) return System.Array.Empty<Statistics>();
        var from = time.FromUs;
        if (from == long.MinValue)
        {
            if (history.FirstUs is not { } first || first >= time.ToUs) return System.Array.Empty<Statistics>();
            from = first;
        }
        var to = Math.Min(time.ToUs, newest.AtUs + 1);
        if (to <= from) return System.Array.Empty<Statistics>();
        var end = time.ToUs == long.MaxValue ? to : time.ToUs;
        var scan = now.Value.Kind != ValueKind.Number || (time.Methods & Aggregations.DistinctCount) != 0;
        if (!Periods(from, to, end, time.Period).Try(out var periods, out var error)) return error;
        if (scan) return Scanned(history, from, to, periods);
        if (time.Period is { Months: 0 } fixedPeriod)
            return history.Aggregate(from, to, fixedPeriod.Us).Select(b => Statistics.Of(b, Math.Min(end, b.StartUs + fixedPeriod.Us))).ToArray();
        return periods.SelectMany(p => history.Aggregate(p.StartUs, Math.Min(p.EndUs, to), Math.Max(1, p.EndUs - p.StartUs)).Select(b => Statistics.Of(b, p.EndUs))).ToArray();
    }

    static LdResult<List<Statistics>> Periods(long from, long to, long end, LdPeriod? period)
    {
        if (period is not { } length) return new List<Statistics> { new(from, end) };
        var all = new List<Statistics>();
        for (long at = from, next; at < to; at = next)
        {
            next = length.After(at);
            if (all.Count == MostPeriods) return new LdError(LdErrorKind.TooComplexQuery, $"More than {MostPeriods} periods.", "aggrPeriodDuration");
            all.Add(new Statistics(at, Math.Min(next, end)));
        }
        return all;
    }

    static LdResult<IReadOnlyList<Statistics>> Scanned(AttributeHistory history, long from, long to, List<Statistics> periods)
    {
        var samples = history.Range(from, to, MostSamples + 1);
        if (samples.Count > MostSamples) return new LdError(LdErrorKind.TooComplexQuery, $"More than {MostSamples} instances would have to be looked at.", "aggrMethods");
        var at = 0;
        foreach (var sample in samples)
        {
            if (sample.Kind == SampleKind.Gone) continue;
            while (at < periods.Count - 1 && sample.AtUs >= periods[at].EndUs) at++;
            periods[at].Add(sample);
        }
        return periods.Where(p => p.Count > 0).ToArray();
    }

    public static void Write(Utf8JsonWriter to, Attribute attribute, IReadOnlyList<Statistics> periods, Aggregations methods, LdContext context)
    {
        to.WriteStartObject(context.CompactText(attribute.Name));
        to.WriteString("type"u8, attribute.Kind.ToString());
        Method(to, "totalCount", Aggregations.TotalCount, methods, periods, static (w, p) => w.WriteNumberValue(p.Count));
        Method(to, "distinctCount", Aggregations.DistinctCount, methods, periods, static (w, p) => w.WriteNumberValue(p.Distinct));
        Method(to, "sum", Aggregations.Sum, methods, periods, static (w, p) => Number(w, p, p.Sum));
        Method(to, "avg", Aggregations.Avg, methods, periods, static (w, p) => Number(w, p, p.Mean));
        Method(to, "min", Aggregations.Min, methods, periods, static (w, p) => Least(w, p, p.Min, p.MinText));
        Method(to, "max", Aggregations.Max, methods, periods, static (w, p) => Least(w, p, p.Max, p.MaxText));
        Method(to, "stddev", Aggregations.Stddev, methods, periods, static (w, p) => Number(w, p, p.Deviation));
        Method(to, "sumsq", Aggregations.Sumsq, methods, periods, static (w, p) => Number(w, p, p.SumSquares));
        to.WriteEndObject();
    }

    static void Method(Utf8JsonWriter to, string name, Aggregations method, Aggregations wanted, IReadOnlyList<Statistics> periods, Action<Utf8JsonWriter, Statistics> value)
    {
        if ((wanted & method) == 0) return;
        to.WriteStartArray(name);
        foreach (var period in periods)
        {
            to.WriteStartArray();
            value(to, period);
            to.WriteStringValue(LdTime.Format(period.StartUs));
            to.WriteStringValue(LdTime.Format(period.EndUs));
            to.WriteEndArray();
        }
        to.WriteEndArray();
    }

    static void Number(Utf8JsonWriter to, Statistics period, double number)
    {
        if (period.Numbers == 0 || !double.IsFinite(number)) to.WriteNullValue();
        else to.WriteNumberValue(number);
    }

    static void Least(Utf8JsonWriter to, Statistics period, double number, string? text)
    {
        if (period.Numbers > 0) to.WriteNumberValue(number);
        else if (text is not null) to.WriteStringValue(text);
        else to.WriteNullValue();
    }
}
