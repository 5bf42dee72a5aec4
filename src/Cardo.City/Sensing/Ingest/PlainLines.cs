using System.Buffers.Text;
using Cardo.Standards.LineProtocol;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Ingest;

/// <summary>
/// The quick way for lines of numbers whose measurement, tags and fields came before: what they mean is known, so numbers
/// go from the body's bytes into rows. Any other line is left where it stands, for <see cref="LineLines"/> to read.
/// </summary>
internal sealed class PlainLines(Intake intake, LineKeys keys, Precision precision)
{
    // So many digits are an integer that a double holds exactly, and so is the power of ten; then one division rounds as the standard asks.
    const int ExactDigits = 15;

    static readonly double[] powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    readonly double[] numbers = new double[Cardo.Storage.SeriesStore.MostInLane];
    LineKey? last;
    long stamp, stampUs;
    bool stamped;

    /// <summary>Reads whole lines from the front as long as they are plain.</summary>
    /// <param name="number">of the first line</param>
    /// <param name="most">lines at most</param>
    public (int Bytes, int Lines) Take(ReadOnlySpan<byte> block, int number, int most, long nowUs, Prepared into)
    {
        // Every scan below ends at a line feed at the latest.
        block = block[..(block.LastIndexOf((byte)'\n') + 1)];
        var (at, lines) = (0, 0);
        while (lines < most && at < block.Length)
        {
            var length = Line(block[at..], number + lines, nowUs, into);
            if (length == 0) break;
            at += length;
            lines++;
        }
        return (at, lines);
    }

    int Line(ReadOnlySpan<byte> rest, int number, long nowUs, Prepared into)
    {
        if (KeyOf(rest) is not { } key) return 0;
        var at = key.Bytes.Length;
        var fields = key.Fields.Keys;
        for (var i = 0; i < fields.Length; i++)
        {
            // A space before the first field, commas before the others.
            var field = fields[i];
            if (rest[at] != (i == 0 ? ' ' : ',') || !rest[++at..].StartsWith(field)) return 0;
            if (!Number(rest, at + field.Length, out numbers[i], out at)) return 0;
        }
        var claimedUs = Attribute.NoTime;
        if (rest[at] == ' ' && !Time(rest, ref at, out claimedUs)) return 0;
        if (rest[at] == '\r') at++;
        if (at >= rest.Length || rest[at] != '\n') return 0;
        if (!intake.TakeRow(key, numbers.AsSpan(0, fields.Length), claimedUs, nowUs, number, into)) return 0;
        into.Bytes += at + 1;
        return at + 1;
    }

    LineKey? KeyOf(ReadOnlySpan<byte> rest)
    {
        if (last?.Next is { } next && rest.Length > next.Bytes.Length && rest.StartsWith(next.Bytes) && rest[next.Bytes.Length] == ' ') return last = next;
        var end = rest[..Math.Min(rest.Length, LineKeys.MaxKeyBytes + 1)].IndexOf((byte)' ');
        if (end <= 0 || rest[end - 1] == '\\' || keys.Find(rest[..end]) is not { } key) return null;
        if (last is not null) last.Next = key;
        return last = key;
    }

    static bool Number(ReadOnlySpan<byte> from, int at, out double number, out int end)
    {
        var start = at;
        var negative = from[at] == '-';
        if (negative) at++;
        long digits = 0;
        var first = at;
        uint digit;
        while ((digit = (uint)from[at] - '0') <= 9)
        {
            digits = digits * 10 + digit;
            at++;
        }
        var (whole, scale) = (at - first, 0);
        if (from[at] == '.')
        {
            var point = ++at;
            while ((digit = (uint)from[at] - '0') <= 9)
            {
                digits = digits * 10 + digit;
                at++;
            }
            scale = at - point;
        }
        number = digits / powers[Math.Min(scale, ExactDigits)];
        if (negative) number = -number;
        end = at;
        if (whole > 0 && whole + scale <= ExactDigits && from[at] is (byte)',' or (byte)' ' or (byte)'\n' or (byte)'\r') return true;
        if (from[at] == 'i' && scale == 0 && whole is > 0 and <= ExactDigits && from[at - 1] != '.' && from[at + 1] is (byte)',' or (byte)' ' or (byte)'\n' or (byte)'\r')
        {
            end = at + 1;
            return true;
        }
        return Long(from, start, out number, out end);
    }

    // More digits than are exact, or an exponent.
    static bool Long(ReadOnlySpan<byte> from, int at, out double number, out int end)
    {
        var length = from[at..].IndexOfAny(", \r\n"u8);
        end = at + length;
        var word = from[at..end];
        number = 0;
        return length > 0 && word[0] is >= (byte)'0' and <= (byte)'9' or (byte)'-' && word[^1] is >= (byte)'0' and <= (byte)'9'
            && Utf8Parser.TryParse(word, out number, out var read) && read == word.Length && double.IsFinite(number);
    }

    bool Time(ReadOnlySpan<byte> from, ref int at, out long us)
    {
        us = 0;
        var start = ++at;
        long read = 0;
        uint digit;
        while ((digit = (uint)from[at] - '0') <= 9)
        {
            read = read * 10 + digit;
            at++;
        }
        // Nineteen digits may be beyond 64 bits.
        if (at - start is 0 or > 18 && !Longest(from[start..at], out read)) return false;
        if (!stamped || read != stamp)
        {
            if (!precision.TryToUs(read, out stampUs)) return false;
            (stamp, stamped) = (read, true);
        }
        us = stampUs;
        return true;
    }

    static bool Longest(ReadOnlySpan<byte> word, out long read) => Utf8Parser.TryParse(word, out read, out var used) && used == word.Length;
}
