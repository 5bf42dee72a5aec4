namespace Cardo.Cases.Clocks;

/// <summary>
/// How long handling takes, with what is still open counted (Kaplan and Meier 1958). The mean of closed cases alone falls
/// when many are young: it measures who was counted, not how quick the city is.
/// </summary>
internal static class KaplanMeier
{
    /// <summary>The time until half are done; null while fewer than half are.</summary>
    /// <param name="all">time so far, and whether it is over</param>
    public static double? Median(List<(double Time, bool Done)> all)
    {
        // At equal times, ends come before those that are still open: they were at risk until then.
        all.Sort((a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : b.Done.CompareTo(a.Done));
        var left = 1.0;
        for (int i = 0, atRisk = all.Count; i < all.Count; i++, atRisk--)
        {
            if (!all[i].Done) continue;
            left *= 1 - 1.0 / atRisk;
            if (left <= 0.5 + 1e-12) return all[i].Time;
        }
        return null;
    }

    /// <summary>The share not yet over after each time at which something ended, from (0, 1) on; thinned to at most 200 steps.</summary>
    public static IReadOnlyList<(double Time, double Share)> Curve(List<(double Time, bool Done)> all)
    {
        const double step = 0.005;
        all.Sort((a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : b.Done.CompareTo(a.Done));
        var curve = new List<(double Time, double Share)> { (0, 1) };
        double left = 1, last = 0;
        for (int i = 0, atRisk = all.Count; i < all.Count; i++, atRisk--)
        {
            if (!all[i].Done) continue;
            left = Math.Max(0, left * (1 - 1.0 / atRisk));
            last = all[i].Time;
            // What ends at one time is one step.
            if (i + 1 < all.Count && all[i + 1].Done && all[i + 1].Time == last) continue;
            if (curve[^1].Share - left >= step) curve.Add((last, left));
        }
        if (left < curve[^1].Share) curve.Add((last, left));
        return curve;
    }
}
