using Cardo.Indicators.Maths;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Indicators.Live;

/// <summary>What a formula makes of entities at a moment. Pure: the same entities give the same value and rows.</summary>
internal static class Evaluate
{
    /// <summary>Rows kept to be shown; all are counted.</summary>
    public const int MaxRows = 2000;

    public static LiveValue Of(LiveFormula formula, IEnumerable<Entity> entities, long nowUs)
    {
        var name = formula.Attribute.Length > 0 ? Names.Default(formula.Attribute) : "";
        var oldest = double.IsInfinity(formula.Within_h) ? long.MinValue : nowUs - (long)(formula.Within_h * 3600e6);
        List<LiveRow> rows = [];
        List<double> values = [];
        var (asked, hits) = (0, 0);
        long? first = null, last = null;
        foreach (var entity in entities)
        {
            asked++;
            var (value, text, atUs, there) = formula.Kind switch
            {
                LiveKind.Count => (1, null, null, true),
                LiveKind.Fresh => Heard(entity, oldest),
                _ => Read(entity.Find(name), formula, oldest),
            };
            if (there)
            {
                values.Add(value);
                if (formula.Kind is LiveKind.Share && Holds(formula, value, text)) hits++;
                if (atUs is { } at) (first, last) = (Math.Min(first ?? at, at), Math.Max(last ?? at, at));
            }
            if (rows.Count < MaxRows) rows.Add(new LiveRow(entity.Id, value, text, atUs, there));
        }
        var found = formula.Kind switch
        {
            LiveKind.Count => asked,
            LiveKind.Fresh => asked == 0 ? double.NaN : 100.0 * values.Count / asked,
            _ when values.Count == 0 => double.NaN,
            LiveKind.Share => 100.0 * hits / values.Count,
            LiveKind.Median => Moments.Median([.. values]),
            LiveKind.Sum => values.Sum(),
            LiveKind.Least => values.Min(),
            LiveKind.Most => values.Max(),
            _ => values.Average(),
        };
        // Things that are not heard are what a share of those heard is about: all of them were asked and answered for.
        var counted = formula.Kind == LiveKind.Fresh ? asked : values.Count;
        return new LiveValue(found / formula.Per, asked, counted, first, last, rows);
    }

    static (double, string?, long?, bool) Heard(Entity entity, long oldest)
    {
        var newest = entity.Attributes.Where(a => a.ObservedAtUs != Attribute.NoTime).Select(a => (long?)a.ObservedAtUs).Max();
        return (newest is { } at && at >= oldest ? 1 : 0, null, newest, newest >= oldest);
    }

    static (double, string?, long?, bool) Read(Attribute? attribute, LiveFormula formula, long oldest)
    {
        if (attribute is null) return (double.NaN, null, null, false);
        long? at = attribute.ObservedAtUs != Attribute.NoTime ? attribute.ObservedAtUs : null;
        var (value, text) = (attribute.Value.Number, attribute.Value.Kind is ValueKind.Text or ValueKind.Bool ? attribute.Value.ToString() : null);
        var usable = formula.Is is not null ? text is not null || !double.IsNaN(value) : !double.IsNaN(value);
        // A reading that its instrument or the city doubts is shown and not counted.
        return (value, text, at, usable && attribute.Doubts == 0 && (at ?? long.MaxValue) >= oldest);
    }

    static bool Holds(LiveFormula formula, double value, string? text) => formula.Is is { } wanted
        ? string.Equals(text ?? value.ToString(System.Globalization.CultureInfo.InvariantCulture), wanted, StringComparison.Ordinal)
        : !(value <= formula.Above) && !(value >= formula.Below);
}
