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
}
