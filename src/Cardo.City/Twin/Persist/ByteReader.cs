using System.Buffers.Binary;

namespace Cardo.Twin.Persist;

/// <summary>
/// Reads what <see cref="EntityCodec"/> wrote. The log has checked the bytes before (CRC-32C), so running past the end
/// is a bug or a foreign database and throws.
/// </summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<byte> rest = bytes;

    public readonly bool AtEnd => rest.IsEmpty;

    public byte Byte()
    {
        var value = rest[0];
        rest = rest[1..];
        return value;
    }

    public long Long()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(rest);
        rest = rest[8..];
        return value;
    }

    public double Double() => BitConverter.Int64BitsToDouble(Long());

    public int Number()
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Byte();
            value |= (next & 127) << shift;
            if (next <= 127) return value;
        }
    }

    /// <summary>What was read since <paramref name="before"/>.</summary>
    public readonly ReadOnlySpan<byte> Since(in ByteReader before) => before.rest[..(before.rest.Length - rest.Length)];

    public ReadOnlySpan<byte> Bytes(int length)
    {
        var value = rest[..length];
        rest = rest[length..];
        return value;
    }
}
