using Cardo.Indicators.Maths;
using MathNet.Numerics.Distributions;

namespace Cardo.Indicators.Effects;

/// <summary>
/// Regression of an outcome that is cut off: censored (Tobin, Econometrica 26, 1958) or truncated (Hausman and Wise,
/// Econometrica 45, 1977), by maximum likelihood with Newton's method.
/// </summary>
internal static class Censored
{
    /// <param name="Beta">coefficients, the constant first</param>
    /// <param name="Scale">the deviation of the latent error</param>
    /// <param name="Covariance">of the coefficients and log scale</param>
    public sealed record Fit(double[] Beta, double Scale, double LogLikelihood, double[,] Covariance);

    /// <param name="x">rows, the first column a 1</param>
    public static Fit? Find(double[] y, double[][] x, double lower, double upper, bool truncated)
    {
        // In units in which all varies by one, where the same steps suit every data set; then back.
        var k = x[0].Length;
        var unit = Moments.Deviation(y);
        var columns = Enumerable.Range(1, k - 1).Select(j => x.Select(r => r[j]).ToArray()).ToArray();
        var (centre, spread) = (columns.Select(c => Moments.Mean(c)).ToArray(), columns.Select(c => Moments.Deviation(c)).ToArray());
        if (!(unit > 0) || spread.Any(s => !(s > 0))) return null;
        var rows = x.Select(r => (double[])[1, .. centre.Select((c, j) => (r[j + 1] - c) / spread[j])]).ToArray();
        if (Top([.. y.Select(v => v / unit)], rows, lower / unit, upper / unit, truncated) is not { } fit) return null;
        var back = new double[k + 1, k + 1];
        (back[0, 0], back[k, k]) = (unit, 1);
        for (var j = 1; j < k; j++) (back[j, j], back[0, j]) = (unit / spread[j - 1], -unit * centre[j - 1] / spread[j - 1]);
        var seen = truncated ? y.Length : y.Count(v => v > lower && v < upper);
        double[] beta = [.. Dense.Times(back, [.. fit.Beta, 0])[..k]];
        return new Fit(beta, fit.Scale * unit, fit.LogLikelihood - seen * Math.Log(unit), Turned(back, fit.Covariance));
    }

    // B C B'
    static double[,] Turned(double[,] b, double[,] c)
    {
        var n = c.GetLength(0);
        var turned = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                for (var p = 0; p < n; p++)
                    for (var q = 0; q < n; q++) turned[i, j] += b[i, p] * c[p, q] * b[j, q];
        return turned;
    }

    static Fit? Top(double[] y, double[][] x, double lower, double upper, bool truncated)
    {
        var k = x[0].Length;
        if (Dense.Regress(x, y) is not { } start) return null;
        var spread = Math.Sqrt(y.Select((v, i) => Math.Pow(v - Dense.Dot(start, x[i]), 2)).Average());
        if (!(spread > 0)) return null;
        double[] at = [.. start, Math.Log(spread)];
        var (value, gradient) = Likelihood(at);
        for (var round = 0; round < 200; round++)
        {
            var hessian = Hessian(at);
            var negative = new double[k + 1, k + 1];
            for (var i = 0; i <= k; i++) for (var j = 0; j <= k; j++) negative[i, j] = -hessian[i, j];
            var step = Dense.Solve(negative, gradient);
            // Far from the top the surface may not be concave: then go uphill instead.
            if (step is null || Dense.Dot(step, gradient) <= 0) step = [.. gradient.Select(g => g / (1 + gradient.Sum(Math.Abs)))];
            var t = 1.0;
            (double Value, double[] Gradient) next;
            double[] tried;
            do
            {
                tried = [.. at.Select((v, i) => v + t * step[i])];
                next = Likelihood(tried);
                t /= 2;
            }
            while (!(next.Value >= value - 1e-12 * Math.Abs(value)) && t > 1e-12);
            var moved = step.Select((s, i) => Math.Abs(2 * t * s) / (1 + Math.Abs(at[i]))).Max();
            (at, value, gradient) = (tried, next.Value, next.Gradient);
            if (moved < 1e-11) break;
        }
        if (!double.IsFinite(value) || gradient.Any(g => Math.Abs(g) > 1e-4 * (1 + Math.Abs(value)))) return null;
        var last = Hessian(at);
        for (var i = 0; i <= k; i++) for (var j = 0; j <= k; j++) last[i, j] = -last[i, j];
        return Dense.Inverse(last) is { } covariance ? new Fit(at[..k], Math.Exp(at[k]), value, covariance) : null;

        (double, double[]) Likelihood(double[] p)
        {
            var sum = 0.0;
            var slope = new double[k + 1];
            for (var i = 0; i < y.Length; i++) sum += One(y[i], x[i], p, lower, upper, truncated, slope);
            return (sum, slope);
        }

        double[,] Hessian(double[] p)
        {
            var h = new double[k + 1, k + 1];
            for (var j = 0; j <= k; j++)
            {
                var d = 1e-5 * Math.Max(1e-3, Math.Abs(p[j]));
                double[] up = [.. p], down = [.. p];
                up[j] += d;
                down[j] -= d;
                var (a, b) = (Likelihood(up).Item2, Likelihood(down).Item2);
                for (var i = 0; i <= k; i++) h[i, j] = (a[i] - b[i]) / (2 * d);
            }
            for (var i = 0; i <= k; i++) for (var j = 0; j < i; j++) h[i, j] = h[j, i] = (h[i, j] + h[j, i]) / 2;
            return h;
        }
    }

