using System.Globalization;
using System.Text;

namespace Cardo.Standards.NgsiLd;

/// <summary>
/// Moments as ETSI GS CIM 009 clause 4.6.3 writes them: <c>YYYY-MM-DDThh:mm:ss[.ssssss]Z</c>; a comma may stand for
/// the point and an offset for Z. In memory: microseconds since 1970; years 1900 to 2200.
/// </summary>
public static class LdTime
{
    const long SecondUs = 1_000_000;
    const long MinUs = -2_208_988_800L * SecondUs;
    const long MaxUs = 7_258_118_400L * SecondUs;

    public static bool TryParse(ReadOnlySpan<char> text, out long us)
    {
        us = 0;
        Span<byte> bytes = stackalloc byte[40];
        if (text.Length > 40) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > 127) return false;
            bytes[i] = (byte)text[i];
        }
        return TryParse(bytes[..text.Length], out us);
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out long us)
    {
        us = 0;
        if (text.Length is < 20 or > 40 || text[4] != '-' || text[7] != '-' || (text[10] | 32) != 't' || text[13] != ':' || text[16] != ':') return false;
        if (!Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second)) return false;
        if (year is < 1900 or > 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 24 || minute > 59 || second > 60) return false;
        if (hour == 24 && (minute > 0 || second > 0)) return false;
        var rest = text[19..];
        long fraction = 0;
        if (rest[0] is (byte)'.' or (byte)',')
        {
            var digits = 1;
            for (long unit = SecondUs / 10; digits < rest.Length && char.IsAsciiDigit((char)rest[digits]); digits++, unit /= 10) fraction += unit * (rest[digits] - '0');
            if (digits == 1) return false;
            rest = rest[digits..];
        }
        if (!Offset(rest, out var offsetUs)) return false;
        var days = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Days;
        us = (days * 86_400L + hour * 3_600 + minute * 60 + second) * SecondUs + fraction - offsetUs;
        return us is >= MinUs and <= MaxUs;
    }

    static bool Offset(ReadOnlySpan<byte> text, out long us)
    {
        us = 0;
        if (text.Length == 1) return (text[0] | 32) == 'z';
        if (text.Length is not (5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || (text.Length == 6 && text[3] != ':')) return false;
        if (!Number(text[1..3], out var hours) || !Number(text[^2..], out var minutes) || hours > 18 || minutes > 59) return false;
        us = (hours * 60 + minutes) * 60 * SecondUs * (text[0] == '-' ? -1 : 1);
        return true;
    }

    static bool Number(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            number = number * 10 + digit - '0';
        }
        return true;
    }

    /// <summary>In UTC with the shortest exact fraction of 0, 3 or 6 digits.</summary>
    public static string Format(long us)
    {
        Span<byte> bytes = stackalloc byte[27];
        return Encoding.ASCII.GetString(bytes[..Format(us, bytes)]);
    }

    /// <summary>The same into a buffer of at least 27 bytes; returns the length.</summary>
    public static int Format(long us, Span<byte> to)
    {
        var at = new DateTime(us * 10 + DateTime.UnixEpoch.Ticks, DateTimeKind.Utc);
        var fraction = (int)(((us % SecondUs) + SecondUs) % SecondUs);
        at.TryFormat(to, out var n, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        if (fraction != 0)
        {
            to[n++] = (byte)'.';
            var digits = fraction % 1000 == 0 ? 3 : 6;
            if (digits == 3) fraction /= 1000;
            for (var i = digits - 1; i >= 0; i--, fraction /= 10) to[n + i] = (byte)('0' + fraction % 10);
            n += digits;
        }
        to[n++] = (byte)'Z';
        return n;
    }
}
