using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Composite;

/// <summary>
/// Makes a column comparable (OECD/JRC Handbook, 2008, step 5). Values come with their direction already applied, so more
/// is better from here on; goalposts and targets are turned with them.
/// </summary>
internal static class Normalise
{
    static readonly double[] cuts = [.05, .25, .65, .85, .95];
    static readonly double[] grades = [0, 20, 40, 60, 80, 100];

    /// <param name="x">the pool's values, directed, none missing; replaced</param>
    /// <param name="reference">the values statistics come from; x itself where pool and reference are the same</param>
    /// <returns>null when done, else why this method cannot be applied to these values</returns>
    public static string? Sample(Span<double> x, ReadOnlySpan<double> reference, in NormaliseKnob k, int direction, Span<double> keys, Span<int> order)
    {
        if (x.Length == 0) return null;
        switch (k.Method)
        {
            case NormaliseMethod.None: return null;
            case NormaliseMethod.MinMax:
                var (least, most) = Ends(reference);
                return most > least ? Linear(x, least, most, k) : Constant(reference, "min-max");
            case NormaliseMethod.Goalposts:
                if (double.IsNaN(k.Min) || double.IsNaN(k.Max)) return "goalposts need a min and a max";
                if (k.Max <= k.Min) return "the max of the goalposts must be greater than their min";
                return direction < 0 ? Linear(x, -k.Max, -k.Min, k) : Linear(x, k.Min, k.Max, k);
            case NormaliseMethod.DistanceToTarget: return ToTarget(x, reference, k, direction);
            case NormaliseMethod.ZScore: return Standard(x, reference, k);
            case NormaliseMethod.AdjustedPareto: return AdjustedPareto(x, reference, k, direction);
            case NormaliseMethod.Rank or NormaliseMethod.PercentRank or NormaliseMethod.Percentile or NormaliseMethod.Borda: return ByRank(x, k.Method, keys, order);
            case NormaliseMethod.Categorical: return Grade(x, reference);
            default: return ByReference(x, reference, k, direction);
        }
    }

