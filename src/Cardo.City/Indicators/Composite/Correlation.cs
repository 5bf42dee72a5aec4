using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Composite;

/// <summary>Correlation matrices and Cronbach's alpha.</summary>
internal static class Correlation
{
    public static double[,] Matrix(double[][] columns, bool spearman = false)
    {
        var k = columns.Length;
        var matrix = new double[k, k];
        for (var i = 0; i < k; i++)
        {
            matrix[i, i] = 1;
            for (var j = 0; j < i; j++) matrix[i, j] = matrix[j, i] = spearman ? Moments.Spearman(columns[i], columns[j]) : Moments.Pearson(columns[i], columns[j]);
        }
        return matrix;
    }

    /// <summary>
    /// Cronbach's alpha (Psychometrika 16(3), 1951) of standardised columns: k r / (1 + (k - 1) r) with r the mean
    /// correlation; of raw ones: k / (k - 1) (1 - sum of variances / sum of
    /// all covariances), each over the rows that both columns have.
    /// </summary>
    public static double Alpha(double[][] columns, bool standardised)
    {
        var k = columns.Length;
        if (k < 2) return double.NaN;
        if (standardised)
        {
            var matrix = Matrix(columns);
            var sum = 0.0;
            for (var i = 0; i < k; i++) for (var j = 0; j < i; j++) sum += matrix[i, j];
            var mean = sum / (k * (k - 1) / 2);
            return k * mean / (1 + (k - 1) * mean);
        }
        double own = 0, all = 0;
        for (var i = 0; i < k; i++)
            for (var j = 0; j <= i; j++)
            {
                var covariance = Covariance(columns[i], columns[j]);
                if (i == j) own += covariance;
                all += i == j ? covariance : 2 * covariance;
            }
        return k / (k - 1.0) * (1 - own / all);
    }

    // Over the rows that both have.
    static double Covariance(double[] x, double[] y)
    {
        var both = Enumerable.Range(0, x.Length).Where(r => !double.IsNaN(x[r]) && !double.IsNaN(y[r])).ToArray();
        var (mx, my) = (both.Average(r => x[r]), both.Average(r => y[r]));
        return both.Sum(r => (x[r] - mx) * (y[r] - my)) / (both.Length - 1);
    }

    /// <summary>Rows in which every column has a value.</summary>
    public static double[][] Complete(double[][] columns)
    {
        var rows = Enumerable.Range(0, columns[0].Length).Where(r => columns.All(c => !double.IsNaN(c[r]))).ToArray();
        return rows.Length == columns[0].Length ? columns : [.. columns.Select(c => rows.Select(r => c[r]).ToArray())];
    }
}
