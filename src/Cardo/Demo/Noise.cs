namespace Cardo.Server.Demo;

/// <summary>
/// Chance without memory: every number is a function of the seed and of what it is for, so that the past can be drawn
/// as well as the present and a second run draws the same.
/// </summary>
internal static class Noise
{
    /// <summary>0 up to 1.</summary>
    public static double Share(ulong seed, long a, long b = 0) => (Mix(Mix(seed ^ (ulong)a * 0x9E3779B97F4A7C15) ^ (ulong)b * 0xC2B2AE3D27D4EB4F) >> 11) * (1.0 / (1UL << 53));

    /// <summary>About normal with a deviation of 1: the sum of four shares, which never goes beyond 3.5.</summary>
    public static double Normal(ulong seed, long a, long b = 0) =>
        (Share(seed, a, b * 4) + Share(seed, a, b * 4 + 1) + Share(seed, a, b * 4 + 2) + Share(seed, a, b * 4 + 3) - 2) * 1.732;

    /// <summary>A slow wander between -1 and 1 that takes a new direction every <paramref name="periodUs"/>.</summary>
    public static double Walk(ulong seed, long a, long atUs, long periodUs)
    {
        var slot = atUs / periodUs;
        var part = (double)(atUs % periodUs) / periodUs;
        var (from, to) = (Share(seed, a, slot) * 2 - 1, Share(seed, a, slot + 1) * 2 - 1);
        return from + (to - from) * part * part * (3 - 2 * part);
    }

    public static ulong Seed(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return Mix(hash);
    }

    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
