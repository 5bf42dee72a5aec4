using System.Buffers.Binary;
using System.Numerics;

namespace Cardo.Storage.Chunks;

/// <summary>
/// Unsigned numbers in blocks of 32, each block with as many bits a number as its largest needs (one byte says how
/// many), so that one outlier costs its block and not the column. A column of zeros is one byte.
/// </summary>
internal static class PackedInts
{
    public const int Block = 32;
    const byte AllZero = 0xff;

    public static void Write(ByteSink sink, ReadOnlySpan<ulong> values)
    {
        if (values.IndexOfAnyExcept(0UL) < 0)
        {
            sink.Byte(AllZero);
            return;
        }
        for (; !values.IsEmpty; values = values[Math.Min(Block, values.Length)..])
        {
            var block = values[..Math.Min(Block, values.Length)];
            var width = Width(block);
            sink.Byte((byte)width);
            Pack(sink.Take((block.Length * width + 7) / 8), block, width);
        }
    }

    public static void Read(ref ByteSource source, Span<ulong> values)
    {
        if (values.IsEmpty) return;
        var width = source.Byte();
        if (width == AllZero)
        {
            values.Clear();
            return;
        }
        while (true)
        {
            if (width > 64) throw new InvalidDataException($"a block of {width} bits");
            var block = values[..Math.Min(Block, values.Length)];
            Unpack(source.Take((block.Length * width + 7) / 8), block, width);
            values = values[block.Length..];
            if (values.IsEmpty) return;
            width = source.Byte();
        }
    }

    /// <summary>How many bytes <see cref="Write"/> would take.</summary>
    public static int Cost(ReadOnlySpan<ulong> values)
    {
        var cost = 0;
        for (; !values.IsEmpty; values = values[Math.Min(Block, values.Length)..])
        {
            var block = values[..Math.Min(Block, values.Length)];
            cost += 1 + (block.Length * Width(block) + 7) / 8;
        }
        return cost;
    }

    static int Width(ReadOnlySpan<ulong> block)
    {
        ulong any = 0;
        foreach (var value in block) any |= value;
        return 64 - BitOperations.LeadingZeroCount(any);
    }

    static void Pack(Span<byte> to, ReadOnlySpan<ulong> block, int width)
    {
        if (width == 0) return;
        ulong hold = 0;
        int held = 0, at = 0;
        foreach (var value in block)
        {
            hold |= value << held;
            held += width;
            if (held < 64) continue;
            BinaryPrimitives.WriteUInt64LittleEndian(to[at..], hold);
            at += 8;
            held -= 64;
            hold = held == 0 ? 0 : value >> (width - held);
        }
        for (; held > 0; held -= 8, hold >>= 8) to[at++] = (byte)hold;
    }

    static void Unpack(ReadOnlySpan<byte> from, Span<ulong> block, int width)
    {
        if (width == 0)
        {
            block.Clear();
            return;
        }
        var mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        for (var i = 0; i < block.Length; i++)
        {
            var bit = i * width;
            block[i] = Word(from, bit >> 3, bit & 7, width) & mask;
        }
    }

    static ulong Word(ReadOnlySpan<byte> from, int at, int shift, int width)
    {
        if (at + 9 <= from.Length)
        {
            var low = BinaryPrimitives.ReadUInt64LittleEndian(from[at..]) >> shift;
            return shift + width <= 64 ? low : low | (ulong)from[at + 8] << (64 - shift);
        }
        ulong value = 0;
        for (var i = 0; at + i < from.Length && i * 8 - shift < width; i++)
        {
            var part = (ulong)from[at + i];
            value |= i == 0 ? part >> shift : part << (i * 8 - shift);
        }
        return value;
    }
}
