using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Composite;

/// <summary>
/// Weights found in the data (OECD/JRC Handbook, 2008, step 6). Columns come normalised; rows with a missing value are
/// left out. Weights sum to 1.
/// </summary>
internal static class Weigh
{
    /// <returns>weights, or null with the reason why they cannot be found</returns>
    public static double[]? Find(WeightMethod method, double[][] columns, bool spearman, out string? why, int factors = 0)
    {
        why = columns[0].Length < 3 && method is not (WeightMethod.Entropy or WeightMethod.EntropyLog10 or WeightMethod.Equal) ? $"{columns[0].Length} complete rows are too few for weights from the data" : null;
        if (why is not null) return null;
        var weights = method switch
        {
            WeightMethod.Entropy => Entropy(columns, Math.Log(columns[0].Length), out why),
            WeightMethod.EntropyLog10 => Entropy(columns, Math.Log(10), out why),
            WeightMethod.Critic => Critic(columns, spearman),
            WeightMethod.Merec => Merec(columns, out why),
            WeightMethod.Pca => Pca(columns),
            WeightMethod.FactorAnalysis => Factors.Weights(columns, Math.Min(factors, columns.Length)),
            WeightMethod.CorrelationOptimised => Correlated(columns),
            _ => [.. columns.Select(_ => 1.0)],
        };
        if (weights is null) return null;
        var sum = weights.Sum();
        if (!(sum > 0) || !double.IsFinite(sum)) { why = "a column does not vary, so the data say nothing about its weight"; return null; }
        return [.. weights.Select(w => w / sum)];
    }

    /// <summary>
    /// Shannon's entropy of each column's shares; weight = 1 - H. Divided by ln n it is the usual entropy weight (Zeleny
    /// 1982); with logarithms to base 10 undivided it is the variant some textbooks print.
    /// </summary>
    static double[]? Entropy(double[][] columns, double unit, out string? why)
    {
        why = null;
        var weights = new double[columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            // A column where less is better comes with its sign turned; shares are of what was measured.
            var column = columns[c].Max() <= 0 ? columns[c].Select(Math.Abs).ToArray() : columns[c];
            if (column.Min() < 0) { why = "entropy weights need values that are not negative"; return null; }
            var sum = column.Sum();
            if (sum <= 0) { why = "entropy weights need a column that is not all zero"; return null; }
            weights[c] = 1 + column.Where(v => v > 0).Sum(v => v / sum * Math.Log(v / sum)) / unit;
            if (weights[c] < -1e-12) { why = $"1 - H is below zero for a column of {column.Length} rows: entropy in base 10, undivided, is for ten at most; use entropy"; return null; }
            weights[c] = Math.Max(0, weights[c]);
        }
        return weights;
    }

    /// <summary>CRITIC: spread times conflict with the others (Diakoulaki, Mavrotas, Papayannakis, Computers and OR 22(7), 1995).</summary>
    static double[] Critic(double[][] columns, bool spearman) =>
        [.. columns.Select(a => Moments.Deviation(a) * columns.Sum(b => ReferenceEquals(a, b) ? 0 : 1 - (spearman ? Moments.Spearman(a, b) : Moments.Pearson(a, b))))];

    /// <summary>MEREC: how much performance changes when a column is left out (Keshavarz-Ghorabaee et al., Symmetry 13(4), 2021).</summary>
    static double[]? Merec(double[][] columns, out string? why)
    {
        why = null;
        if (columns.Any(c => c.Min() <= 0 && c.Max() >= 0)) { why = "MEREC takes logarithms and needs positive values"; return null; }
        var (m, n) = (columns.Length, columns[0].Length);
        // min / x where more is better; x / max where less is, which comes with its sign turned.
        var logs = columns.Select(c => { var least = c.Min(); return c.Select(v => Math.Abs(Math.Log(c[0] > 0 ? least / v : v / least))).ToArray(); }).ToArray();
        var weights = new double[m];
        for (var r = 0; r < n; r++)
        {
            var all = logs.Sum(l => l[r]);
            var whole = Math.Log(1 + all / m);
            for (var c = 0; c < m; c++) weights[c] += Math.Abs(Math.Log(1 + (all - logs[c][r]) / m) - whole);
        }
        return weights;
    }

    /// <summary>The first principal component's squared loadings (Handbook 6.1.1, with one component kept).</summary>
    static double[] Pca(double[][] columns)
    {
        var (_, vectors) = Symmetric.Eigen(Correlation.Matrix(columns));
        return [.. columns.Select((_, i) => vectors[i, 0] * vectors[i, 0])];
    }

    /// <summary>Weights with which every column correlates alike with the weighted mean (Becker et al., Ecological Indicators 80, 2017).</summary>
    static double[] Correlated(double[][] columns)
    {
        var k = columns.Length;
        double[] Weights(double[] at) { var e = at.Select(v => Math.Exp(Math.Clamp(v, -20, 20))).ToArray(); var s = e.Sum(); return [.. e.Select(v => v / s)]; }
        double Spread(double[] at)
        {
            var w = Weights(at);
            var index = new double[columns[0].Length];
            for (var c = 0; c < k; c++)
                for (var r = 0; r < index.Length; r++) index[r] += w[c] * columns[c][r];
            var shares = columns.Select(c => Moments.Pearson(c, index)).ToArray();
            var mean = shares.Average();
            return shares.Sum(s => (s - mean) * (s - mean));
        }
        var best = NelderMead.Minimise(Spread, new double[k], .5, 400 * k, 1e-14);
        best = NelderMead.Minimise(Spread, best.At, .1, 400 * k, 1e-16);
        return Weights(best.At);
    }
}
