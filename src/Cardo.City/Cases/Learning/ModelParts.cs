using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>What a model is made of, and one step of prediction and learning. Not for several threads at once.</summary>
internal sealed class ModelParts
{
    const int MostMarks = 8;

    readonly Dictionary<string, int> numbers = [];
    float[] gradient = [];
    ulong about;

    public ModelParts(ModelOptions options) : this(options, new Vocabulary()) { }

    public ModelParts(ModelOptions options, Vocabulary vocabulary)
    {
        (Options, Vocabulary) = (options, vocabulary);
        Features = new(vocabulary, options);
        Experts = new(options);
        Surroundings = new(options);
        Second = new(options);
        Calibration = new(options.Window, options.Recent);
    }

    public ModelOptions Options { get; }
    public Vocabulary Vocabulary { get; }
    public CaseFeatures Features { get; }
    public LinearWeights Words { get; } = new();
    public Experts Experts { get; }
    public Surroundings Surroundings { get; }
    public SecondOpinion Second { get; }
    public Doubts Doubts { get; } = new();
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

    /// <summary>What the experts remember the last case by.</summary>
    public List<(ulong Kind, ulong Key)> Circumstances { get; } = [];

    /// <summary>Looks at a case and computes the labels' probabilities.</summary>
    public void Score(CaseText text)
    {
        Features.Read(text);
        Features.Find();
        Row();
        CaseFeatures.Combine(Features.Known, Features.Given, Circumstances);
        Score(text, CollectionsMarshal.AsSpan(Circumstances));
    }

    /// <summary>The same for a case that was taken apart before and whose row is made.</summary>
    public void Score(CaseText text, ReadOnlySpan<(ulong Kind, ulong Key)> circumstances)
    {
        about = text.Clues.Count > 0 ? Grams.Clue("", text.Clues[0].Value) : 0;
        var scores = Odds.AsSpan();
        scores.Clear();
        Words.Score(CollectionsMarshal.AsSpan(Slots), CollectionsMarshal.AsSpan(Values), scores);
        Experts.Score(circumstances, scores);
        Surroundings.Score(text, Experts, scores);
        Softmax(scores, Labels.Count);
        if (text.Clues.Count == 0 && text.Lon is null) Second.Pass();
        else Second.Score(CollectionsMarshal.AsSpan(Slots), CollectionsMarshal.AsSpan(Values), Surroundings);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(Span<float> scores, int n)
    {
        var max = float.MinValue;
        foreach (var score in scores[..n]) max = Math.Max(max, score);
        // Scores are whole vectors long; what is beyond the labels is nothing again afterwards.
        var all = MemoryMarshal.Cast<float, Vector<float>>(scores);
        for (var k = 0; k < all.Length; k++) all[k] = Vector.Exp(all[k] - new Vector<float>(max));
        scores[n..].Clear();
        var sum = Vector<float>.Zero;
        foreach (var odds in all) sum += odds;
        var by = new Vector<float>(1 / Vector.Sum(sum));
        for (var k = 0; k < all.Length; k++) all[k] *= by;
    }

    /// <summary>The row of the case that <see cref="Features"/> last read.</summary>
    public void Row() => Features.Row(Slots, Values);

    public Choice Choice()
    {
        var best = Best();
        var certainty = 1 - Doubts.Of(about, best, Doubt(best));
        return new(Labels[best], Calibration.Of(certainty), certainty);
    }

    // The mean of both opinions. What the others have, and not what is missing to one: that would be rounded away.
    double Doubt(int best)
    {
        var sum = 0.0;
        for (var i = 0; i < Labels.Count; i++)
            if (i != best) sum += Odds[i] + Second.Of(i, Odds[i]);
        return sum / 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Best()
    {
        var best = 0;
        for (var i = 1; i < Labels.Count; i++)
            if (Odds[i] > Odds[best]) best = i;
        return best;
    }

    /// <summary>Tells the calibration how the last prediction turned out.</summary>
    /// <param name="asked">whether somebody may ask before it is told to fit</param>
    public void Judge(int truth, bool asked)
    {
        var best = Best();
        var doubt = Doubt(best);
        var certainty = 1 - Doubts.Of(about, best, doubt);
        if (asked) Calibration.Learn(certainty, best == truth);
        else Calibration.Note(certainty, best == truth);
        Doubts.Learn(about, best, doubt, best == truth);
    }

    /// <summary>Learns the last case's answer.</summary>
    public void Step(int truth)
    {
        Odds.CopyTo(gradient);
        gradient[truth] -= 1;
        Words.Move(CollectionsMarshal.AsSpan(Slots), CollectionsMarshal.AsSpan(Values), gradient, Options.Step);
        Experts.Move(gradient);
        Surroundings.Move(gradient);
        Second.Move(truth, CollectionsMarshal.AsSpan(Slots), CollectionsMarshal.AsSpan(Values), Surroundings);
        Experts.Learn(truth);
        Surroundings.Learn(truth);
    }

    /// <summary>Keeps the case that <see cref="Features"/> last read as a precedent.</summary>
    public void Remember(CaseText text, int truth) => Past.Learn(text.Id, truth, Marks());

    /// <summary>What tells a case from others: its rarest pieces, or its first clue and block where it has no words.</summary>
    public ulong[] Marks()
    {
        if (Features.Words.Length == 0)
        {
            CaseFeatures.Combine(Features.Known, Features.Given, Circumstances);
            return [.. Circumstances.Skip(Math.Max(0, Circumstances.Count - MostMarks)).Select(c => Grams.Both(c.Kind, c.Key))];
        }
        Span<(float Rarity, ulong Hash)> rarest = stackalloc (float, ulong)[MostMarks];
        var count = 0;
        foreach (var hash in Features.Words)
        {
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
        Second.Fit(Vocabulary.Slots, Labels.Count);
        var wide = LinearWeights.Wide(Labels.Count);
        if (Odds.Length == wide) return;
        Odds = [.. Odds, .. new float[wide - Odds.Length]];
        gradient = new float[wide];
    }
}
