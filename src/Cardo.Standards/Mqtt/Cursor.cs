using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Cardo.Standards.Mqtt;

/// <summary>
/// Reads the body of a packet. Once something is missing or malformed it is <see cref="Failed"/>, everything after
/// reads as zero or empty, and the caller looks once at the end.
/// </summary>
internal ref struct Cursor(ReadOnlyMemory<byte> body)
{
    readonly ReadOnlyMemory<byte> memory = body;
    readonly ReadOnlySpan<byte> span = body.Span;
    MqttFault fault;

    public int At { get; private set; }

    public bool Failed { get; private set; }

    public readonly int Left => Failed ? 0 : span.Length - At;

    public readonly MqttFault Fault => fault;

    public void Fail(MqttFault why)
    {
        if (!Failed) fault = why;
        Failed = true;
    }

    bool Has(int count)
    {
        if (Failed) return false;
        if (span.Length - At >= count) return true;
        Fail(MqttFault.Malformed("The packet ends in the middle of a field."));
        return false;
    }

    public byte Byte() => Has(1) ? span[At++] : (byte)0;

    public ushort UInt16()
    {
        if (!Has(2)) return 0;
        At += 2;
        return BinaryPrimitives.ReadUInt16BigEndian(span[(At - 2)..]);
    }

    public uint UInt32()
    {
        if (!Has(4)) return 0;
        At += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(span[(At - 4)..]);
    }

    /// <summary>A variable byte integer in its shortest form [MQTT-1.5.5-1].</summary>
    public uint VarInt()
    {
        uint value = 0;
        for (var i = 0; i < 4; i++)
        {
            var b = Byte();
            if (Failed) return 0;
            value |= (uint)(b & 0x7f) << (7 * i);
            if (b >= 0x80) continue;
            if (b == 0 && i > 0) Fail(MqttFault.Malformed("A variable byte integer is longer than it need be."));
            return Failed ? 0 : value;
        }
        Fail(MqttFault.Malformed("A variable byte integer has more than four bytes."));
        return 0;
    }

    public ReadOnlyMemory<byte> Bytes(int count)
    {
        if (count < 0 || !Has(count)) return default;
        At += count;
        return memory.Slice(At - count, count);
    }

    public ReadOnlyMemory<byte> Binary() => Bytes(UInt16());

    /// <summary>Well-formed UTF-8 without U+0000 [MQTT-1.5.4-1, -2].</summary>
    public string Text()
    {
        var bytes = Binary().Span;
        if (Failed || bytes.Length == 0) return "";
        if (!TextIsValid(bytes))
        {
            Fail(MqttFault.Malformed("A string is not well-formed UTF-8, or holds U+0000."));
            return "";
        }
        return Encoding.UTF8.GetString(bytes);
    }

    public ReadOnlyMemory<byte> Rest() => Bytes(Left);

    public static bool TextIsValid(ReadOnlySpan<byte> bytes) => !bytes.Contains((byte)0) && Utf8.IsValid(bytes);
}
