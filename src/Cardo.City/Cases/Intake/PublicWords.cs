using System.Text.RegularExpressions;

namespace Cardo.Cases.Intake;

/// <summary>Words as everybody may read them: what looks like an e-mail address or a telephone number is covered.</summary>
internal static partial class PublicWords
{
    public static string Of(string? words) => words is null ? "" : Phone().Replace(Email().Replace(words, "[…]"), "[…]");

    [GeneratedRegex(@"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+", RegexOptions.None, 200)]
    private static partial Regex Email();

    // Seven digits or more with the marks people put between them; a house number or a year is shorter.
    [GeneratedRegex(@"(?<!\w)\+?\d([\s\-().]{0,2}\d){6,14}(?!\w)", RegexOptions.None, 200)]
    private static partial Regex Phone();
}
