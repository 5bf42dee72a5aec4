namespace Cardo.Standards.LineProtocol;

/// <summary>What the number at the end of a line counts since 1970-01-01T00:00:00Z.</summary>
public enum Precision : byte { Nanoseconds, Microseconds, Milliseconds, Seconds, Minutes, Hours }

/// <summary>The words of the <c>precision</c> parameter and what they mean in microseconds.</summary>
public static class Precisions
{
    /// <summary>
    /// Reads <c>ns n us u µ ms s m h</c>, the words of both generations of the interface; an absent one means
    /// nanoseconds. Anything else is refused: a guess would move data by a factor of a thousand.
    /// </summary>
    public static bool TryParse(string? word, out Precision precision)
    {
        Precision? read = word switch
        {
            null or "" or "ns" or "n" => Precision.Nanoseconds,
            "us" or "u" or "µ" => Precision.Microseconds,
            "ms" => Precision.Milliseconds,
            "s" => Precision.Seconds,
            "m" => Precision.Minutes,
            "h" => Precision.Hours,
            _ => null,
        };
        precision = read ?? Precision.Nanoseconds;
        return read is not null;
    }

    /// <summary>Microseconds since 1970, rounded down; false when it doesn't fit into 64 bits.</summary>
    public static bool TryToUs(this Precision precision, long stamp, out long us)
    {
        us = 0;
        if (precision == Precision.Nanoseconds)
        {
            us = Math.DivRem(stamp, 1000, out var rest);
            if (rest < 0) us--;
            return true;
        }
        var product = (Int128)stamp * precision switch
        {
            Precision.Milliseconds => 1_000,
            Precision.Seconds => 1_000_000,
            Precision.Minutes => 60_000_000,
            Precision.Hours => 3_600_000_000,
            _ => 1,
        };
        if (product < long.MinValue || product > long.MaxValue) return false;
        us = (long)product;
        return true;
    }
}