    static double One(double y, double[] x, double[] p, double lower, double upper, bool truncated, double[] slope)
    {
        var k = x.Length;
        var mean = 0.0;
        for (var j = 0; j < k; j++) mean += p[j] * x[j];
        var scale = Math.Exp(p[k]);
        double value, toMean, toScale;
        var (a, b) = ((lower - mean) / scale, (upper - mean) / scale);
        if (!truncated && y <= lower) (value, toMean, toScale) = (LogPhi(a), -Mills(a), -Mills(a) * a);
        else if (!truncated && y >= upper) (value, toMean, toScale) = (LogPhi(-b), Mills(-b), Mills(-b) * b);
        else
        {
            var e = (y - mean) / scale;
            (value, toMean, toScale) = (-p[k] - .5 * e * e - .5 * Math.Log(2 * Math.PI), e, e * e - 1);
            if (truncated)
            {
                var (da, db) = (Density(a), Density(b));
                var (mass, logMass) = Between(a, b);
                value -= logMass;
                toMean += double.IsPositiveInfinity(b) ? -Mills(-a) : double.IsNegativeInfinity(a) ? Mills(b) : (db - da) / mass;
                toScale += double.IsPositiveInfinity(b) ? -a * Mills(-a) : double.IsNegativeInfinity(a) ? b * Mills(b) : (b * db - a * da) / mass;
            }
        }
        for (var j = 0; j < k; j++) slope[j] += toMean * x[j] / scale;
        slope[k] += toScale;
        return value;
    }

    static double Density(double z) => double.IsInfinity(z) ? 0 : Math.Exp(-.5 * z * z) / Math.Sqrt(2 * Math.PI);

    static (double Mass, double Log) Between(double a, double b)
    {
        if (double.IsPositiveInfinity(b)) return (1, LogPhi(-a));
        if (double.IsNegativeInfinity(a)) return (1, LogPhi(b));
        // From the side on which both are small, so that a difference of ones is not what is left.
        var mass = a > 0 ? Normal.CDF(0, 1, -a) - Normal.CDF(0, 1, -b) : Normal.CDF(0, 1, b) - Normal.CDF(0, 1, a);
        return (mass, Math.Log(mass));
    }

    // Far out in the tail the distribution underflows; its expansion does not.
    static double LogPhi(double z) => z > -30 ? Math.Log(Normal.CDF(0, 1, z)) : -.5 * z * z - Math.Log(-z) - .5 * Math.Log(2 * Math.PI) + Math.Log(1 - 1 / (z * z));

    static double Mills(double z) => z > -30 ? Density(z) / Normal.CDF(0, 1, z) : -z / (1 - 1 / (z * z));
}
