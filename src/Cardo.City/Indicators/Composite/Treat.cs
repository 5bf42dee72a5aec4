using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Composite;

/// <summary>
/// Treats outliers of one gathered sample in place. The test of shape and the chain (winsorise a few, and where that
/// doesn't help take the shifted logarithm of the original) follow the Handbook's step on multivariate analysis and the
/// JRC's practice: |skewness| over 2 together with kurtosis over 3.5 asks for treatment.
/// </summary>
internal static class Treat
{
    /// <param name="changed">a bit for what was done: 1 winsorised, 2 log, 4 Box-Cox</param>
    /// <param name="original">scratch of x's length</param>
    public static void Sample(Span<double> x, in TreatKnob knob, Span<double> original, out int changed)
    {
        changed = 0;
        if (knob.First == TreatMethod.None || x.Length < 4) return;
        if (!knob.Always && Passes(x, knob)) return;
        original = original[..x.Length];
        x.CopyTo(original);
        Apply(x, knob.First, knob, ref changed);
        if (knob.Then == TreatMethod.None || Passes(x, knob)) return;
        original.CopyTo(x);
        changed = 0;
        Apply(x, knob.Then, knob, ref changed);
    }

    public static bool Passes(ReadOnlySpan<double> x, in TreatKnob knob)
    {
        var (skew, kurtosis) = Moments.Shape(x);
        return !(Math.Abs(skew) > knob.Skew && kurtosis > knob.Kurtosis);
    }

    static void Apply(Span<double> x, TreatMethod method, in TreatKnob knob, ref int changed)
    {
        switch (method)
        {
            case TreatMethod.Winsorise: if (Winsorise(x, knob) > 0) changed |= 1; break;
            case TreatMethod.Log: Log(x); changed |= 2; break;
            case TreatMethod.BoxCox: BoxCox(x, knob.Lambda); changed |= 4; break;
        }
    }

    /// <summary>Pulls the outermost values, on the side the skew points to, to the next one inwards until the shape passes or the most allowed are done.</summary>
    static int Winsorise(Span<double> x, in TreatKnob knob)
    {
        var done = 0;
        while (done < knob.WinMax)
        {
            var (skew, kurtosis) = Moments.Shape(x);
            if (!(Math.Abs(skew) > knob.Skew && kurtosis > knob.Kurtosis)) break;
            var sign = skew >= 0 ? 1 : -1;
            double outer = double.NegativeInfinity, next = double.NegativeInfinity;
            foreach (var v in x)
            {
                var s = sign * v;
                if (s > outer) (next, outer) = (outer, s);
                else if (s < outer && s > next) next = s;
            }
            if (double.IsInfinity(next)) break;
            foreach (ref var v in x) if (sign * v == outer) v = sign * next;
            done++;
        }
        return done;
    }

    /// <summary>ln(x - min + 0.01 (max - min)): defined for every sample that varies.</summary>
    static void Log(Span<double> x)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (var v in x) { min = Math.Min(min, v); max = Math.Max(max, v); }
        if (max <= min) return;
        foreach (ref var v in x) v = Math.Log(v - min + .01 * (max - min));
    }

    /// <summary>
    /// Box and Cox (JRSS B 26(2), 1964): (x^lambda - 1) / lambda of values shifted above zero where they are not; lambda
    /// in [-2, 2] by maximum likelihood where none is given.
    /// </summary>
    static void BoxCox(Span<double> x, double lambda)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (var v in x) { min = Math.Min(min, v); max = Math.Max(max, v); }
        if (max <= min) return;
        var shift = min > 0 ? 0 : .01 * (max - min) - min;
        var logs = 0.0;
        foreach (ref var v in x) { v += shift; logs += Math.Log(v); }
        var sample = x.ToArray();
        if (double.IsNaN(lambda)) lambda = Likeliest(sample, logs);
        foreach (ref var v in x) v = Power(v, lambda);
    }

    static double Power(double v, double lambda) => Math.Abs(lambda) < 1e-8 ? Math.Log(v) : (Math.Pow(v, lambda) - 1) / lambda;

    static double Likeliest(double[] x, double logs)
    {
        double Likelihood(double l)
        {
            var y = Array.ConvertAll(x, v => Power(v, l));
            return -x.Length / 2.0 * Math.Log(Moments.Variance(y) * (x.Length - 1) / x.Length) + (l - 1) * logs;
        }
        // Golden section: the profile likelihood has one top.
        double a = -2, b = 2, g = (Math.Sqrt(5) - 1) / 2;
        while (b - a > 1e-10)
        {
            var (c, d) = (b - g * (b - a), a + g * (b - a));
            if (Likelihood(c) > Likelihood(d)) b = d; else a = c;
        }
        return (a + b) / 2;
    }
}
