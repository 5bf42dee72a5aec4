using System.Buffers;

namespace Cardo.Standards.Mqtt;

/// <summary>Packets to bytes. What can't be said in the version is left out; a string above 65,535 bytes is a bug and throws.</summary>
public static class MqttEncoder
{
    /// <summary>Writes a whole packet; answers its size in bytes.</summary>
    public static int Write(IBufferWriter<byte> output, Packet packet, MqttVersion version)
    {
        var v5 = version == MqttVersion.V5;
        var count = new Scribe();
        Body(ref count, packet, v5);
        var span = Open(output, HeaderOf(packet), count.At, out var total);
        if (count.At > 0)
        {
            var scribe = new Scribe(span);
            Body(ref scribe, packet, v5);
        }
        output.Advance(total);
        return total;
    }

    /// <summary>Bytes <see cref="Write"/> will write.</summary>
    public static int Size(Packet packet, MqttVersion version)
    {
        var count = new Scribe();
        Body(ref count, packet, version == MqttVersion.V5);
        return 1 + VarIntSize(count.At) + count.At;
    }

    /// <summary>PUBLISH from parts at hand, for fan-out: nothing is allocated. Properties are not written in 3.1.1.</summary>
    /// <param name="packetId">ignored at QoS 0</param>
    /// <param name="largest">nothing is written, and 0 answered, when the packet would have more bytes</param>
    public static int WritePublish(IBufferWriter<byte> output, MqttVersion version, ReadOnlySpan<byte> topicUtf8, ReadOnlySpan<byte> payload,
        byte qos, bool retain, bool dup, ushort packetId, Properties? properties = null, int largest = int.MaxValue)
    {
        var v5 = version == MqttVersion.V5;
        var count = new Scribe();
        if (v5) PropertyWriter.Write(ref count, properties);
        var length = 2 + topicUtf8.Length + (qos > 0 ? 2 : 0) + count.At + payload.Length;
        if (1 + VarIntSize(length) + length > largest) return 0;
        var span = Open(output, (byte)(0x30 | (dup ? 8 : 0) | qos << 1 | (retain ? 1 : 0)), length, out var total);
        var scribe = new Scribe(span);
        scribe.Binary(topicUtf8);
        if (qos > 0) scribe.UInt16(packetId);
        if (v5) PropertyWriter.Write(ref scribe, properties);
        scribe.Bytes(payload);
        output.Advance(total);
        return total;
    }

    /// <summary>A PUBACK, PUBREC, PUBREL or PUBCOMP that has nothing to add: four bytes.</summary>
    public static void WriteAck(IBufferWriter<byte> output, PacketType type, ushort packetId)
    {
        var span = output.GetSpan(4);
        span[0] = (byte)((int)type << 4 | (type == PacketType.Pubrel ? 2 : 0));
        span[1] = 2;
        span[2] = (byte)(packetId >> 8);
        span[3] = (byte)packetId;
        output.Advance(4);
    }

    static int VarIntSize(int value) => value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : 4;

    static Span<byte> Open(IBufferWriter<byte> output, byte header, int length, out int total)
    {
        var head = 1 + VarIntSize(length);
        if (length > 268_435_455) throw new ArgumentOutOfRangeException(nameof(length), "MQTT packets end at 256 MB");
        total = head + length;
        var span = output.GetSpan(total);
        span[0] = header;
        var scribe = new Scribe(span[1..]);
        scribe.VarInt((uint)length);
        return span[head..total];
    }

    static byte HeaderOf(Packet packet) => packet switch
    {
        Publish p => (byte)(0x30 | (p.Dup ? 8 : 0) | p.Qos << 1 | (p.Retain ? 1 : 0)),
        { Type: PacketType.Pubrel or PacketType.Subscribe or PacketType.Unsubscribe } => (byte)((int)packet.Type << 4 | 2),
        _ => (byte)((int)packet.Type << 4),
    };

    static void Body(ref Scribe s, Packet packet, bool v5)
    {
        switch (packet)
        {
            case Connect connect: WriteConnect(ref s, connect); break;
            case Connack connack:
                s.Byte(connack.SessionPresent ? (byte)1 : (byte)0);
                s.Byte(connack.Code);
                if (v5) PropertyWriter.Write(ref s, connack.Properties);
                break;
            case Publish publish:
                s.Text(publish.Topic);
                if (publish.Qos > 0) s.UInt16(publish.PacketId);
                if (v5) PropertyWriter.Write(ref s, publish.Properties);
                s.Bytes(publish.Payload.Span);
                break;
            case Ack ack:
                s.UInt16(ack.PacketId);
                if (v5) Reason(ref s, ack.Code, ack.Properties);
                break;
            case Subscribe subscribe: WriteSubscribe(ref s, subscribe, v5); break;
            case Suback suback:
                s.UInt16(suback.PacketId);
                if (v5) PropertyWriter.Write(ref s, suback.Properties);
                foreach (var code in suback.Codes) s.Byte(!v5 && (byte)code >= 0x80 ? (byte)0x80 : (byte)code);
                break;
            case Unsubscribe unsubscribe:
                s.UInt16(unsubscribe.PacketId);
                if (v5) PropertyWriter.Write(ref s, unsubscribe.Properties);
                foreach (var filter in unsubscribe.Filters) s.Text(filter);
                break;
            case Unsuback unsuback:
                s.UInt16(unsuback.PacketId);
                if (!v5) break;
                PropertyWriter.Write(ref s, unsuback.Properties);
                foreach (var code in unsuback.Codes) s.Byte((byte)code);
                break;
            case Disconnect disconnect when v5: Reason(ref s, disconnect.Code, disconnect.Properties); break;
            case Auth auth when v5: Reason(ref s, auth.Code, auth.Properties); break;
        }
    }

    // Success without properties is said by leaving both out (sections 3.4.2.1, 3.14.2.1, 3.15.2.1).
    static void Reason(ref Scribe s, ReasonCode code, Properties? properties)
    {
        if (code == ReasonCode.Success && properties is null) return;
        s.Byte((byte)code);
        if (properties is not null) PropertyWriter.Write(ref s, properties);
    }

    static void WriteSubscribe(ref Scribe s, Subscribe subscribe, bool v5)
    {
        s.UInt16(subscribe.PacketId);
        if (v5) PropertyWriter.Write(ref s, subscribe.Properties);
        foreach (var r in subscribe.Requests)
        {
            s.Text(r.Filter);
            s.Byte((byte)(r.Qos | (v5 ? (r.NoLocal ? 4 : 0) | (r.RetainAsPublished ? 8 : 0) | (int)r.RetainHandling << 4 : 0)));
        }
    }

    static void WriteConnect(ref Scribe s, Connect c)
    {
        var v5 = c.Version == MqttVersion.V5;
        s.Text("MQTT");
        s.Byte((byte)c.Version);
        s.Byte((byte)((c.CleanStart ? 2 : 0) | (c.Will is { } w ? 4 | w.Qos << 3 | (w.Retain ? 0x20 : 0) : 0)
            | (c.Password is null ? 0 : 0x40) | (c.UserName is null ? 0 : 0x80)));
        s.UInt16(c.KeepAlive_s);
        if (v5) PropertyWriter.Write(ref s, c.Properties);
        s.Text(c.ClientId);
        if (c.Will is { } will)
        {
            if (v5) PropertyWriter.Write(ref s, will.Properties);
            s.Text(will.Topic);
            s.Binary(will.Payload.Span);
        }
        if (c.UserName is { } user) s.Text(user);
        if (c.Password is { } password) s.Binary(password.Span);
    }
}
