using Cardo.Kernel;

namespace Cardo.Sensing.Payloads;

/// <summary>What every decoder refuses alike.</summary>
internal static class Readers
{
    /// <summary>The words by which senders without JSON numbers say that there is none.</summary>
    public static bool IsNotANumber(ReadOnlySpan<char> text) => text.Length is >= 3 and <= 9
        && (text.Equals("NaN", StringComparison.OrdinalIgnoreCase) || text.Equals("Infinity", StringComparison.OrdinalIgnoreCase)
            || text.Equals("-Infinity", StringComparison.OrdinalIgnoreCase) || text.Equals("-inf", StringComparison.OrdinalIgnoreCase)
            || text.Equals("+inf", StringComparison.OrdinalIgnoreCase) || text.Equals("inf", StringComparison.OrdinalIgnoreCase));

    public static Refusal NotANumber(string name) =>
        Refusal.Bad("not-a-number", $"'{name}' is not a finite number. Where there is no reading, leave it out or say null.");
}
