using System.Buffers.Binary;
using System.Text;

namespace Cardo.Standards.Mqtt;

/// <summary>Writes the body of a packet; over an empty span it only counts, so that lengths come from the same code that writes.</summary>
internal ref struct Scribe(Span<byte> output)
{
    readonly Span<byte> output = output;
    // Said this way round so that default counts.
    readonly bool real = !output.IsEmpty;

    public int At { get; private set; }

    public void Byte(byte value)
    {
        if (real) output[At] = value;
        At++;
    }

    public void UInt16(ushort value)
    {
        if (real) BinaryPrimitives.WriteUInt16BigEndian(output[At..], value);
        At += 2;
    }

    public void UInt32(uint value)
    {
        if (real) BinaryPrimitives.WriteUInt32BigEndian(output[At..], value);
        At += 4;
    }

    public void VarInt(uint value)
    {
        do
        {
            var more = value > 0x7f;
            Byte((byte)(value & 0x7f | (more ? 0x80u : 0)));
            value >>= 7;
        }
        while (value > 0);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        if (real) bytes.CopyTo(output[At..]);
        At += bytes.Length;
    }

    public void Binary(ReadOnlySpan<byte> bytes)
    {
        UInt16(checked((ushort)bytes.Length));
        Bytes(bytes);
    }

    public void Text(ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        UInt16(checked((ushort)length));
        if (real) Encoding.UTF8.GetBytes(text, output[At..]);
        At += length;
    }
}
