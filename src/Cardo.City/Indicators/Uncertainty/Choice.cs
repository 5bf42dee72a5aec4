using Cardo.Indicators.Composite;

namespace Cardo.Indicators.Uncertainty;

/// <summary>
/// One uncertain choice: a typed address in the specification and what may stand there. A number in [0, 1) decides which;
/// the same number always decides the same.
/// </summary>
/// <param name="At">the address, as written</param>
/// <param name="Labels">the values' names where they are a list; empty for a range</param>
/// <param name="Apply">turns the knobs to what the number says</param>
/// <param name="Say">what the number says, in words</param>
internal sealed record Choice(string At, IReadOnlyList<string> Labels, Action<Knobs, double> Apply, Func<double, string> Say)
{
    /// <summary>Whether it reaches back before treatment, so that imputation must be done anew.</summary>
    public bool BeforeTreatment { get; init; }
}
