namespace Cardo.Sensing;

/// <summary>
/// What is observed, and what it can plausibly be (O&amp;M's observed property). Bounds are in <see cref="UnitCode"/>;
/// an observation in another unit isn't held against them. NaN and 0 mean that a bound isn't known.
/// </summary>
/// <param name="Name">the attribute's short name: <c>temperature</c></param>
/// <param name="Definition">the attribute's IRI, by which it is known elsewhere</param>
/// <param name="UnitCode">UN/CEFACT common code; null for a bare number, a text or a boolean</param>
/// <param name="Min">the least plausible value</param>
/// <param name="Max">the greatest plausible value</param>
/// <param name="MaxPerMinute">the fastest plausible change, per minute</param>
/// <param name="Stuck_s">a value that stays exactly the same for this many seconds is doubtful</param>
/// <param name="Late_s">an observation older than this many seconds at arrival is late; 0 for the city's default</param>
public sealed record ObservedProperty(
    string Name, string Definition, string? UnitCode,
    double Min = double.NaN, double Max = double.NaN, double MaxPerMinute = double.NaN, int Stuck_s = 0, int Late_s = 0)
{
    public bool HasBounds => !double.IsNaN(Min) || !double.IsNaN(Max) || !double.IsNaN(MaxPerMinute) || Stuck_s > 0;
}
