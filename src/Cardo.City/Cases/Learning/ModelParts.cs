using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>What a model is made of, and one step of prediction and learning. Not for several threads at once.</summary>
internal sealed class ModelParts
{
    const int MostMarks = 8;

    readonly Dictionary<string, int> numbers = [];
    float[] gradient = [];

    public ModelParts(ModelOptions options) : this(options, new Vocabulary()) { }

    public ModelParts(ModelOptions options, Vocabulary vocabulary)
    {
        (Options, Vocabulary) = (options, vocabulary);
        Features = new(vocabulary, options);
        Experts = new(options);
        Surroundings = new(options);
        Calibration = new(options.Window);
    }

    public ModelOptions Options { get; }
    public Vocabulary Vocabulary { get; }
    public CaseFeatures Features { get; }
    public LinearWeights Words { get; } = new();
    public Experts Experts { get; }
    public Surroundings Surroundings { get; }
    public Calibration Calibration { get; }
    public PastCases Past { get; } = new();
    public List<string> Labels { get; } = [];

    /// <summary>The row of the last case.</summary>
    public List<int> Slots { get; } = [];

    public List<float> Values { get; } = [];

    /// <summary>Probabilities of the labels after a case was scored.</summary>
    public float[] Odds { get; private set; } = [];

    /// <summary>The label's number, given to new ones; -1 for what can't be a label here.</summary>
    public int Number(string label)
    {
        if (numbers.TryGetValue(label, out var number)) return number;
        if (label.Length is 0 or > DispatchModel.MaxLabel || Labels.Count >= DispatchModel.MaxLabels) return -1;
        Labels.Add(label);
        Fit();
        return numbers[label] = Labels.Count - 1;
    }

    /// <summary>Looks at a case and computes the labels' probabilities.</summary>
    public void Score(CaseText text)
    {
        Features.Read(text);
        Features.Find();
        Row();
        Score(text, Features.Circumstances, CollectionsMarshal.AsSpan(Slots), CollectionsMarshal.AsSpan(Values));
    }

    /// <summary>The same for a case that was taken apart before.</summary>
    public void Score(CaseText text, List<(ulong Kind, ulong Key)> circumstances, ReadOnlySpan<int> slots, ReadOnlySpan<float> values)
    {
        var scores = Odds.AsSpan();
        scores.Clear();
        Words.Score(slots, values, scores);
        Experts.Score(circumstances, scores);
        Surroundings.Score(text, scores);
        var n = Labels.Count;
        var max = float.MinValue;
        for (var i = 0; i < n; i++) max = Math.Max(max, scores[i]);
        var sum = 0f;
        for (var i = 0; i < n; i++) sum += scores[i] = MathF.Exp(scores[i] - max);
        for (var i = 0; i < n; i++) scores[i] /= sum;
        scores[n..].Clear();
    }

    /// <summary>The row of the case that <see cref="Features"/> last read.</summary>
    public void Row() => Features.Row(Slots, Values);

    public Choice Choice()
    {
        var best = Best();
        return new(Labels[best], Calibration.Of(Odds[best]), Odds[best]);
    }

    public int Best()
    {
        var best = 0;
        for (var i = 1; i < Labels.Count; i++)
            if (Odds[i] > Odds[best]) best = i;
        return best;
    }

    /// <summary>Tells the calibration how the last prediction turned out.</summary>
    public void Judge(int truth)
    {
        var best = Best();
        Calibration.Learn(Odds[best], best == truth);
    }

    /// <summary>Learns the last case's answer.</summary>
    public void Step(int truth, CaseText text)
    {
        Fit();
        Step(truth, CollectionsMarshal.AsSpan(Slots), CollectionsMarshal.AsSpan(Values));
        Remember(text, truth);
    }

    public void Step(int truth, ReadOnlySpan<int> slots, ReadOnlySpan<float> values)
    {
        Odds.CopyTo(gradient);
        gradient[truth] -= 1;
        Words.Move(slots, values, gradient, Options.Step);
        Experts.Move(gradient);
        Surroundings.Move(gradient);
        Experts.Learn(truth);
        Surroundings.Learn(truth);
    }

    /// <summary>Keeps the case that <see cref="Features"/> last read as a precedent.</summary>
    public void Remember(CaseText text, int truth) => Past.Learn(text.Id, truth, Marks(text));

    /// <summary>What tells a case from others: its rarest pieces, or its first clue and block where it has no words.</summary>
    public ulong[] Marks(CaseText text)
    {
        if (Features.Words == 0)
            return Features.Circumstances.Count == 0 ? [] : [.. Features.Circumstances.Select(c => Grams.Both(c.Kind, c.Key)).Skip(Math.Max(0, Features.Circumstances.Count - MostMarks))];
        Span<(float Rarity, ulong Hash)> rarest = stackalloc (float, ulong)[MostMarks];
        var count = 0;
        for (var i = 0; i < Features.Words; i++)
        {
            var hash = Features.Hashes[i];
            if (Vocabulary.Find(hash) is not (>= 0 and var piece) || Vocabulary.Slot(piece) < 0) continue;
            var rarity = Vocabulary.Rarity(piece);
            if ((count == MostMarks && rarity <= rarest[^1].Rarity) || Has(rarest[..count], hash)) continue;
            // Among equals the one that was said first stands first.
            var at = count < MostMarks ? count++ : MostMarks - 1;
            for (; at > 0 && rarest[at - 1].Rarity < rarity; at--) rarest[at] = rarest[at - 1];
            rarest[at] = (rarity, hash);
        }
        var marks = new ulong[count];
        for (var i = 0; i < count; i++) marks[i] = rarest[i].Hash;
        return marks;
    }

    static bool Has(ReadOnlySpan<(float Rarity, ulong Hash)> marks, ulong hash)
    {
        foreach (var mark in marks)
            if (mark.Hash == hash) return true;
        return false;
    }

    /// <summary>Makes room for what vocabulary and labels have become.</summary>
    public void Fit()
    {
        Words.Fit(Vocabulary.Slots, Labels.Count);
        Experts.Fit(Labels.Count);
        Surroundings.Fit(Labels.Count);
        var wide = LinearWeights.Wide(Labels.Count);
        if (Odds.Length == wide) return;
        Odds = [.. Odds, .. new float[wide - Odds.Length]];
        gradient = new float[wide];
    }
}
