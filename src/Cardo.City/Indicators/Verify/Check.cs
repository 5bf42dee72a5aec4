namespace Cardo.Indicators.Verify;

/// <summary>One figure of a reference set against what is computed here.</summary>
/// <param name="Set">the reference set: its folder</param>
/// <param name="Quantity">what kind of figure: a stage, a model's scores</param>
/// <param name="At">which one of them</param>
/// <param name="Tolerance">absolute, on values up to 1; relative beyond</param>
internal readonly record struct Check(string Set, string Quantity, string At, double Expected, double Computed, double Tolerance)
{
    public double Difference => Computed - Expected;

    public bool Miss => !(Math.Abs(Difference) <= Tolerance * Math.Max(1, Math.Abs(Expected)));
}
