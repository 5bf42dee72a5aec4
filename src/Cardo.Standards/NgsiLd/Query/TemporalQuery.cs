using System.Globalization;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd.Query;

/// <summary>The aggregations of clause 4.5.19.</summary>
[Flags]
public enum Aggregations : ushort
{
    None = 0, TotalCount = 1, DistinctCount = 2, Sum = 4, Avg = 8, Min = 16, Max = 32, Stddev = 64, Sumsq = 128,
}

/// <summary>A temporal query (clauses 4.11 and 6.18): which instances, how many, or which statistics of them. Moments are microseconds since 1970.</summary>
public sealed record TemporalQuery
{
    public static readonly TemporalQuery All = new();

    /// <summary>Inclusive.</summary>
    public long FromUs { get; init; } = long.MinValue;

    /// <summary>Exclusive.</summary>
    public long ToUs { get; init; } = long.MaxValue;

    /// <summary>observedAt (the default), createdAt, modifiedAt or deletedAt.</summary>
    public string TimeProperty { get; init; } = "observedAt";

    /// <summary>Only the newest so many of each attribute; 0 for no such limit.</summary>
    public int LastN { get; init; }

    public Aggregations Methods { get; init; }

    /// <summary>The length of a period; null for one period over the whole range.</summary>
    public LdPeriod? Period { get; init; }

    public bool HasRange => FromUs != long.MinValue || ToUs != long.MaxValue;

    public bool Holds(long atUs) => atUs >= FromUs && atUs < ToUs;

    /// <param name="get">reads a query parameter, null when absent</param>
    /// <param name="needsTime">timerel must be there (querying; clause 5.7.4)</param>
    public static LdResult<TemporalQuery> Parse(Func<string, string?> get, bool needsTime)
    {
        var query = All;
        var timerel = get("timerel");
        if (timerel is null && (needsTime || get("timeAt") is not null || get("endTimeAt") is not null)) return LdError.Bad("A temporal query has timerel and timeAt.", "timerel");
        if (timerel is not null)
        {
            if (Range(query, timerel, get("timeAt"), get("endTimeAt")) is var ranged && !ranged.Try(out query!, out var error)) return error;
        }
        if (get("timeproperty") is { } property)
        {
            if (property is not ("observedAt" or "createdAt" or "modifiedAt" or "deletedAt")) return LdError.Bad("timeproperty is observedAt, createdAt, modifiedAt or deletedAt.", "timeproperty");
            query = query with { TimeProperty = property };
        }
        if (get("lastN") is { } lastN)
        {
            if (!int.TryParse(lastN, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n < 1) return LdError.Bad("lastN is a whole number of at least 1.", "lastN");
            query = query with { LastN = n };
        }
        return Aggregated(query, get("aggrMethods"), get("aggrPeriodDuration"));
    }

    static LdResult<TemporalQuery> Range(TemporalQuery query, string timerel, string? timeAt, string? endTimeAt)
    {
        if (timeAt is null || !LdTime.TryParse(timeAt, out var at)) return LdError.Bad("timeAt is a date and time like 2026-08-23T10:00:00Z.", "timeAt");
        switch (timerel)
        {
            case "before":
                return query with { ToUs = at };
            case "after":
                return query with { FromUs = at + 1 };
            case "between":
                if (endTimeAt is null || !LdTime.TryParse(endTimeAt, out var end)) return LdError.Bad("between has an endTimeAt.", "endTimeAt");
                if (end < at) return LdError.Bad("endTimeAt is before timeAt.", "endTimeAt");
                return query with { FromUs = at, ToUs = end };
            default:
                return LdError.Bad("timerel is before, after or between.", "timerel");
        }
    }

    static LdResult<TemporalQuery> Aggregated(TemporalQuery query, string? methods, string? period)
    {
        if (methods is not null)
        {
            foreach (var word in methods.Split(','))
            {
                if (!Enum.TryParse<Aggregations>(word, true, out var method) || method == Aggregations.None || char.IsAsciiDigit(word[0]))
                    return LdError.Bad("aggrMethods are totalCount, distinctCount, sum, avg, min, max, stddev and sumsq.", "aggrMethods");
                query = query with { Methods = query.Methods | method };
            }
        }
        if (period is null) return query;
        if (!LdPeriod.TryParse(period, out var length)) return LdError.Bad("aggrPeriodDuration is an ISO 8601 duration like PT1H or P1D.", "aggrPeriodDuration");
        return query with { Period = length.IsZero ? null : length };
    }
}
