using System.Text.RegularExpressions;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd.Query;

/// <summary>Regular expressions from outside: linear in time whatever they are, short, and without repetitions that unfold into huge automata.</summary>
public static partial class SafePattern
{
    public const int MaxLength = 512;

    public static LdResult<Regex> Make(string pattern, string parameter)
    {
        if (pattern.Length > MaxLength) return QueryLimits.TooComplex($"The pattern is longer than {MaxLength} characters.", parameter);
        foreach (Match counted in Counted().Matches(pattern))
            if (!int.TryParse(counted.Groups[2].Success && counted.Groups[2].Length > 0 ? counted.Groups[2].Value : counted.Groups[1].Value, out var times) || times > 100)
                return QueryLimits.TooComplex("A repetition counts to at most 100.", parameter);
        if (Counted().Count(pattern) > 8) return QueryLimits.TooComplex("A pattern has at most 8 counted repetitions.", parameter);
        try
        {
            // No time limit: it would count the time a thread waits for its turn, and throw.
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return LdError.Bad("This is no regular expression (look-around and back-references are not known).", parameter);
        }
    }

    [GeneratedRegex(@"\{(\d+)(?:,(\d*))?\}", RegexOptions.NonBacktracking)]
    private static partial Regex Counted();
}
