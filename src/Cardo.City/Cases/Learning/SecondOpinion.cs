namespace Cardo.Cases.Learning;

/// <summary>
/// The same case judged without the memory of circumstances: words, clues and surroundings alone, learned by themselves.
/// It chooses nothing. Where it thinks as the model does the choice is surer than either says, and where both differ it is
/// less sure: at the same share of right choices more can be dispatched (docs/methods/dispatch.md).
/// </summary>
internal sealed class SecondOpinion(ModelOptions options)
{
    /// <summary>It is not heard before it has learned so many cases, and half of those the model has.</summary>
    const int Least = 200;

    readonly LinearWeights words = new(), near = new();
    float[] odds = [], gradient = [];
    int slots, labels, seen, learned;
    bool asked;

    public void Fit(int slots, int labels)
    {
        (this.slots, this.labels) = (slots, labels);
        if (words.Stride > 0) Room();
    }

    void Room()
    {
        words.Fit(slots, labels);
        near.Fit(Surroundings.Slots, labels);
        if (odds.Length < words.Stride) (odds, gradient) = (new float[words.Stride], new float[words.Stride]);
    }

    /// <summary>Nothing to add where all there is are words: the model looks at nothing else then.</summary>
    public void Pass() => asked = false;

    public void Score(ReadOnlySpan<int> row, ReadOnlySpan<float> values, Surroundings around)
    {
        asked = true;
        if (words.Stride == 0) Room();
        odds.AsSpan().Clear();
        words.Score(row, values, odds);
        near.Score(around.Row, around.Values, odds);
        ModelParts.Softmax(odds, labels);
    }

    /// <summary>How likely it finds the label; what the model thinks where it was not asked or has learned too little.</summary>
    public float Of(int label, float model) => asked && learned >= Least && learned * 2L >= seen ? odds[label] : model;

    public void Move(int truth, ReadOnlySpan<int> row, ReadOnlySpan<float> values, Surroundings around)
    {
        seen++;
        if (!asked) return;
        learned++;
        odds.CopyTo(gradient, 0);
        gradient[truth] -= 1;
        words.Move(row, values, gradient, options.Step);
        near.Move(around.Row, around.Values, gradient, options.NearStep);
    }

    public void Write(BinaryWriter to)
    {
        to.Write(seen);
        to.Write(learned);
        words.Write(to);
        near.Write(to);
    }

    /// <exception cref="InvalidDataException">the bytes can't be weights for so many labels</exception>
    public void Read(BinaryReader from, int known)
    {
        (seen, learned) = (from.ReadInt32(), from.ReadInt32());
        words.Read(from, known);
        near.Read(from, known);
    }
}
