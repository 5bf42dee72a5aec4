namespace Cardo.Indicators;

/// <summary>A published score, frozen in the journal.</summary>
/// <param name="Entry">its number in the journal</param>
/// <param name="AtUs">when it was published</param>
/// <param name="ForUs">the moment it is about</param>
/// <param name="Period">2026-04, 2026-Q1, 2026; "" where it was published by hand</param>
/// <param name="Revises">the entry it takes the place of, because data came late; 0 for none</param>
/// <param name="Scores">of each line by id; "" is the whole</param>
/// <param name="Values">of each indicator that had one</param>
public sealed record Vintage(long Entry, long AtUs, long ForUs, string Period, long Revises, string Plan, IReadOnlyDictionary<string, double> Scores, IReadOnlyDictionary<string, double> Values);

/// <summary>A line of a published score beside what is known of the same moment now.</summary>
public sealed record VintageLine(LiveItem Item, int Depth, double Then, double ThenValue, double Known, double KnownValue)
{
    public bool Differs => Math.Abs(Known - Then) > 1e-6 || double.IsNaN(Known) != double.IsNaN(Then);
}
