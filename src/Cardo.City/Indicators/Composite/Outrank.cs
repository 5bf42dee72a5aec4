namespace Cardo.Indicators.Composite;

/// <summary>
/// Methods that compare every pair of units (OECD/JRC Handbook, 2008, section 6.2) or every unit with the best and worst
/// (TOPSIS: Hwang and Yoon 1981). All rows of the pool must be there.
/// </summary>
internal static class Outrank
{
    /// <summary>share[i, j]: the weight of the columns where i is better than j; a tie gives each half.</summary>
    public static double[,] Shares(double[] values, int rows, ReadOnlySpan<int> children, ReadOnlySpan<double> weights, int[] pool)
    {
        var total = 0.0;
        foreach (var w in weights) total += w;
        var share = new double[pool.Length, pool.Length];
        for (var c = 0; c < children.Length; c++)
            for (var i = 0; i < pool.Length; i++)
                for (var j = 0; j < i; j++)
                {
                    var (a, b) = (values[children[c] * rows + pool[i]], values[children[c] * rows + pool[j]]);
                    var won = a > b ? 1 : a < b ? 0 : .5;
                    share[i, j] += weights[c] / total * won;
                    share[j, i] += weights[c] / total * (1 - won);
                }
        return share;
    }

    /// <summary>Copeland: how many others one beats by majority, less how many beat it.</summary>
    public static double[] Copeland(double[,] share)
    {
        var n = share.GetLength(0);
        var score = new double[n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                if (i != j) score[i] += Math.Abs(share[i, j] - share[j, i]) < 1e-12 ? 0 : share[i, j] > share[j, i] ? 1 : -1;
        return score;
    }

    /// <summary>Borda: each column gives as many points as units it puts behind; a tie gives half.</summary>
    public static double[] Borda(double[,] share, double total)
    {
        var n = share.GetLength(0);
        var score = new double[n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                if (i != j) score[i] += total * share[i, j];
        return score;
    }

    /// <summary>TOPSIS: closeness to the ideal, on columns divided by their length and weighted.</summary>
    public static string? Topsis(double[] values, int rows, ReadOnlySpan<int> children, ReadOnlySpan<double> weights, int[] pool, Span<double> result)
    {
        var total = 0.0;
        foreach (var w in weights) total += w;
        var (toBest, toWorst) = (new double[pool.Length], new double[pool.Length]);
        for (var c = 0; c < children.Length; c++)
        {
            double length = 0, best = double.NegativeInfinity, worst = double.PositiveInfinity;
            foreach (var r in pool)
            {
                var v = values[children[c] * rows + r];
                length += v * v;
                best = Math.Max(best, v);
                worst = Math.Min(worst, v);
            }
            length = Math.Sqrt(length);
            if (length == 0) return "TOPSIS divides a column by its length, and all its values are zero";
            for (var i = 0; i < pool.Length; i++)
            {
                var v = values[children[c] * rows + pool[i]];
                var (b, w) = (weights[c] / total * (v - best) / length, weights[c] / total * (v - worst) / length);
                toBest[i] += b * b;
                toWorst[i] += w * w;
            }
        }
        for (var i = 0; i < pool.Length; i++)
        {
            var (b, w) = (Math.Sqrt(toBest[i]), Math.Sqrt(toWorst[i]));
            result[pool[i]] = b + w > 0 ? w / (b + w) : .5;
        }
        return null;
    }
}
