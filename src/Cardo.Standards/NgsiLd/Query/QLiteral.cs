using System.Globalization;
using System.Text.RegularExpressions;

namespace Cardo.Standards.NgsiLd.Query;

/// <summary>The operators of the query language.</summary>
public enum QOp : byte { Exists, NotExists, Equal, Unequal, Greater, GreaterEqual, Less, LessEqual, Match, NoMatch }

/// <summary>One value of a query term, or a range of values.</summary>
/// <param name="Text">as written, without quotes</param>
/// <param name="Number">NaN when it is no number</param>
/// <param name="AtUs">a moment in microseconds since 1970, when it is one</param>
/// <param name="Bool">true or false, when it is one of them</param>
/// <param name="Word">expanded as a vocabulary word</param>
/// <param name="To">the upper end of a range, inclusive</param>
public sealed record QLiteral(string Text, double Number, long? AtUs, bool? Bool, string Word, QLiteral? To = null)
{
    internal Regex? Pattern { get; init; }

    internal static QLiteral Quoted(string text, Func<string, string> expand) =>
        new(text, double.NaN, LdTime.TryParse(text, out var at) ? at : null, null, expand(text));

    internal static QLiteral Bare(string text, Func<string, string> expand)
    {
        if (text is "true" or "false") return new(text, double.NaN, null, text == "true", text);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && !char.IsAsciiLetter(text[0]))
            return new(text, number, null, null, text);
        return Quoted(text, expand);
    }

    /// <summary>How a number stands to this one; null when this is no number.</summary>
    internal int? Compare(double number) => double.IsNaN(Number) ? null : number.CompareTo(Number);

    internal int? Compare(string text)
    {
        if (Bool is not null || !double.IsNaN(Number)) return null;
        if (AtUs is { } mine && LdTime.TryParse(text, out var at)) return at.CompareTo(mine);
        return Math.Sign(string.CompareOrdinal(text, Text));
    }

    internal int? Compare(bool flag) => Bool is { } mine ? flag.CompareTo(mine) : null;

    internal int? Compare(long atUs) => AtUs is { } mine ? atUs.CompareTo(mine) : null;
}
