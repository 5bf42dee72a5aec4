using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Effects;

/// <summary>
/// Synthetic control (Abadie and Gardeazabal, AER 93, 2003; Abadie, Diamond and Hainmueller, JASA 105, 2010): the mixture
/// of donors that resembles the treated unit in its predictors, weighted by how much each predictor matters for the
/// outcome before treatment.
/// </summary>
internal static class SyntheticControl
{
    /// <param name="Weights">[donor], not negative, sum 1</param>
    /// <param name="Importance">[predictor], sum 1</param>
    /// <param name="Mspe">mean squared error of the outcome over the times fitted</param>
    public sealed record Fit(double[] Weights, double[] Importance, double Mspe);

    /// <param name="predictors">[predictor][unit], the treated unit first</param>
    /// <param name="before">[unit][time], the outcome over the times to fit, the treated unit first</param>
    /// <param name="importance">given, or null to search</param>
    public static Fit Find(double[][] predictors, double[][] before, double[]? importance)
    {
        var scaled = Scaled(predictors);
        if (importance is not null) return Evaluate(scaled, before, importance);
        var k = predictors.Length;
        if (k == 1) return Evaluate(scaled, before, [1]);
        // Two starts, as the method's authors do: all alike, and how well predictors explain the outcome across units.
        var starts = new List<double[]> { Enumerable.Repeat(1.0 / k, k).ToArray() };
        if (Regressed(scaled, before) is { } regressed) starts.Add(regressed);
        Fit? best = null;
        foreach (var start in starts)
        {
            var at = start.Select(v => Math.Sqrt(Math.Max(v, 1e-8))).ToArray();
            double Loss(double[] u) => Evaluate(scaled, before, Shares(u)).Mspe;
            var found = NelderMead.Minimise(Loss, at, .1, 400 * k, 1e-10);
            found = NelderMead.Minimise(Loss, found.At, .05, 200 * k, 1e-12);
            var fit = Evaluate(scaled, before, Shares(found.At));
            if (best is null || fit.Mspe < best.Mspe) best = fit;
        }
        return best!;
    }

    static double[] Shares(double[] u)
    {
        var squares = u.Select(v => v * v).ToArray();
        var sum = squares.Sum();
        return sum > 0 ? [.. squares.Select(s => s / sum)] : Enumerable.Repeat(1.0 / u.Length, u.Length).ToArray();
    }

    // Each predictor over its standard deviation across all units.
    static double[][] Scaled(double[][] predictors) => [.. predictors.Select(p =>
    {
        var deviation = Moments.Deviation(p);
        return p.Select(v => deviation > 0 ? v / deviation : 0).ToArray();
    })];

    static Fit Evaluate(double[][] scaled, double[][] before, double[] importance)
    {
        var donors = before.Length - 1;
        var root = importance.Select(Math.Sqrt).ToArray();
        var columns = Enumerable.Range(1, donors).Select(j => scaled.Select((p, k) => root[k] * p[j]).ToArray()).ToArray();
        var weights = SimplexFit.Solve(columns, [.. scaled.Select((p, k) => root[k] * p[0])]);
        return new Fit(weights, importance, Mspe(before, weights));
    }

    public static double Mspe(double[][] outcome, double[] weights)
    {
        var sum = 0.0;
        for (var t = 0; t < outcome[0].Length; t++)
        {
            var gap = outcome[0][t];
            for (var j = 0; j < weights.Length; j++) gap -= weights[j] * outcome[j + 1][t];
            sum += gap * gap;
        }
        return sum / outcome[0].Length;
    }

    // Squared coefficients of a regression of the outcomes on the predictors, summed over times.
    static double[]? Regressed(double[][] scaled, double[][] before)
    {
        var (units, k) = (before.Length, scaled.Length);
        var rows = Enumerable.Range(0, units).Select(u => (double[])[1, .. scaled.Select(p => p[u])]).ToArray();
        if (units <= k + 1) return null;
        var importance = new double[k];
        for (var t = 0; t < before[0].Length; t++)
        {
            if (Dense.Regress(rows, [.. before.Select(b => b[t])]) is not { } beta) return null;
            for (var p = 0; p < k; p++) importance[p] += beta[p + 1] * beta[p + 1];
        }
        var sum = importance.Sum();
        return sum > 0 ? [.. importance.Select(v => v / sum)] : null;
    }
}
