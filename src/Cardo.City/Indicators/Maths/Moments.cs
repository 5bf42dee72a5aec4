namespace Cardo.Indicators.Maths;

/// <summary>Moments and order statistics of a sample. NaN is not looked for: callers gather what is there first.</summary>
internal static class Moments
{
    /// <summary>The mean, never beside the least or greatest value, where rounding would put that of equal ones: they vary by nothing.</summary>
    public static double Mean(ReadOnlySpan<double> x)
    {
        double sum = 0, least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (var v in x)
        {
            sum += v;
            if (v < least) least = v;
            if (v > most) most = v;
        }
        return x.Length > 0 ? Math.Max(least, Math.Min(most, sum / x.Length)) : double.NaN;
    }

    /// <summary>The sample variance, n - 1 in the denominator.</summary>
    public static double Variance(ReadOnlySpan<double> x)
    {
        var mean = Mean(x);
        var sum = 0.0;
        foreach (var v in x) sum += (v - mean) * (v - mean);
        return sum / (x.Length - 1);
    }

    /// <summary>The sample with mean 0 and deviation 1; all 0 where it does not vary.</summary>
    public static double[] Standard(double[] x)
    {
        var (mean, deviation) = (Mean(x), Deviation(x));
        return Array.ConvertAll(x, v => deviation > 0 ? (v - mean) / deviation : 0);
    }

    public static double Deviation(ReadOnlySpan<double> x) => Math.Sqrt(Variance(x));

    /// <summary>
    /// Skewness G1 and excess kurtosis G2, corrected for the size of the sample (Joanes and Gill, The Statistician 47(1),
    /// 1998, type 2). NaN below four values or when all are equal.
    /// </summary>
    public static (double Skew, double Kurtosis) Shape(ReadOnlySpan<double> x)
    {
        double n = x.Length;
        if (n < 4) return (double.NaN, double.NaN);
        var mean = Mean(x);
        double m2 = 0, m3 = 0, m4 = 0;
        foreach (var v in x)
        {
            var d = v - mean;
            var s = d * d;
            m2 += s;
            m3 += s * d;
            m4 += s * s;
        }
        if (m2 <= 0) return (double.NaN, double.NaN);
        m2 /= n;
        var g1 = m3 / n / (m2 * Math.Sqrt(m2));
        var g2 = m4 / n / (m2 * m2) - 3;
        return (g1 * Math.Sqrt(n * (n - 1)) / (n - 2), ((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3)));
    }

    /// <summary>A quantile of sorted values, interpolated between neighbours (Hyndman and Fan 1996, type 7).</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double p)
    {
        if (sorted.Length == 0) return double.NaN;
        var h = (sorted.Length - 1) * p;
        var low = (int)Math.Floor(h);
        return low + 1 < sorted.Length ? sorted[low] + (h - low) * (sorted[low + 1] - sorted[low]) : sorted[^1];
    }

    public static double Median(ReadOnlySpan<double> x)
    {
        var sorted = x.ToArray();
        Array.Sort(sorted);
        return Quantile(sorted, .5);
    }

    /// <summary>Pearson's correlation over the rows both have. NaN when fewer than two, or when one doesn't vary.</summary>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int n = 0, first = 0;
        double mx = 0, my = 0;
        var (variesX, variesY) = (false, false);
        for (var i = 0; i < x.Length; i++)
        {
            if (double.IsNaN(x[i]) || double.IsNaN(y[i])) continue;
            if (n++ == 0) first = i;
            (variesX, variesY) = (variesX || x[i] != x[first], variesY || y[i] != y[first]);
            mx += x[i];
            my += y[i];
        }
        if (n < 2 || !variesX || !variesY) return double.NaN;
        (mx, my) = (mx / n, my / n);
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            if (double.IsNaN(x[i]) || double.IsNaN(y[i])) continue;
            var (a, b) = (x[i] - mx, y[i] - my);
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }
        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }

    /// <summary>Spearman's correlation: Pearson's of the average ranks, over the rows both have.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        List<double> a = [], b = [];
        for (var i = 0; i < x.Length; i++)
            if (!double.IsNaN(x[i]) && !double.IsNaN(y[i])) { a.Add(x[i]); b.Add(y[i]); }
        return Pearson(Ranking.Average([.. a]), Ranking.Average([.. b]));
    }

    /// <summary>Kendall's tau-b over the rows both have.</summary>
    public static double Kendall(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double score = 0, nx = 0, ny = 0;
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < i; j++)
            {
                if (double.IsNaN(x[i] + y[i] + x[j] + y[j])) continue;
                var (a, b) = (Math.Sign(x[i] - x[j]), Math.Sign(y[i] - y[j]));
                score += a * b;
                nx += a * a;
                ny += b * b;
            }
        return score / Math.Sqrt(nx * ny);
    }
}
