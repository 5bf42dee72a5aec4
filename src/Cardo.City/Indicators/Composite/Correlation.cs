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
    /// correlation; of raw ones: k / (k - 1) (1 - sum of variances / variance of the sum).
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
        var total = new double[columns[0].Length];
        foreach (var column in columns) for (var r = 0; r < total.Length; r++) total[r] += column[r];
        return k / (k - 1.0) * (1 - columns.Sum(c => Moments.Variance(c)) / Moments.Variance(total));
    }

    /// <summary>Rows in which every column has a value.</summary>
    public static double[][] Complete(double[][] columns)
    {
        var rows = Enumerable.Range(0, columns[0].Length).Where(r => columns.All(c => !double.IsNaN(c[r]))).ToArray();
        return rows.Length == columns[0].Length ? columns : [.. columns.Select(c => rows.Select(r => c[r]).ToArray())];
    }
}
