using System.Buffers;
using System.Text;
using Cardo.Kernel;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>An application message that someone is to receive: immutable, owning its bytes, shared by all receivers.</summary>
internal sealed class Message(string topic, byte[] payload, byte qos, bool retain, Properties? properties, long expiresAtUs)
{
    const byte Format = 1;

    public string Topic { get; } = topic;

    public byte[] TopicUtf8 { get; } = Encoding.UTF8.GetBytes(topic);

    public byte[] Payload { get; } = payload;

    public byte Qos { get; } = qos;

    /// <summary>As the publisher set it.</summary>
    public bool Retain { get; } = retain;

    /// <summary>What passes through to MQTT 5 receivers; without alias, expiry and subscription identifiers.</summary>
    public Properties? Properties { get; } = properties;

    /// <summary><see cref="long.MaxValue"/>: never.</summary>
    public long ExpiresAtUs { get; } = expiresAtUs;

    /// <summary>Rough bytes it holds.</summary>
    public int Size { get; } = 160 + 3 * topic.Length + payload.Length + (properties is null ? 0 : 200 + (properties.User?.Sum(u => 60 + 2 * (u.Key.Length + u.Value.Length)) ?? 0));

    public bool Expired(long nowUs) => ExpiresAtUs <= nowUs;

    /// <summary>Takes a message off the wire, copying what it keeps.</summary>
    public static Message From(string topic, ReadOnlyMemory<byte> payload, byte qos, bool retain, Properties? wire, long nowUs)
    {
        Properties? kept = null;
        if (wire is not null && (wire.PayloadFormat is not null || wire.ContentType is not null || wire.ResponseTopic is not null || wire.CorrelationData is not null || wire.User is not null))
            kept = new Properties
            {
                PayloadFormat = wire.PayloadFormat,
                ContentType = wire.ContentType,
                ResponseTopic = wire.ResponseTopic,
                CorrelationData = wire.CorrelationData is { } data ? data.ToArray() : (ReadOnlyMemory<byte>?)null,
                User = wire.User,
            };
        var expires = wire?.MessageExpiry_s is { } s ? nowUs + s * Instants.SecondUs : long.MaxValue;
        return new Message(topic, payload.ToArray(), qos, retain, kept, expires);
    }

    /// <summary>The message for the ledger: the time it ends, then an MQTT 5 PUBLISH.</summary>
    public byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>(Payload.Length + TopicUtf8.Length + 64);
        var head = output.GetSpan(9);
        head[0] = Format;
        BitConverter.TryWriteBytes(head[1..], ExpiresAtUs);
        output.Advance(9);
        MqttEncoder.WritePublish(output, MqttVersion.V5, TopicUtf8, Payload, Qos, Retain, false, 1, Properties);
        return output.WrittenSpan.ToArray();
    }

    public static Message? FromBytes(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 9 || bytes.Span[0] != Format) return null;
        var expires = BitConverter.ToInt64(bytes.Span[1..]);
        var packet = bytes[9..];
        if (Frame.Find(packet.Span, int.MaxValue, out var frame, out _) != FrameState.Whole) return null;
        if (!MqttDecoder.TryDecode(frame, packet.Slice(frame.BodyStart, frame.BodyLength), MqttVersion.V5, out var read, out _) || read is not Publish p) return null;
        return new Message(p.Topic, p.Payload.ToArray(), p.Qos, p.Retain, p.Properties, expires);
    }
}
