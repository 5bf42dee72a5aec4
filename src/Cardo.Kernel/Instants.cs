using System.Globalization;

namespace Cardo.Kernel;

/// <summary>
/// Moments as microseconds since 1970-01-01T00:00:00Z (<c>long</c>, suffix <c>Us</c>): eight bytes, ordered,
/// exact for every timestamp NGSI-LD and SensorThings can carry to six decimals.
/// Clocks are <see cref="TimeProvider"/>s; nothing outside Kernel asks the machine for the time.
/// </summary>
public static class Instants
{
    public const long SecondUs = 1_000_000;
    public const long MinuteUs = 60 * SecondUs;
    public const long HourUs = 60 * MinuteUs;
    public const long DayUs = 24 * HourUs;

    /// <summary>What a moment may be: years 1900 to 2200. Outside stands a broken clock, not a city.</summary>
    public const long MinUs = -2_208_988_800L * SecondUs;
    public const long MaxUs = 7_258_118_400L * SecondUs;

    public static long NowUs(this TimeProvider clock) => FromDateTimeOffset(clock.GetUtcNow());

    public static long FromDateTimeOffset(DateTimeOffset at) => (at.UtcTicks - DateTime.UnixEpoch.Ticks) / 10;

    public static DateTimeOffset ToDateTimeOffset(long us) => new(us * 10 + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);

    /// <summary>ISO 8601 in UTC with the shortest exact fraction: 2018-08-23T10:00:00Z, ….120Z, ….120001Z.</summary>
    public static string Format(long us)
    {
        var at = ToDateTimeOffset(us);
        var fraction = us % SecondUs;
        var pattern = fraction == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
            : fraction % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return at.ToString(pattern, CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Reads an ISO 8601 date-time with zone (Z or ±hh:mm); a comma may stand for the decimal point
    /// (ETSI GS CIM 009 clause 4.6.3). A date alone, a missing zone or a year outside 1900-2200 is refused.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long us)
    {
        us = 0;
        if (text.Length is < 17 or > 40) return false;
        Span<char> copy = stackalloc char[text.Length];
        text.CopyTo(copy);
        copy.Replace(',', '.');
        var zone = copy[^1] is 'Z' or 'z' || (copy.Length > 6 && copy[^6] is '+' or '-') || copy[^5] is '+' or '-';
        if (!zone || copy[10] is not ('T' or 't')) return false;
        if (!DateTimeOffset.TryParse(copy, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return false;
        us = FromDateTimeOffset(at);
        return us is >= MinUs and <= MaxUs;
    }
}
