using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// How often the model was wrong where it chose a label for cases of the same first clue (service), against how often it
/// thought it would be. Where it was wrong twice as often as it thought, it doubts twice as much. Probabilities of many
/// parts that say the same are too sure of themselves, and more so for some services than for others.
/// </summary>
internal sealed class Doubts
{
    const int MaxKinds = 1 << 16;
    const double Start = 0.5, Fade = 0.999;

    readonly Dictionary<ulong, (double Thought, double Wrong)> kinds = [];

    /// <summary>The chance to be wrong, 0..1, as it was borne out.</summary>
    /// <param name="doubt">the chance to be wrong as the model thinks</param>
    public double Of(ulong clue, int choice, double doubt) =>
        kinds.TryGetValue(Grams.Both(clue, (ulong)choice), out var kind) ? Math.Min(1, doubt * (kind.Wrong + Start) / (kind.Thought + Start)) : doubt;

    public void Learn(ulong clue, int choice, double doubt, bool right)
    {
        ref var kind = ref CollectionsMarshal.GetValueRefOrAddDefault(kinds, Grams.Both(clue, (ulong)choice), out var there);
        kind = (kind.Thought * Fade + doubt, kind.Wrong * Fade + (right ? 0 : 1));
        if (!there && kinds.Count > MaxKinds) kinds.Remove(Grams.Both(clue, (ulong)choice));
    }

    public void Write(BinaryWriter to)
    {
        to.Write(kinds.Count);
        foreach (var (key, (thought, wrong)) in kinds)
        {
            to.Write(key);
            to.Write(thought);
            to.Write(wrong);
        }
    }

    /// <exception cref="InvalidDataException">the bytes can't be that</exception>
    public void Read(BinaryReader from)
    {
        if (from.ReadInt32() is var count && count is < 0 or > MaxKinds) throw new InvalidDataException("kinds of doubts");
        for (var i = 0; i < count; i++) kinds[from.ReadUInt64()] = (from.ReadDouble(), from.ReadDouble());
    }
}
