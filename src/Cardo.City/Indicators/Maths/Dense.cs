namespace Cardo.Indicators.Maths;

/// <summary>Small dense systems, rows first. For the handful of unknowns of a regression or a basis, plain elimination is right.</summary>
internal static class Dense
{
    /// <summary>Solves A x = b by elimination with partial pivoting; null when A is singular to working precision, whatever its units of measurement.</summary>
    public static double[]? Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        var (m, x) = ((double[,])a.Clone(), (double[])b.Clone());
        if (Even(m, x) is not { } by) return null;
        for (var k = 0; k < n; k++)
        {
            var p = k;
            for (var i = k + 1; i < n; i++) if (Math.Abs(m[i, k]) > Math.Abs(m[p, k])) p = i;
            if (!(Math.Abs(m[p, k]) > 1e-13)) return null;
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
        for (var i = 0; i < n; i++) x[i] *= by[i];
        return x;
    }

    // Brings every column, then every row, to a size near one, by powers of two, which round nothing.
    static double[]? Even(double[,] m, double[] right)
    {
        var n = right.Length;
        var by = new double[n];
        for (var j = 0; j < n; j++)
        {
            var most = 0.0;
            for (var i = 0; i < n; i++) most = Math.Max(most, Math.Abs(m[i, j]));
            if (!(most > 0) || !double.IsFinite(most)) return null;
            by[j] = Math.ScaleB(1, -Math.ILogB(most));
            for (var i = 0; i < n; i++) m[i, j] *= by[j];
        }
        for (var i = 0; i < n; i++)
        {
            var most = 0.0;
            for (var j = 0; j < n; j++) most = Math.Max(most, Math.Abs(m[i, j]));
            if (!(most > 0)) return null;
            var row = Math.ScaleB(1, -Math.ILogB(most));
            for (var j = 0; j < n; j++) m[i, j] *= row;
            right[i] *= row;
        }
        return by;
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

    /// <summary>Least squares with weights, by Householder's reflections; null when the columns are not independent.</summary>
    public static double[]? Regress(double[][] rows, double[] y, double[]? weights = null)
    {
        var (n, k) = (rows.Length, rows[0].Length);
        var root = y.Select((_, r) => Math.Sqrt(weights?[r] ?? 1)).ToArray();
        var a = Enumerable.Range(0, k).Select(j => rows.Select((row, r) => row[j] * root[r]).ToArray()).ToArray();
        double[] right = [.. y.Select((v, r) => v * root[r])];
        var length = a.Select(c => Math.Sqrt(Dot(c, c))).ToArray();
        if (n < k) return null;
        for (var j = 0; j < k; j++)
        {
            var tail = Math.Sqrt(a[j].AsSpan(j).ToArray().Sum(v => v * v));
            if (!(tail > 1e-11 * length[j])) return null;
            var pivot = a[j][j] > 0 ? -tail : tail;
            double[] v = [.. a[j].Skip(j)];
            v[0] -= pivot;
            var half = Dot(v, v) / 2;
            foreach (var column in (double[][])[.. a.Skip(j), right])
            {
                var along = 0.0;
                for (var i = j; i < n; i++) along += v[i - j] * column[i];
                for (var i = j; i < n; i++) column[i] -= along / half * v[i - j];
            }
        }
        var beta = new double[k];
        for (var j = k - 1; j >= 0; j--)
        {
            beta[j] = right[j];
            for (var i = j + 1; i < k; i++) beta[j] -= a[i][j] * beta[i];
            beta[j] /= a[j][j];
        }
        return beta;
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
