namespace Cardo.Traffic.Studio;

/// <summary>A try with what there is to show of it.</summary>
/// <param name="Progress">null where it does not run</param>
/// <param name="Result">null until it is done</param>
/// <param name="On">null where the network is gone or cannot be read</param>
/// <param name="Closed">ids of the roads it closes</param>
/// <param name="Before">how many wait before it</param>
public sealed record TrialView(Trial Trial, TryProgress? Progress, TryResult? Result, StudioNetwork? On, IReadOnlyList<string> Closed, int Before);
