using System.Buffers.Text;
using System.Text.Json;

namespace Cardo.Standards.NgsiLd;

/// <summary>Numbers between text and double, without losing a digit.</summary>
internal static class NumberText
{
    /// <summary>A number as a double where that keeps every digit, else as its text; false beyond what a double reaches.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out Value value)
    {
        var text = reader.ValueSpan;
        value = default;
        if (!Utf8Parser.TryParse(text, out double number, out var used) || used != text.Length || !double.IsFinite(number)) return false;
        value = text.Length <= 15 || Keeps(text, number) ? Value.Of(number) : Value.OfJson(text.ToArray());
        return true;
    }

    // Same significant digits and same exponent as the shortest text of the double.
    static bool Keeps(ReadOnlySpan<byte> text, double number)
    {
        Span<byte> given = stackalloc byte[40];
        if (Digits(text, given, out var exponent) is not { } length) return false;
        if (length <= 15) return true;
        Span<byte> shortest = stackalloc byte[32];
        if (!number.TryFormat(shortest, out var n, default, System.Globalization.CultureInfo.InvariantCulture)) return false;
        Span<byte> kept = stackalloc byte[40];
        return Digits(shortest[..n], kept, out var keptExponent) is { } keptLength && exponent == keptExponent && given[..length].SequenceEqual(kept[..keptLength]);
    }

    // Significant digits without zeros at either end, and the power of ten of the first; null when there are more than fit.
    static int? Digits(ReadOnlySpan<byte> text, Span<byte> to, out int exponent)
    {
        exponent = 0;
        int n = 0, trailing = 0, point = int.MinValue, seen = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.') point = seen;
            else if ((c | 32) == 'e')
            {
                if (!Utf8Parser.TryParse(text[i + 1] == '+' ? text[(i + 2)..] : text[(i + 1)..], out int power, out _)) return null;
                exponent += power;
                break;
            }
            else if (c is >= (byte)'0' and <= (byte)'9')
            {
                if (n == 0 && c == '0')
                {
                    if (point != int.MinValue) exponent--;
                    continue;
                }
                seen++;
                trailing = c == '0' ? trailing + 1 : 0;
                if (n == to.Length) return null;
                to[n++] = c;
            }
        }
        exponent += (point == int.MinValue ? seen : point) - 1;
        return n - trailing;
    }
}
