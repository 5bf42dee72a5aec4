using Cardo.Cases.Learning;

namespace Cardo.Cases.Clocks;

/// <summary>
/// How long handling takes, with what is still open counted (Kaplan and Meier 1958). The mean of closed cases alone falls
/// when many are young: it measures who was counted, not how quick the city is.
/// </summary>
internal static class KaplanMeier
{
    /// <summary>The share not yet over after each time at which something ended, from (0, 1) on; thinned to at most 200 steps.</summary>
    public static IReadOnlyList<(double Time, double Share)> Curve(IEnumerable<(double Time, bool Done)> all)
    {
        const double least = 0.005;
        var curve = new List<(double Time, double Share)> { (0, 1) };
        var steps = Measures.KaplanMeier(all);
        foreach (var step in steps)
            if (curve[^1].Share - step.Survival >= least) curve.Add((step.Time, step.Survival));
        if (steps.Count > 0 && steps[^1].Survival < curve[^1].Share) curve.Add((steps[^1].Time, steps[^1].Survival));
        return curve;
    }
}
