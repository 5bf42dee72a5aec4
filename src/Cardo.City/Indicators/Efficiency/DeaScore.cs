using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Efficiency;

/// <summary>A peer of a unit and its intensity.</summary>
internal readonly record struct Peer(int Unit, double Intensity);

/// <summary>What one unit's programme found.</summary>
/// <param name="Score">the efficiency; NaN when the programme has no solution</param>
/// <param name="Slacks">inputs then outputs, in the file's own units; empty where not asked for</param>
/// <param name="Weights">dual prices, inputs then outputs, per unit of the file; empty where they mean nothing</param>
internal sealed record DeaScore(double Score, Certificate Proof, Peer[] Peers, double[] Slacks, double[] Weights)
{
    public static DeaScore None(Certificate proof) => new(double.NaN, proof, [], [], []);

    /// <summary>An enumeration needs no programme: what was compared is all there is.</summary>
    public static DeaScore Enumerated(double score, Peer[] peers) => new(score, new Certificate(SolveState.Optimal, score, score, 0, 0, 0), peers, [], []);
}
