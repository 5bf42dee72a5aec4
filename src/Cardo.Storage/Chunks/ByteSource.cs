using System.Buffers.Binary;
using System.Text;

namespace Cardo.Storage.Chunks;

/// <summary>Reads what <see cref="ByteSink"/> wrote. Running past the end is damage and throws <see cref="InvalidDataException"/>.</summary>
internal ref struct ByteSource(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<byte> rest = bytes;

    public readonly int Left => rest.Length;

    public readonly ReadOnlySpan<byte> Rest => rest;

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)rest.Length) throw new InvalidDataException("a chunk ends too early");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return value;
        }
        throw new InvalidDataException("a number in a chunk has no end");
    }

    /// <summary>A count or length that what follows must still be able to hold at <paramref name="most"/> at the most.</summary>
    public int Count(int most)
    {
        var value = Number();
        return value <= (ulong)most ? (int)value : throw new InvalidDataException($"a count in a chunk is {value}, more than {most}");
    }

    public long Signed() => ByteSink.Unzigzag(Number());

    public string Text() => Encoding.UTF8.GetString(Take(Count(Left)));
}
