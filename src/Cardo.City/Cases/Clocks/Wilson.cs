namespace Cardo.Cases.Clocks;

/// <summary>The interval of a share at 95 % (Wilson 1927): honest for few cases and near 0 or 1.</summary>
internal static class Wilson
{
    const double Z = 1.959964;

    public static (double Low, double High) Of(long hits, long all)
    {
        if (all == 0) return (0, 1);
        double n = all, p = hits / n, z2 = Z * Z, middle = (p + z2 / (2 * n)) / (1 + z2 / n), half = Z * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
