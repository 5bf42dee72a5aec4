using System.Buffers.Binary;

namespace Cardo.Standards.Mqtt;

/// <summary>
/// Where topic, properties and payload of a PUBLISH stand in its body: what the hot path reads instead of a
/// <see cref="Publish"/>, without allocating.
/// </summary>
/// <param name="PacketId">0 at QoS 0</param>
/// <param name="PropertiesStart">where the property length stands; equals <paramref name="PayloadStart"/> in 3.1.1</param>
public readonly record struct PublishParts(int TopicStart, int TopicLength, ushort PacketId, int PropertiesStart, int PayloadStart)
{
    public bool HasProperties => PayloadStart - PropertiesStart > 1;

    /// <summary>Reads the places; topic and properties are not judged yet (see <see cref="MqttDecoder"/>).</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, byte qos, MqttVersion version, out PublishParts parts, out MqttFault fault)
    {
        parts = default;
        fault = default;
        if (body.Length < 2) return Short(out fault);
        int topic = BinaryPrimitives.ReadUInt16BigEndian(body), at = 2 + topic;
        ushort id = 0;
        if (qos > 0)
        {
            if (body.Length < at + 2) return Short(out fault);
            id = BinaryPrimitives.ReadUInt16BigEndian(body[at..]);
            at += 2;
            // [MQTT-2.2.1-3]
            if (id == 0)
            {
                fault = MqttFault.Protocol("A PUBLISH with QoS above 0 has packet identifier 0.");
                return false;
            }
        }
        if (body.Length < at) return Short(out fault);
        var properties = at;
        if (version == MqttVersion.V5)
        {
            if (body.Length < at + 1) return Short(out fault);
            if (body[at] == 0) at++;
            else if (!SkipProperties(body, ref at, out fault)) return false;
        }
        parts = new PublishParts(2, topic, id, properties, at);
        return true;
    }

    static bool SkipProperties(ReadOnlySpan<byte> body, ref int at, out MqttFault fault)
    {
        int length = 0, start = at;
        fault = default;
        while (true)
        {
            if (at == body.Length) return Short(out fault);
            var b = body[at];
            length |= (b & 0x7f) << (7 * (at - start));
            at++;
            if (b < 0x80) break;
            if (at - start == 4)
            {
                fault = MqttFault.Malformed("A variable byte integer has more than four bytes.");
                return false;
            }
        }
        at += length;
        return at <= body.Length || Short(out fault);
    }

    static bool Short(out MqttFault fault)
    {
        fault = MqttFault.Malformed("The PUBLISH ends in the middle of a field.");
        return false;
    }
}
