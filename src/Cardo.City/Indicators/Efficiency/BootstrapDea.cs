using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Efficiency;

/// <summary>
/// Smoothed homogeneous bootstrap of radial scores (Simar and Wilson, Management Science 44(1), 1998): scores corrected
/// for the bias that a frontier of a few seen units has, with intervals.
/// </summary>
internal static class BootstrapDea
{
    public sealed record Interval(double Score, double Bias, double Corrected, double Low, double High);

    public static Interval[] Of(DeaData data, DeaModel model, out DeaScore[] own)
    {
        var n = data.Count;
        var input = model.Orientation == Orientation.Input;
        own = Runs.All(n, () => new Radial(data, data, model.Returns, model.Orientation, slacks: false).Solve);
        var theta = own.Select(s => s.Score).ToArray();
        if (theta.Any(double.IsNaN)) return [];
        var h = Bandwidth(theta);
        var (mean, spread) = (Moments.Mean(theta), Moments.Variance(theta) * (n - 1) / n);
        var shrink = Math.Sqrt(1 + h * h / spread);
        var draws = new double[model.Replicates][];
        Parallel.For(0, model.Replicates, b =>
        {
            var chance = new Chance(model.Seed, b);
            var pseudo = new double[n];
            var drawn = new double[n];
            for (var j = 0; j < n; j++)
            {
                var v = theta[chance.Below(n)] + h * chance.Normal();
                // Reflected at 1, where the efficient stand.
                drawn[j] = v > 1 ? 2 - v : v;
            }
            var centre = Moments.Mean(drawn);
            for (var j = 0; j < n; j++) pseudo[j] = Math.Clamp(centre + (drawn[j] - centre) / shrink, 1e-3, 1);
            var frontier = data.Take([.. Enumerable.Range(0, n)]);
            foreach (var column in input ? frontier.X : frontier.Y)
                for (var j = 0; j < n; j++) column[j] *= input ? theta[j] / pseudo[j] : pseudo[j] / theta[j];
            var radial = new Radial(frontier, data, model.Returns, model.Orientation, slacks: false);
            draws[b] = [.. Enumerable.Range(0, n).Select(o => radial.Solve(o).Score)];
        });
        var tail = (1 - model.Level) / 2;
        return [.. Enumerable.Range(0, n).Select(o =>
        {
            var its = draws.Select(d => d[o]).Where(v => !double.IsNaN(v)).Order().ToArray();
            var bias = Moments.Mean(its) - theta[o];
            return new Interval(theta[o], bias, theta[o] - bias, 2 * theta[o] - Moments.Quantile(its, 1 - tail), 2 * theta[o] - Moments.Quantile(its, tail));
        })];
    }

    // The normal reference rule on the scores and their mirror image beyond 1 (those at 1 left out), scaled back.
    static double Bandwidth(double[] theta)
    {
        var below = theta.Where(t => t < 1 - 1e-9).ToArray();
        if (below.Length < 2) return .01;
        var mirrored = below.Concat(below.Select(t => 2 - t)).Order().ToArray();
        var spread = Math.Min(Moments.Deviation(mirrored), (Moments.Quantile(mirrored, .75) - Moments.Quantile(mirrored, .25)) / 1.34);
        var h = 1.06 * spread * Math.Pow(mirrored.Length, -.2);
        return h * Math.Pow(mirrored.Length / (double)theta.Length, .2) * Moments.Deviation(theta) / Moments.Deviation(mirrored);
    }
}
