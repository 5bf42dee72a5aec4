using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cardo.Storage.Chunks;

/// <summary>
/// Reads what <see cref="PackedInts"/> wrote where it fits 31 bits, eight numbers at a time: eight numbers of w bits are
/// w bytes, so one shuffle per width brings each into its own 32 bits, and one shift and one mask do the rest.
/// </summary>
internal static class PackedInts32
{
    const byte AllZero = 0xff;
    const int Widest = 31;
    const int WidestShuffled = 25;

    static readonly Vector256<byte>[] shuffles = [.. Enumerable.Range(0, WidestShuffled + 1).Select(Shuffle)];
    static readonly Vector256<uint>[] shifts = [.. Enumerable.Range(0, WidestShuffled + 1).Select(Shifts)];

    // Lane 0 begins at bit 0, lane 1 four numbers later: at half a byte when the width is odd.
    static int Bit(int width, int i) => i < 4 ? i * width : (4 * width & 7) + (i - 4) * width;

    static Vector256<byte> Shuffle(int width)
    {
        var control = new byte[32];
        for (var i = 0; i < 8; i++)
            for (var b = 0; b < 4; b++) control[4 * i + b] = (byte)(Bit(width, i) / 8 + b);
        return Vector256.Create(control);
    }

    static Vector256<uint> Shifts(int width) => Vector256.Create([.. Enumerable.Range(0, 8).Select(i => (uint)(Bit(width, i) % 8))]);

    /// <summary>False when a number doesn't fit; the source then stands anywhere.</summary>
    public static bool TryRead(ref ByteSource source, Span<int> values)
    {
        if (values.IsEmpty) return true;
        var width = source.Byte();
        if (width == AllZero)
        {
            values.Clear();
            return true;
        }
        while (true)
        {
            if (width > Widest) return false;
            var block = values[..Math.Min(PackedInts.Block, values.Length)];
            var rest = source.Rest;
            source.Take((block.Length * width + 7) / 8);
            Unpack(rest, block, width);
            values = values[block.Length..];
            if (values.IsEmpty) return true;
            width = source.Byte();
        }
    }

    static void Unpack(ReadOnlySpan<byte> from, Span<int> block, int width)
    {
        if (width == 0)
        {
            block.Clear();
            return;
        }
        var i = 0;
        if (Avx2.IsSupported && width <= WidestShuffled)
        {
            var (shuffle, shift, mask) = (shuffles[width], shifts[width], Vector256.Create((1u << width) - 1));
            ref var start = ref MemoryMarshal.GetReference(from);
            for (; i + 8 <= block.Length && i / 8 * width + width / 2 + 16 <= from.Length; i += 8)
            {
                ref var at = ref Unsafe.Add(ref start, i / 8 * width);
                var both = Vector256.Create(Vector128.LoadUnsafe(ref at), Vector128.LoadUnsafe(ref at, (nuint)(width / 2)));
                var apart = Avx2.ShiftRightLogicalVariable(Avx2.Shuffle(both, shuffle).AsUInt32(), shift) & mask;
                apart.AsInt32().StoreUnsafe(ref block[i]);
            }
        }
        for (; i < block.Length; i++) block[i] = (int)(Word(from, i * width) & ((1u << width) - 1));
    }

    static uint Word(ReadOnlySpan<byte> from, int bit)
    {
        var at = bit >> 3;
        if (at + 8 <= from.Length) return (uint)(BinaryPrimitives.ReadUInt64LittleEndian(from[at..]) >> (bit & 7));
        ulong value = 0;
        for (var b = 0; at + b < from.Length && b < 5; b++) value |= (ulong)from[at + b] << (8 * b);
        return (uint)(value >> (bit & 7));
    }
}
