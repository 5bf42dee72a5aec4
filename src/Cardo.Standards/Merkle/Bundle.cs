using System.Buffers;
using System.Buffers.Binary;

namespace Cardo.Standards.Merkle;

/// <summary>An entry bundle of C2SP tlog-tiles: entries one after the other, each behind its length (16 bits, big-endian).</summary>
public static class Bundle
{
    public const int MaxEntry = ushort.MaxValue;

    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> entry)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, MaxEntry);
        BinaryPrimitives.WriteUInt16BigEndian(to.GetSpan(2), (ushort)entry.Length);
        to.Advance(2);
        to.Write(entry);
    }

    /// <summary>The entries of a bundle; null when the lengths don't fill it exactly or there are more than 256.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Read(ReadOnlyMemory<byte> bytes)
    {
        var entries = new List<ReadOnlyMemory<byte>>(Tile.Full);
        while (bytes.Length > 0)
        {
            if (bytes.Length < 2 || entries.Count == Tile.Full) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.Span);
            if (bytes.Length < 2 + length) return null;
            entries.Add(bytes.Slice(2, length));
            bytes = bytes[(2 + length)..];
        }
        return entries;
    }
}
