using Cardo.Ui;

namespace Cardo.Indicators.Live;

/// <summary>How often a score is frozen into the journal by itself.</summary>
internal enum Publishing { Never, Daily, Weekly, Monthly, Quarterly, Yearly }

/// <summary>A city's <c>indicators/score.yaml</c>, read.</summary>
/// <param name="Coverage">least share of a parent's weight that must be measured</param>
/// <param name="Measured">least share of an indicator's rows that must be there</param>
/// <param name="Items">the whole (<see cref="ReadScore.Whole"/>) first, parents before children; what stands beside the score under <see cref="ReadScore.Beside"/></param>
internal sealed record LivePlan(LocalText Title, double Coverage, double Measured, Publishing Publish, string Profile, IReadOnlyList<LiveItem> Items, IReadOnlyList<LivePeer> Peers);

/// <summary>Another city, with the raw values of the same indicators; what it lacks is NaN.</summary>
internal sealed record LivePeer(LocalText Name, IReadOnlyDictionary<string, double> Values);
