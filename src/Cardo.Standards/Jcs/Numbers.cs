using System.Globalization;
using System.Text;

namespace Cardo.Standards.Jcs;

/// <summary>Numbers as ECMAScript's Number::toString prints them (ECMA-262 section 6.1.6.1.20; RFC 8785 section 3.2.2.3).</summary>
public static class Numbers
{
    /// <summary>The shortest decimal that reads back to the same double. NaN and infinities have none: that is a bug of the caller.</summary>
    public static string Format(double number)
    {
        if (!double.IsFinite(number)) throw new ArgumentOutOfRangeException(nameof(number), "JSON has no NaN and no infinity");
        if (number == 0) return "0";
        // "E16" would print noise; "R" gives the shortest round-trip digits, in one of two notations.
        var (digits, exponent) = Digits(Math.Abs(number).ToString("R", CultureInfo.InvariantCulture));
        var text = new StringBuilder();
        if (number < 0) text.Append('-');
        Lay(text, digits, exponent);
        return text.ToString();
    }

    /// <summary>Places the decimal point: value = 0.d₁d₂… × 10ⁿ.</summary>
    static void Lay(StringBuilder text, string digits, int n)
    {
        var k = digits.Length;
        if (k <= n && n <= 21) text.Append(digits).Append('0', n - k);
        else if (n is > 0 and <= 21) text.Append(digits, 0, n).Append('.').Append(digits, n, k - n);
        else if (n is > -6 and <= 0) text.Append("0.").Append('0', -n).Append(digits);
        else
        {
            text.Append(digits[0]);
            if (k > 1) text.Append('.').Append(digits, 1, k - 1);
            text.Append('e').Append(n > 0 ? '+' : '-').Append(Math.Abs(n - 1));
        }
    }

    /// <summary>The significant digits without zeroes at either end, and n of the formula above.</summary>
    static (string Digits, int N) Digits(string text)
    {
        var e = text.IndexOf('E');
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa.Length : point;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), whole - leading + exponent);
    }
}
