using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Composite;

/// <summary>
/// Puts children together into their parent, row by row (OECD/JRC Handbook, 2008, step 7). A missing child is left out
/// and the others' weights carry on, down to the coverage asked for.
/// </summary>
internal static class Aggregate
{
    /// <param name="values">node-major columns</param>
    /// <param name="children">of the parent, those that count</param>
    /// <param name="weights">of those children, in their order</param>
    /// <returns>null, or why it cannot be done</returns>
    public static string? Means(double[] values, int rows, ReadOnlySpan<int> children, ReadOnlySpan<double> weights, Span<double> result, in AggregateKnob k)
    {
        for (var r = 0; r < rows; r++)
        {
            double sum = 0, there = 0, all = 0;
            for (var c = 0; c < children.Length; c++)
            {
                var (w, v) = (weights[c], values[children[c] * rows + r]);
                all += w;
                if (double.IsNaN(v) || w == 0) continue;
                there += w;
                switch (k.Method)
                {
                    case AggregateMethod.Arithmetic or AggregateMethod.Sum: sum += w * v; break;
                    case AggregateMethod.Least: sum = there == w ? v : Math.Min(sum, v); break;
                    case AggregateMethod.Geometric: if (v <= 0) return Below(r, "geometric", v); sum += w * Math.Log(v); break;
                    case AggregateMethod.Harmonic: if (v <= 0) return Below(r, "harmonic", v); sum += w / v; break;
                    default:
                        if (v < 0 || v == 0 && k.P <= 0) return Below(r, "power", v);
                        sum += w * (k.P == 0 ? Math.Log(v) : Math.Pow(v, k.P));
                        break;
                }
            }
            result[r] = there <= 0 || there < k.Coverage * all ? double.NaN : k.Method switch
            {
                AggregateMethod.Arithmetic => sum / there,
                AggregateMethod.Geometric => Math.Exp(sum / there),
                AggregateMethod.Harmonic => there / sum,
                AggregateMethod.Power => k.P == 0 ? Math.Exp(sum / there) : Math.Pow(sum / there, 1 / k.P),
                _ => sum,
            };
        }
        return null;
    }

    static string Below(int row, string method, double value) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the {method} mean needs positive values, and row {row + 1} has {value:G6}");

    /// <summary>
    /// Mazziotta-Pareto (Rivista di Statistica Ufficiale, 2007; adjusted, 2016): the mean less (or plus) S^2 / M, which
    /// takes from those whose children differ. Which of the two it is, the children's scale decides.
    /// </summary>
    public static void Pareto(double[] values, int rows, ReadOnlySpan<int> children, ReadOnlySpan<double> weights, Span<double> result, in AggregateKnob k)
    {
        for (var r = 0; r < rows; r++)
        {
            double sum = 0, there = 0, all = 0, square = 0;
            for (var c = 0; c < children.Length; c++)
            {
                all += weights[c];
                if (values[children[c] * rows + r] is var v && double.IsNaN(v)) continue;
                sum += weights[c] * v;
                there += weights[c];
            }
            var mean = sum / there;
            for (var c = 0; c < children.Length; c++)
                if (values[children[c] * rows + r] is var v && !double.IsNaN(v)) square += weights[c] * (v - mean) * (v - mean);
            var penalty = square / there / mean;
            result[r] = there <= 0 || there < k.Coverage * all ? double.NaN : k.Method == AggregateMethod.ParetoMinus ? mean - penalty : mean + penalty;
        }
    }

    public static void Median(double[] values, int rows, ReadOnlySpan<int> children, Span<double> result)
    {
        var there = new double[children.Length];
        for (var r = 0; r < rows; r++)
        {
            var n = 0;
            foreach (var c in children)
                if (!double.IsNaN(values[c * rows + r])) there[n++] = values[c * rows + r];
            result[r] = n > 0 ? Moments.Median(there.AsSpan(0, n)) : double.NaN;
        }
    }
}
