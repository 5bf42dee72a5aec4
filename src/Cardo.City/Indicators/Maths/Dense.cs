namespace Cardo.Indicators.Maths;

/// <summary>Small dense systems, rows first. For the handful of unknowns of a regression or a basis, plain elimination is right.</summary>
internal static class Dense
{
    /// <summary>Solves A x = b by elimination with partial pivoting; null when A is singular to working precision.</summary>
    public static double[]? Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        var (m, x) = ((double[,])a.Clone(), (double[])b.Clone());
        var scale = 0.0;
        foreach (var v in m) scale = Math.Max(scale, Math.Abs(v));
        for (var k = 0; k < n; k++)
        {
            var p = k;
            for (var i = k + 1; i < n; i++) if (Math.Abs(m[i, k]) > Math.Abs(m[p, k])) p = i;
            if (!(Math.Abs(m[p, k]) > 1e-13 * scale)) return null;
            if (p != k)
            {
                for (var j = 0; j < n; j++) (m[k, j], m[p, j]) = (m[p, j], m[k, j]);
                (x[k], x[p]) = (x[p], x[k]);
            }
            for (var i = k + 1; i < n; i++)
            {
                var f = m[i, k] / m[k, k];
                if (f == 0) continue;
                for (var j = k; j < n; j++) m[i, j] -= f * m[k, j];
                x[i] -= f * x[k];
            }
        }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < n; j++) x[i] -= m[i, j] * x[j];
            x[i] /= m[i, i];
        }
        return x;
    }

    /// <summary>The inverse, or null when there is none.</summary>
    public static double[,]? Inverse(double[,] a)
    {
        var n = a.GetLength(0);
        var inverse = new double[n, n];
        for (var c = 0; c < n; c++)
        {
            var unit = new double[n];
            unit[c] = 1;
            if (Solve(a, unit) is not { } column) return null;
            for (var r = 0; r < n; r++) inverse[r, c] = column[r];
        }
        return inverse;
    }

    /// <summary>X'WX; no weights means ones.</summary>
    public static double[,] Cross(double[][] rows, double[]? weights = null)
    {
        var k = rows[0].Length;
        var cross = new double[k, k];
        for (var r = 0; r < rows.Length; r++)
        {
            var w = weights?[r] ?? 1;
            if (w == 0) continue;
            for (var i = 0; i < k; i++)
                for (var j = 0; j < k; j++) cross[i, j] += w * rows[r][i] * rows[r][j];
        }
        return cross;
    }

    /// <summary>Least squares with weights; null when the columns are not independent.</summary>
    public static double[]? Regress(double[][] rows, double[] y, double[]? weights = null)
    {
        var right = new double[rows[0].Length];
        for (var r = 0; r < rows.Length; r++)
            for (var i = 0; i < right.Length; i++) right[i] += (weights?[r] ?? 1) * rows[r][i] * y[r];
        return Solve(Cross(rows, weights), right);
    }

    public static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    public static double[] Times(double[,] a, double[] x)
    {
        var y = new double[a.GetLength(0)];
        for (var i = 0; i < y.Length; i++)
            for (var j = 0; j < x.Length; j++) y[i] += a[i, j] * x[j];
        return y;
    }
}