    static (double Least, double Most) Ends(ReadOnlySpan<double> x)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (var v in x) { if (v < least) least = v; if (v > most) most = v; }
        return (least, most);
    }

    static string Constant(ReadOnlySpan<double> x, string method) => $"all {x.Length} values are equal, so {method} has no scale";

    static string? Linear(Span<double> x, double from, double to, in NormaliseKnob k)
    {
        var width = to - from;
        foreach (ref var v in x)
        {
            var share = (v - from) / width;
            if (share > 1 && k.Cap is CapMode.Max or CapMode.Both) share = 1;
            if (share < 0 && k.Cap is CapMode.Min or CapMode.Both) share = 0;
            v = share * (k.Hi - k.Lo) + k.Lo;
        }
        return null;
    }

    static string? ToTarget(Span<double> x, ReadOnlySpan<double> reference, in NormaliseKnob k, int direction)
    {
        if (double.IsNaN(k.Target)) return "distance to target needs a target";
        var (least, _) = Ends(reference);
        var target = direction < 0 ? -k.Target : k.Target;
        return target > least ? Linear(x, least, target, k with { Cap = CapMode.Max }) : "the target is not better than the worst value";
    }

    static string? Standard(Span<double> x, ReadOnlySpan<double> reference, in NormaliseKnob k)
    {
        if (reference.Length < 2) return "a z-score needs two values at least";
        var mean = Moments.Mean(reference);
        var deviation = Moments.Deviation(reference);
        if (k.Population) deviation *= Math.Sqrt((reference.Length - 1.0) / reference.Length);
        if (!(deviation > 0)) return Constant(reference, "a z-score");
        foreach (ref var v in x) v = (v - mean) / deviation * k.Hi + k.Lo;
        return null;
    }

    // Mazziotta and Pareto, Social Indicators Research 127(3), 2016: 70 to 130 around a reference that scores 100.
    static string? AdjustedPareto(Span<double> x, ReadOnlySpan<double> reference, in NormaliseKnob k, int direction)
    {
        var (least, most) = Ends(reference);
        if (!double.IsNaN(k.Min) && !double.IsNaN(k.Max)) (least, most) = direction < 0 ? (-k.Max, -k.Min) : (k.Min, k.Max);
        if (!(most > least)) return Constant(reference, "the adjusted Mazziotta-Pareto scale");
        var centre = double.IsNaN(k.Target) ? Moments.Mean(reference) : direction < 0 ? -k.Target : k.Target;
        var low = centre - (most - least) / 2;
        foreach (ref var v in x) v = (v - low) / (most - least) * 60 + 70;
        return null;
    }

    static string? ByRank(Span<double> x, NormaliseMethod method, Span<double> keys, Span<int> order)
    {
        var n = x.Length;
        if (n < 2 && method == NormaliseMethod.PercentRank) return "a percent rank needs two values at least";
        // Not every caller's x is long lived: rank into it after the keys hold a copy.
        Ranking.Least(x, x, keys, order);
        foreach (ref var v in x)
            v = method switch { NormaliseMethod.Rank => v, NormaliseMethod.Borda => v - 1, NormaliseMethod.Percentile => 100 * v / n, _ => (v - 1) / (n - 1) };
        return null;
    }

    // The Handbook's categorical scale: grades by the 5th, 25th, 65th, 85th and 95th percentile.
    static string? Grade(Span<double> x, ReadOnlySpan<double> reference)
    {
        var sorted = reference.ToArray();
        Array.Sort(sorted);
        foreach (ref var v in x)
        {
            var grade = 0;
            while (grade < cuts.Length && v >= Moments.Quantile(sorted, cuts[grade])) grade++;
            v = grades[grade];
        }
        return null;
    }

    // Where less is better values come negative: the ratio is then reference to value, so that more is better again.
    static string? ByReference(Span<double> x, ReadOnlySpan<double> reference, in NormaliseKnob k, int direction)
    {
        var (least, most) = Ends(reference);
        var by = k.Method switch
        {
            NormaliseMethod.FractionOfMax or NormaliseMethod.RatioToBest => most,
            NormaliseMethod.RatioToWorst or NormaliseMethod.DifferenceToWorst => least,
            _ => Moments.Mean(reference),
        };
        if (by == 0) return $"the value {SpecName(k.Method)} divides by is zero";
        var turned = direction < 0 && k.Method is (NormaliseMethod.RatioToBest or NormaliseMethod.RatioToWorst or NormaliseMethod.RatioToMean);
        foreach (ref var v in x)
        {
            if (turned && v == 0) return $"a value is zero, and {SpecName(k.Method)} divides by it where less is better";
            v = k.Method switch
            {
                NormaliseMethod.DifferenceToMean or NormaliseMethod.DifferenceToWorst => (v - by) / Math.Abs(by),
                NormaliseMethod.AboveMean => (v - by) / Math.Abs(by) > k.Width ? 1 : (v - by) / Math.Abs(by) < -k.Width ? -1 : 0,
                _ => turned ? by / v : v / by,
            };
        }
        return null;
    }

    static string SpecName(NormaliseMethod method) => Files.SpecNode.Kebab(method.ToString());

    /// <summary>What an aggregate becomes when its direction is reversed: mirrored on the scale its children have.</summary>
    public static double Mirror(double value, in NormaliseKnob k, int rows) => k.Method switch
    {
        NormaliseMethod.MinMax or NormaliseMethod.Goalposts or NormaliseMethod.DistanceToTarget => k.Lo + k.Hi - value,
        NormaliseMethod.ZScore => 2 * k.Lo - value,
        NormaliseMethod.Rank => rows + 1 - value,
        NormaliseMethod.Borda => rows - 1 - value,
        NormaliseMethod.PercentRank => 1 - value,
        NormaliseMethod.Percentile or NormaliseMethod.Categorical => 100 - value,
        NormaliseMethod.AdjustedPareto => 200 - value,
        _ => -value,
    };
}
