namespace Cardo.Standards.Mqtt;

/// <summary>An MQTT control packet. Memories are slices of the buffer it was decoded from. <see cref="Properties"/> are null in 3.1.1 and when empty.</summary>
public abstract record Packet(PacketType Type)
{
    public Properties? Properties { get; init; }
}

/// <param name="KeepAlive_s">0: none</param>
public sealed record Connect(MqttVersion Version, string ClientId, bool CleanStart, ushort KeepAlive_s) : Packet(PacketType.Connect)
{
    public Will? Will { get; init; }
    public string? UserName { get; init; }
    public ReadOnlyMemory<byte>? Password { get; init; }
}

/// <summary>What the server publishes for a client that vanished.</summary>
public sealed record Will(string Topic, ReadOnlyMemory<byte> Payload, byte Qos, bool Retain, Properties? Properties = null);

/// <param name="Code">an MQTT 5 reason code, or one of 3.1.1's return codes 0-5</param>
public sealed record Connack(bool SessionPresent, byte Code) : Packet(PacketType.Connack);

/// <param name="Topic">empty when a topic alias stands for it</param>
/// <param name="PacketId">0 at QoS 0</param>
public sealed record Publish(string Topic, ReadOnlyMemory<byte> Payload, byte Qos, bool Retain, bool Dup, ushort PacketId) : Packet(PacketType.Publish);

/// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP.</summary>
public sealed record Ack(PacketType Type, ushort PacketId, ReasonCode Code = ReasonCode.Success) : Packet(Type);

public sealed record Subscribe(ushort PacketId, IReadOnlyList<SubscriptionRequest> Requests) : Packet(PacketType.Subscribe);

/// <summary>One filter of a SUBSCRIBE with its options.</summary>
public sealed record SubscriptionRequest(string Filter, byte Qos, bool NoLocal = false, bool RetainAsPublished = false, RetainHandling RetainHandling = RetainHandling.Send);

/// <param name="Codes">one for each request: a granted QoS or a failure (3.1.1: 0x80)</param>
public sealed record Suback(ushort PacketId, IReadOnlyList<ReasonCode> Codes) : Packet(PacketType.Suback);

public sealed record Unsubscribe(ushort PacketId, IReadOnlyList<string> Filters) : Packet(PacketType.Unsubscribe);

/// <param name="Codes">one for each filter; not sent in 3.1.1</param>
public sealed record Unsuback(ushort PacketId, IReadOnlyList<ReasonCode> Codes) : Packet(PacketType.Unsuback);

public sealed record Pingreq() : Packet(PacketType.Pingreq)
{
    public static readonly Pingreq It = new();
}

public sealed record Pingresp() : Packet(PacketType.Pingresp)
{
    public static readonly Pingresp It = new();
}

public sealed record Disconnect(ReasonCode Code = ReasonCode.Success) : Packet(PacketType.Disconnect);

public sealed record Auth(ReasonCode Code) : Packet(PacketType.Auth);
