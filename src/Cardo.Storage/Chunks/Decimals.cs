namespace Cardo.Storage.Chunks;

/// <summary>
/// Sensors write decimals: 21.37 is 2137 at scale 2. A double is taken as such only when dividing the integer by the
/// power of ten gives back the very same bits, so nothing is ever rounded.
/// </summary>
internal static class Decimals
{
    public const int MaxScale = 9;

    static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

    /// <summary>The integer that stands for a value at a scale, if there is one below 2^53.</summary>
    public static bool TryScale(double value, int scale, out long scaled)
    {
        var near = Math.Round(value * Powers[scale]);
        scaled = 0;
        if (!(Math.Abs(near) < 9007199254740992.0)) return false;
        scaled = (long)near;
        return BitConverter.DoubleToInt64Bits(scaled / Powers[scale]) == BitConverter.DoubleToInt64Bits(value);
    }

    public static double Value(long scaled, int scale) => scaled / Powers[scale];

    public static long Power(int scale) => (long)Powers[scale];
}
