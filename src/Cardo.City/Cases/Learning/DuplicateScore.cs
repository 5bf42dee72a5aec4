using Cardo.Kernel;

namespace Cardo.Cases.Learning;

/// <summary>
/// How likely two matters are about the same thing: logistic regression over place, time, words, service, source, address
/// and asset, learned from pairs that a city's staff named. Without such pairs a plain score by the same features serves.
/// </summary>
public sealed class DuplicateScore
{
    readonly float[] weights;

    internal DuplicateScore(float[] weights, double cut) => (this.weights, Cut) = (weights, cut);

    /// <summary>For a city that has no pairs of its own yet: what Boston's staff-named pairs taught (docs/methods/duplicates.md).</summary>
    public static DuplicateScore Plain { get; } = new(PlainWeights.Make(), PlainWeights.Cut);

    /// <summary>From this score on two are called likely: about an eighth of the matters it was learned from have such a one before them.</summary>
    public double Cut { get; }

    /// <summary>
    /// How likely, as people read it: even odds at the cut. Staff name only some of the pairs there are, so the score itself
    /// is far too low as a probability; only its order and the cut mean anything.
    /// </summary>
    /// <returns>0..1</returns>
    public double Likeness(double score)
    {
        var (odds, even) = (score / Math.Max(1e-12, 1 - score), Cut / Math.Max(1e-12, 1 - Cut));
        return odds / Math.Max(1e-12, odds + even);
    }

    /// <summary>0..1; the order of the two does not matter.</summary>
    public double Score(MatterSketch a, MatterSketch b) => Score(a, b, 0);

    /// <param name="crowd">how many matters of the same service were reported around there lately: where there are many, nearness says less</param>
    public double Score(MatterSketch a, MatterSketch b, int crowd) => Score(a, b, crowd, new WordPieces());

    internal double Score(MatterSketch a, MatterSketch b, int crowd, WordPieces words)
    {
        Span<float> x = stackalloc float[PairFeatures.Count];
        PairFeatures.Fill(a, b, crowd, words, x);
        return Logistic(x);
    }

    double Logistic(ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += weights[i] * x[i];
        return 1 / (1 + Math.Exp(-sum));
    }

    /// <summary>Learns from a history and the pairs named in it.</summary>
    /// <param name="matters">in the order of their time</param>
    /// <param name="pairs">ids of two matters about the same thing, in any order</param>
    /// <returns>a refusal when fewer than thirty of the pairs are found among candidates</returns>
    public static Outcome<DuplicateScore> Train(IReadOnlyList<MatterSketch> matters, IReadOnlyCollection<(string A, string B)> pairs, CancellationToken stop = default) =>
        new PairTraining(matters, pairs, stop).Run();

    internal ReadOnlySpan<float> Weights => weights;
}
