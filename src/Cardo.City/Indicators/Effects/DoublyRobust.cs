using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Effects;

/// <summary>
/// Two-period difference-in-differences with covariates (Sant'Anna and Zhao, J. of Econometrics 219, 2020, equations 3.1
/// and following): the effect on the treated, and each unit's influence on it, which gives the standard error.
/// </summary>
internal static class DoublyRobust
{
    public readonly record struct Found(double Effect, double[] Influence);

    /// <param name="change">outcome after less before</param>
    /// <param name="d">1 treated, 0 control</param>
    /// <param name="x">rows of covariates, the first a 1</param>
    public static Found? Estimate(double[] change, double[] d, double[][] x)
    {
        var n = change.Length;
        if (Logit(d, x) is not { } ps || Outcome(change, d, x) is not { } or) return null;
        var rest = change.Select((c, i) => c - or.Fitted[i]).ToArray();
        var w0 = d.Select((t, i) => ps.P[i] * (1 - t) / (1 - ps.P[i])).ToArray();
        var (m1, m0) = (d.Average(), w0.Average());
        var eta1 = Enumerable.Range(0, n).Average(i => d[i] * rest[i]) / m1;
        var eta0 = Enumerable.Range(0, n).Average(i => w0[i] * rest[i]) / m0;
        var k = x[0].Length;
        double[] toOutcomeTreated = new double[k], toOutcomeControl = new double[k], toScore = new double[k];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < k; j++)
            {
                toOutcomeTreated[j] += d[i] * x[i][j] / n;
                toOutcomeControl[j] += w0[i] * x[i][j] / n;
                toScore[j] += w0[i] * (rest[i] - eta0) * x[i][j] / n;
            }
        var influence = new double[n];
        for (var i = 0; i < n; i++)
        {
            var treated = (d[i] * (rest[i] - eta1) - Dense.Dot(or.Influence(i), toOutcomeTreated)) / m1;
            var control = (w0[i] * (rest[i] - eta0) + Dense.Dot(ps.Influence(i), toScore) - Dense.Dot(or.Influence(i), toOutcomeControl)) / m0;
            influence[i] = treated - control;
        }
        return new Found(eta1 - eta0, influence);
    }

    /// <summary>Outcome regression of the controls alone.</summary>
    public static Found? Regression(double[] change, double[] d, double[][] x)
    {
        if (Outcome(change, d, x) is not { } or) return null;
        var n = change.Length;
        var m1 = d.Average();
        var eta1 = Enumerable.Range(0, n).Average(i => d[i] * change[i]) / m1;
        var eta0 = Enumerable.Range(0, n).Average(i => d[i] * or.Fitted[i]) / m1;
        var k = x[0].Length;
        var mean = new double[k];
        for (var i = 0; i < n; i++) for (var j = 0; j < k; j++) mean[j] += d[i] * x[i][j] / n;
        return new Found(eta1 - eta0, [.. Enumerable.Range(0, n).Select(i => (d[i] * (change[i] - eta1) - d[i] * (or.Fitted[i] - eta0) - Dense.Dot(or.Influence(i), mean)) / m1)]);
    }

    /// <summary>Inverse probability weighting with weights that sum to one (Hajek).</summary>
    public static Found? Weighting(double[] change, double[] d, double[][] x)
    {
        if (Logit(d, x) is not { } ps) return null;
        var n = change.Length;
        var w0 = d.Select((t, i) => ps.P[i] * (1 - t) / (1 - ps.P[i])).ToArray();
        var (m1, m0) = (d.Average(), w0.Average());
        var eta1 = Enumerable.Range(0, n).Average(i => d[i] * change[i]) / m1;
        var eta0 = Enumerable.Range(0, n).Average(i => w0[i] * change[i]) / m0;
        var toScore = new double[x[0].Length];
        for (var i = 0; i < n; i++) for (var j = 0; j < toScore.Length; j++) toScore[j] += w0[i] * (change[i] - eta0) * x[i][j] / n;
        return new Found(eta1 - eta0, [.. Enumerable.Range(0, n).Select(i => d[i] * (change[i] - eta1) / m1 - (w0[i] * (change[i] - eta0) + Dense.Dot(ps.Influence(i), toScore)) / m0)]);
    }

    sealed record Score(double[] P, Func<int, double[]> Influence);

    // Newton's method; null where the covariates separate the two groups.
    static Score? Logit(double[] d, double[][] x)
    {
        var (n, k) = (d.Length, x[0].Length);
        var beta = new double[k];
        var p = new double[n];
        for (var round = 0; round < 50; round++)
        {
            for (var i = 0; i < n; i++) p[i] = 1 / (1 + Math.Exp(-Dense.Dot(beta, x[i])));
            var gradient = new double[k];
            for (var i = 0; i < n; i++) for (var j = 0; j < k; j++) gradient[j] += (d[i] - p[i]) * x[i][j];
            if (Dense.Solve(Dense.Cross(x, [.. p.Select(v => v * (1 - v))]), gradient) is not { } step) return null;
            for (var j = 0; j < k; j++) beta[j] += step[j];
            if (step.Max(Math.Abs) < 1e-12) break;
            if (beta.Any(b => !double.IsFinite(b) || Math.Abs(b) > 1e6)) return null;
        }
        if (p.Where((_, i) => d[i] == 0).Any(v => v > 1 - 1e-6)) return null;
        if (Dense.Inverse(Dense.Cross(x, [.. p.Select(v => v * (1 - v) / n)])) is not { } hessian) return null;
        return new Score(p, i => Dense.Times(hessian, [.. x[i].Select(v => v * (d[i] - p[i]))]));
    }

    sealed record Fit(double[] Fitted, Func<int, double[]> Influence);

    static Fit? Outcome(double[] change, double[] d, double[][] x)
    {
        var n = d.Length;
        var control = d.Select(t => 1 - t).ToArray();
        if (Dense.Regress(x, change, control) is not { } beta) return null;
        var fitted = x.Select(r => Dense.Dot(beta, r)).ToArray();
        if (Dense.Inverse(Dense.Cross(x, [.. control.Select(c => c / n)])) is not { } inverse) return null;
        return new Fit(fitted, i => Dense.Times(inverse, [.. x[i].Select(v => v * control[i] * (change[i] - fitted[i]))]));
    }
}
