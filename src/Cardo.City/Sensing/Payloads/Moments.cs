using Cardo.Kernel;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Payloads;

/// <summary>How a profile's message counts time.</summary>
internal enum TimeFormat : byte { Auto, Iso, EpochSeconds, EpochMilliseconds, EpochMicroseconds }

/// <summary>Times as devices write them, read into microseconds since 1970.</summary>
internal static class Moments
{
    public static Refusal? OfText(string text, out long us)
    {
        if (Instants.TryParse(text, out us)) return null;
        us = Attribute.NoTime;
        return Unreadable(text);
    }

    /// <summary>
    /// A number since 1970: below 10^11 seconds, below 10^14 milliseconds, else microseconds. The ranges can't be
    /// confused between 1973 and the year 5138.
    /// </summary>
    public static Refusal? OfNumber(double number, out long us) =>
        OfNumber(number, Math.Abs(number) < 1e11 ? TimeFormat.EpochSeconds : Math.Abs(number) < 1e14 ? TimeFormat.EpochMilliseconds : TimeFormat.EpochMicroseconds, out us);

    public static Refusal? OfNumber(double number, TimeFormat format, out long us)
    {
        if (format == TimeFormat.Auto) return OfNumber(number, out us);
        var micro = Math.Round(number * format switch { TimeFormat.EpochSeconds => 1e6, TimeFormat.EpochMilliseconds => 1e3, _ => 1 });
        us = Attribute.NoTime;
        if (format == TimeFormat.Iso || !double.IsFinite(micro) || micro < Instants.MinUs || micro > Instants.MaxUs)
            return Unreadable(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        us = (long)micro;
        return null;
    }

    public static Refusal Unreadable(string text) => Refusal.Bad("time-unreadable",
        $"observedAt '{(text.Length <= 40 ? text : text[..40] + "…")}' is neither ISO 8601 with a zone (2018-08-23T10:00:00Z) nor a number of s, ms or µs since 1970.");
}
