using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Uncertainty;

/// <summary>
/// Which choice moves the output: first-order and total indices from a design A, B and A with column i of B (Saltelli et
/// al., Computer Physics Communications 181, 2010; the total after Jansen, CPC 117, 1999), with bootstrap intervals.
/// </summary>
internal static class SobolIndices
{
    public readonly record struct Index(double First, double Total, double FirstLow, double FirstHigh, double TotalLow, double TotalHigh);

    /// <returns>an index for each choice; NaN where the output doesn't vary</returns>
    public static Index[] Of(double[] a, double[] b, double[][] mixed, int bootstrap, double level, long seed)
    {
        var n = a.Length;
        var all = Enumerable.Range(0, n).ToArray();
        var indices = new Index[mixed.Length];
        var point = mixed.Select(m => Estimate(a, b, m, all)).ToArray();
        var draws = mixed.Select(_ => (First: new double[bootstrap], Total: new double[bootstrap])).ToArray();
        var rows = new int[n];
        for (var r = 0; r < bootstrap; r++)
        {
            var chance = new Chance(seed, r);
            for (var i = 0; i < n; i++) rows[i] = chance.Below(n);
            for (var c = 0; c < mixed.Length; c++) (draws[c].First[r], draws[c].Total[r]) = Estimate(a, b, mixed[c], rows);
        }
        var tail = (1 - level) / 2;
        for (var c = 0; c < mixed.Length; c++)
        {
            var (first, total) = (draws[c].First.Where(v => !double.IsNaN(v)).Order().ToArray(), draws[c].Total.Where(v => !double.IsNaN(v)).Order().ToArray());
            indices[c] = new Index(point[c].First, point[c].Total, Moments.Quantile(first, tail), Moments.Quantile(first, 1 - tail), Moments.Quantile(total, tail), Moments.Quantile(total, 1 - tail));
        }
        return indices;
    }

    static (double First, double Total) Estimate(double[] a, double[] b, double[] mixed, int[] rows)
    {
        var mean = 0.0;
        foreach (var r in rows) mean += a[r] + b[r];
        mean /= 2 * rows.Length;
        double variance = 0, first = 0, total = 0;
        foreach (var r in rows)
        {
            var (x, y, z) = (a[r] - mean, b[r] - mean, mixed[r] - mean);
            variance += x * x + y * y;
            first += y * (z - x);
            total += (x - z) * (x - z);
        }
        variance /= 2;
        return variance > 1e-24 * rows.Length ? (first / variance, total / 2 / variance) : (double.NaN, double.NaN);
    }
}
