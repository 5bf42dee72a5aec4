namespace Cardo.Indicators.Effects;

/// <summary>
/// Least squares with weights that are not negative and sum to one: minimise |target - columns w|^2. An active-set
/// method: exact in finitely many steps, which an approximate descent would not be.
/// </summary>
internal static class SimplexFit
{
    /// <param name="columns">[column][row]</param>
    public static double[] Solve(double[][] columns, double[] target)
    {
        var n = columns.Length;
        var gram = new double[n, n];
        var right = new double[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++) gram[i, j] = gram[j, i] = Dot(columns[i], columns[j]);
            right[i] = Dot(columns[i], target);
        }
        // A touch of ridge makes columns that copy each other tell apart.
        var trace = 0.0;
        for (var i = 0; i < n; i++) trace += gram[i, i];
        for (var i = 0; i < n; i++) gram[i, i] += 1e-12 * trace / n;
        var start = Enumerable.Range(0, n).MinBy(i => gram[i, i] - 2 * right[i]);
        var active = new List<int> { start };
        var w = new double[n];
        w[start] = 1;
        for (var round = 0; round < 50 * n + 200; round++)
        {
            if (Equality(gram, right, active) is not { } best) break;
            var step = 1.0;
            var leaving = -1;
            for (var k = 0; k < active.Count; k++)
                if (best[k] < 0 && w[active[k]] / (w[active[k]] - best[k]) is var s && s < step) (step, leaving) = (s, k);
            for (var k = 0; k < active.Count; k++) w[active[k]] += step * (best[k] - w[active[k]]);
            if (leaving >= 0) { w[active[leaving]] = 0; active.RemoveAt(leaving); continue; }
            // Optimal within; does any other column want in?
            var level = Gradient(gram, right, w, active[0]);
            var (enter, most) = (-1, 1e-11 * (1 + Math.Abs(level)));
            for (var i = 0; i < n; i++)
                if (!active.Contains(i) && level - Gradient(gram, right, w, i) is var gain && gain > most) (enter, most) = (i, gain);
            if (enter < 0) break;
            active.Add(enter);
        }
        return w;
    }

    static double Gradient(double[,] gram, double[] right, double[] w, int i)
    {
        var sum = -right[i];
        for (var j = 0; j < w.Length; j++) if (w[j] != 0) sum += gram[i, j] * w[j];
        return sum;
    }

    // The best weights of some columns that sum to one, negative or not.
    static double[]? Equality(double[,] gram, double[] right, List<int> active)
    {
        var k = active.Count;
        var (a, b) = (new double[k + 1, k + 1], new double[k + 1]);
        var scale = active.Max(i => gram[i, i]);
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < k; j++) a[i, j] = gram[active[i], active[j]] / scale;
            a[i, k] = a[k, i] = 1;
            b[i] = right[active[i]] / scale;
        }
        b[k] = 1;
        return Maths.Dense.Solve(a, b)?[..k];
    }

    static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
