using Cardo.Indicators.Maths;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;

namespace Cardo.Indicators.Live;

/// <summary>What a formula makes of rows. Pure: the same rows give the same value.</summary>
internal static class Evaluate
{
    /// <summary>Rows kept to be shown; all are counted.</summary>
    public const int MaxRows = 2000;

    public static LiveValue Of(LiveFormula formula, IEnumerable<Entity> entities, long nowUs) => Combine(formula, entities.Select(e => ReadThings.Now(formula, e, nowUs)));

    public static LiveValue Combine(LiveFormula formula, IEnumerable<LiveRow> all, double? instead = null)
    {
        List<LiveRow> rows = [];
        List<double> values = [];
        var (asked, hits, carried) = (0, 0, 0);
        long? first = null, last = null;
        foreach (var row in all)
        {
            asked++;
            if (rows.Count < MaxRows) rows.Add(row);
            if (!row.Counted) continue;
            values.Add(row.Value);
            if (row.Carried) carried++;
            if (formula.Kind is LiveKind.Share && Holds(formula, row)) hits++;
            if (row.AtUs is { } at) (first, last) = (Math.Min(first ?? at, at), Math.Max(last ?? at, at));
        }
        var found = instead ?? formula.Kind switch
        {
            LiveKind.Count => formula.Source == LiveSource.Things ? asked : values.Count(v => v != 0),
            LiveKind.Fresh => asked == 0 ? double.NaN : 100.0 * values.Count / asked,
            _ when values.Count == 0 => double.NaN,
            LiveKind.Share => 100.0 * hits / values.Count,
            LiveKind.Median => Moments.Median([.. values]),
            LiveKind.Sum => values.Sum(),
            LiveKind.Least => values.Min(),
            LiveKind.Most => values.Max(),
            LiveKind.Latest => values[^1],
            _ => values.Average(),
        };
        // Things that are not heard are what a share of those heard is about: all of them were asked and answered for.
        var counted = formula.Kind == LiveKind.Fresh ? asked : values.Count;
        return new LiveValue(found / formula.Per, asked, counted, first, last, rows)
        {
            Imputed = values.Count == 0 ? 0 : carried / (double)values.Count,
            GoodUntilUs = Until(formula, rows, asked),
        };
    }

    // The next moment at which a counted reading has grown too old, or one that could be carried.
    static long Until(LiveFormula formula, List<LiveRow> rows, int asked)
    {
        if (formula.Source != LiveSource.Things || double.IsInfinity(formula.Within_h)) return long.MaxValue;
        if (asked > rows.Count) return 0;
        var until = long.MaxValue;
        foreach (var row in rows)
            if (row.Counted && row.AtUs is { } at) until = Math.Min(until, at + Us(row.Carried ? formula.Carry_h : formula.Within_h));
        return until;
    }

    public static long Us(double hours) => (long)(hours * Instants.HourUs);

    static bool Holds(LiveFormula formula, LiveRow row) => formula.Is is { } wanted
        ? string.Equals(row.Text ?? row.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), wanted, StringComparison.Ordinal)
        : double.IsNaN(formula.Above) && double.IsNaN(formula.Below) ? row.Value != 0 : !(row.Value <= formula.Above) && !(row.Value >= formula.Below);
}
