using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// Multinomial logistic regression over sparse rows, learned by stochastic gradient with AdaGrad's steps (Duchi, Hazan and
/// Singer 2011), one sum of squares a slot. A slot's weights for all labels lie together, so a piece costs one stretch of
/// memory and the labels are computed eight at a time.
/// </summary>
internal sealed class LinearWeights
{
    const float Epsilon = 0.01f;

    /// <summary>Weights at most, 512 MB; slots beyond are not weighed.</summary>
    const int MaxWeights = 1 << 27;

    float[] weights = [];
    float[] squares = [];

    /// <summary>Floats a slot: the labels, rounded up to whole vectors.</summary>
    public int Stride { get; private set; }

    /// <summary>Labels rounded up to whole vectors.</summary>
    public static int Wide(int labels) => (labels + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>Makes room for so many slots and labels; what is there stays.</summary>
    public void Fit(int slots, int labels)
    {
        var wide = Math.Max(Wide(labels), Stride);
        var room = slots <= squares.Length ? squares.Length : Math.Min(Math.Max(slots, squares.Length + squares.Length / 2), MaxWeights / Math.Max(wide, 1));
        if (wide == Stride && room == squares.Length) return;
        if (wide == Stride) Array.Resize(ref weights, room * wide);
        else
        {
            var moved = new float[room * wide];
            for (var i = 0; i < Math.Min(squares.Length, room); i++) weights.AsSpan(i * Stride, Stride).CopyTo(moved.AsSpan(i * wide));
            (weights, Stride) = (moved, wide);
        }
        Array.Resize(ref squares, room);
    }

    /// <summary>Adds the scores of all labels to <paramref name="scores"/> (<see cref="Stride"/> long).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Score(ReadOnlySpan<int> slots, ReadOnlySpan<float> values, Span<float> scores)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(scores);
        var all = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan());
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i] >= squares.Length) continue;
            var value = new Vector<float>(values[i]);
            var row = all.Slice(slots[i] * sums.Length, sums.Length);
            for (var k = 0; k < row.Length; k++) sums[k] += value * row[k];
        }
    }

    /// <summary>Moves the weights against the gradient.</summary>
    /// <param name="gradient">probability minus truth, a label each, <see cref="Stride"/> long</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Move(ReadOnlySpan<int> slots, ReadOnlySpan<float> values, ReadOnlySpan<float> gradient, float step)
    {
        var change = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        var all = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan());
        var norm = 0f;
        foreach (var g in gradient) norm += g * g;
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i] >= squares.Length) continue;
            ref var square = ref squares[slots[i]];
            square += values[i] * values[i] * norm;
            var by = new Vector<float>(step * values[i] / (MathF.Sqrt(square) + Epsilon));
            var row = all.Slice(slots[i] * change.Length, change.Length);
            for (var k = 0; k < row.Length; k++) row[k] -= by * change[k];
        }
    }

    /// <summary>How much a slot speaks for a label more than for the average one.</summary>
    public float Lean(int slot, int label, int labels)
    {
        if (slot >= squares.Length) return 0;
        var row = weights.AsSpan(slot * Stride, labels);
        var sum = 0f;
        foreach (var w in row) sum += w;
        return row[label] - sum / labels;
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Stride);
        to.Write(squares.Length);
        to.Write(MemoryMarshal.AsBytes(squares.AsSpan()));
        to.Write(MemoryMarshal.AsBytes(weights.AsSpan()));
    }

    /// <exception cref="InvalidDataException">the bytes can't be weights for so many labels</exception>
    public void Read(BinaryReader from, int labels)
    {
        var (stride, slots) = (from.ReadInt32(), from.ReadInt32());
        if (stride == 0 && slots == 0) return;
        // Another machine's vectors may be wider: rows are moved to this one's width.
        if (stride < labels || stride > 1 << 16 || slots < 0 || (long)slots * stride > MaxWeights) throw new InvalidDataException("sizes of the weights");
        Fit(slots, labels);
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(squares.AsSpan(0, slots)));
        var row = new float[stride];
        for (var i = 0; i < slots; i++)
        {
            from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(row.AsSpan()));
            row.AsSpan(0, Math.Min(stride, Stride)).CopyTo(weights.AsSpan(i * Stride));
        }
    }
}
