using Cardo.Kernel;

namespace Cardo.Sensing.Import;

internal enum TimeFault { None, Unreadable, DoesNotExist, Ambiguous, OutOfBounds }

/// <summary>
/// Reads moments written in a fixed pattern in a time zone. The pattern is made of yyyy MM dd HH mm ss, f for one digit
/// of a fraction, any other character for itself, and a closing * for "whatever follows is not looked at" (a zone
/// that is wrong). <c>iso</c> is ISO 8601 with its own zone.
/// </summary>
internal sealed class LocalTime(string pattern, TimeZoneInfo zone)
{
    long cachedSlot = long.MinValue, cachedOffsetUs;
    TimeFault cachedFault;

    public bool Iso => pattern == "iso";

    /// <summary>What is wrong with a pattern, or null.</summary>
    public static string? Wrong(string pattern)
    {
        if (pattern == "iso") return null;
        foreach (var part in new[] { "yyyy", "MM", "dd" })
            if (!pattern.Contains(part, StringComparison.Ordinal)) return $"the pattern has no {part}";
        var star = pattern.IndexOf('*');
        return star >= 0 && star != pattern.Length - 1 ? "* can only stand at the end" : null;
    }

    /// <param name="us">the moment; for <see cref="TimeFault.Ambiguous"/> the earlier of the two</param>
    public TimeFault Read(ReadOnlySpan<char> text, out long us)
    {
        if (Iso) return Instants.TryParse(text, out us) ? TimeFault.None : TimeFault.Unreadable;
        us = 0;
        if (!Parts(text, out var y, out var mo, out var d, out var h, out var mi, out var s, out var fractionUs)) return TimeFault.Unreadable;
        if (y is < 1 or > 9998 || mo is < 1 or > 12 || d < 1 || d > DateTime.DaysInMonth(y, mo) || h > 24 || mi > 59 || s > 60) return TimeFault.Unreadable;
        // 24:00 is the next midnight (ISO 8601) and a leap second the first of the next minute.
        var hour = new DateTime(y, mo, d, 0, 0, 0, DateTimeKind.Unspecified).Ticks / TimeSpan.TicksPerHour + h;
        if (h == 24 && (mi > 0 || s > 0)) return TimeFault.Unreadable;
        if (hour * 4 + mi / 15 != cachedSlot) Offset(hour, mi);
        if (cachedFault == TimeFault.DoesNotExist) return cachedFault;
        us = (hour * TimeSpan.TicksPerHour - DateTime.UnixEpoch.Ticks) / 10 + (mi * 60L + s) * Instants.SecondUs + fractionUs - cachedOffsetUs;
        return us is < Instants.MinUs or > Instants.MaxUs ? TimeFault.OutOfBounds : cachedFault;
    }

    void Offset(long hour, int minute)
    {
        var local = new DateTime(hour * TimeSpan.TicksPerHour, DateTimeKind.Unspecified).AddMinutes(minute);
        // Every zone's clock changes at a quarter of an hour.
        cachedSlot = hour * 4 + minute / 15;
        cachedFault = zone.IsInvalidTime(local) ? TimeFault.DoesNotExist : zone.IsAmbiguousTime(local) ? TimeFault.Ambiguous : TimeFault.None;
        cachedOffsetUs = (cachedFault == TimeFault.Ambiguous ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).Ticks / 10;
    }

    bool Parts(ReadOnlySpan<char> text, out int y, out int mo, out int d, out int h, out int mi, out int s, out long fractionUs)
    {
        (y, mo, d, h, mi, s, fractionUs) = (0, 1, 1, 0, 0, 0, 0);
        var at = 0;
        var weight = 100_000L;
        for (var i = 0; i < pattern.Length;)
        {
            var c = pattern[i];
            if (c == '*') return true;
            var run = 1;
            while (c is 'y' or 'M' or 'd' or 'H' or 'm' or 's' && i + run < pattern.Length && pattern[i + run] == c) run++;
            if (at + run > text.Length) return false;
            if (c is 'y' or 'M' or 'd' or 'H' or 'm' or 's' or 'f')
            {
                var number = 0;
                for (var j = 0; j < run; j++)
                {
                    var digit = text[at + j] - '0';
                    if ((uint)digit > 9) return false;
                    number = number * 10 + digit;
                }
                switch (c)
                {
                    case 'y': y = number; break;
                    case 'M': mo = number; break;
                    case 'd': d = number; break;
                    case 'H': h = number; break;
                    case 'm': mi = number; break;
                    case 's': s = number; break;
                    default:
                        fractionUs += number * weight;
                        weight /= 10;
                        break;
                }
            }
            else if (text[at] != c) return false;
            at += run;
            i += run;
        }
        return at == text.Length;
    }
}
