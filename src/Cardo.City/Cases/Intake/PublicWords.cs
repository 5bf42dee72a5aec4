using System.Text.RegularExpressions;

namespace Cardo.Cases.Intake;

/// <summary>Words as everybody may read them: what looks like an e-mail address or a telephone number is covered.</summary>
internal static partial class PublicWords
{
    public static string Of(string? words) => words is null ? "" : Phone().Replace(Email().Replace(words, "[…]"), "[…]");

    // Linear in the words, whatever they are, and so without a time limit: a limit counts the wall's time, and on a busy
    // machine a thread that had to wait for its turn once ended the whole city by it.
    [GeneratedRegex(@"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    // Seven digits or more with the marks people put between them, and no letter or digit beside them; a house number or
    // a year is shorter.
    [GeneratedRegex(@"(?:\B\+|\b)\d(?:[\s\-().]{0,2}\d){6,14}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();
}
