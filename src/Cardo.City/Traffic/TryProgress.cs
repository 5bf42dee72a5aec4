namespace Cardo.Traffic;

/// <summary>How far a try is.</summary>
/// <param name="Share">of the whole, 0 to 1</param>
/// <param name="PairsDone">pairs of runs that are over</param>
/// <param name="Simulated_s">of the pair that runs, the mean of both sides, s</param>
/// <param name="Horizon_s">how long each run simulates, s</param>
public readonly record struct TryProgress(double Share, int PairsDone, int Pairs, double Simulated_s, double Horizon_s);
