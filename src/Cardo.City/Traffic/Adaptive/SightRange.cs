namespace Cardo.Traffic.Adaptive;

/// <summary>How far a well-equipped junction sees.</summary>
internal static class SightRange
{
    /// <summary>Before the stop line and along the exits, m.</summary>
    public const double Approach_m = 150, Exit_m = 150;
}
