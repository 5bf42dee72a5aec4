using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;

namespace Cardo.Twin.Indexes;

/// <summary>
/// Where a value stands in an index. Numbers stand in steps of about a quarter of a percent, in their order; texts by a
/// hash. What an index gives is looked at again anyway, so near is enough, and a value that hardly moved stays where it is.
/// </summary>
internal static class ValueKey
{
    const long Numbers = 0L << 32, Texts = 1L << 32, Flags = 2L << 32;

    /// <summary>Lists, maps and shapes: a query may look inside, so they are always candidates.</summary>
    public const long Others = 3L << 32;

    /// <summary>Nothing that a comparison could find.</summary>
    public const long None = -1;

    public static long Of(Value value) => value.Kind switch
    {
        ValueKind.Number => Of(value.Number),
        ValueKind.Text => Of(value.Text!),
        ValueKind.Bool => Of(value.IsTrue),
        ValueKind.None => None,
        _ => Others,
    };

    public static long Of(string text) => Texts | (uint)string.GetHashCode(text, StringComparison.Ordinal);

    public static long Of(bool flag) => Flags | (flag ? 1u : 0u);

    // The bits of a double are in the order of its values, once the negative ones are turned round.
    public static long Of(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number);
        bits ^= (bits >> 63) & long.MaxValue;
        return Numbers | (uint)((bits >> 44) + (1 << 19));
    }

    static readonly long first = Of(double.NegativeInfinity), last = Of(double.PositiveInfinity);

    /// <summary>The keys from and to which every match of a comparison stands, by literal; null when no index can tell.</summary>
    public static IReadOnlyList<(long From, long To)>? Ranges(QTerm term)
    {
        if (term.Path.Length > 1 || term.Inside.Length > 0 || term.Names[0] is "createdAt" or "modifiedAt") return null;
        var ranges = new List<(long, long)>(term.Literals.Count);
        foreach (var literal in term.Literals)
        {
            // A moment may be written in several ways.
            if (literal.AtUs is not null || literal.To?.AtUs is not null) return null;
            var isNumber = !double.IsNaN(literal.Number);
            if (isNumber && Numeric(term.Op, literal) is { } range) ranges.Add(range);
            else if (term.Op != QOp.Equal || literal.To is not null || isNumber) return null;
            else if (literal.Bool is { } flag) ranges.Add((Of(flag), Of(flag)));
            else
            {
                ranges.Add((Of(literal.Text), Of(literal.Text)));
                if (literal.Word != literal.Text) ranges.Add((Of(literal.Word), Of(literal.Word)));
            }
        }
        return ranges.Count == 0 ? null : ranges;
    }

    static (long, long)? Numeric(QOp op, QLiteral literal) => op switch
    {
        QOp.Equal when literal.To is { } to => double.IsNaN(to.Number) ? null : (Of(literal.Number), Of(to.Number)),
        QOp.Equal => (Of(literal.Number), Of(literal.Number)),
        QOp.Greater or QOp.GreaterEqual when literal.To is null => (Of(literal.Number), last),
        QOp.Less or QOp.LessEqual when literal.To is null => (first, Of(literal.Number)),
        _ => null,
    };
}
