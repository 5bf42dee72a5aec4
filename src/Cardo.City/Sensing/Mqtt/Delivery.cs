using System.Globalization;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>How far a QoS 1 or 2 message to a subscriber has come.</summary>
internal enum DeliveryState : byte
{
    Waiting,
    Sent,
    /// <summary>QoS 2: the receiver has it (PUBREC); PUBREL goes out until PUBCOMP comes.</summary>
    Released,
}

/// <summary>One message for one session.</summary>
/// <param name="seq">its place in the session, rising; its name in the ledger</param>
internal sealed class Delivery(long seq, Message? message, byte qos, bool retain, uint[]? ids)
{
    public long Seq { get; } = seq;

    /// <summary>Null once released: only the packet identifier still matters.</summary>
    public Message? Message { get; set; } = message;

    public byte Qos { get; } = qos;

    public bool Retain { get; } = retain;

    public uint[]? Ids { get; } = ids;

    public DeliveryState State { get; set; }

    public ushort PacketId { get; set; }

    /// <summary>It has an item in the ledger.</summary>
    public bool Kept { get; init; }

    public int Size => Message?.Size ?? 64;

    public string Item => Named(Seq);

    public static string Named(long seq) => "q/" + seq.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>What stands before the message in the ledger.</summary>
    public byte[] Head()
    {
        var bytes = new byte[6 + 4 * (Ids?.Length ?? 0)];
        bytes[0] = Qos;
        bytes[1] = (byte)(Retain ? 1 : 0);
        bytes[2] = (byte)State;
        BitConverter.TryWriteBytes(bytes.AsSpan(3), PacketId);
        bytes[5] = (byte)(Ids?.Length ?? 0);
        for (var i = 0; i < bytes[5]; i++) BitConverter.TryWriteBytes(bytes.AsSpan(6 + 4 * i), Ids![i]);
        return bytes;
    }

    public static Delivery? FromLedger(string item, byte[] body)
    {
        if (item.Length != 18 || !long.TryParse(item.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var seq)) return null;
        if (body.Length < 6 || body.Length < 6 + 4 * body[5]) return null;
        var ids = body[5] == 0 ? null : new uint[body[5]];
        for (var i = 0; i < body[5]; i++) ids![i] = BitConverter.ToUInt32(body, 6 + 4 * i);
        var state = (DeliveryState)body[2];
        var message = state == DeliveryState.Released ? null : Message.FromBytes(body.AsMemory(6 + 4 * body[5]));
        if (message is null && state != DeliveryState.Released) return null;
        return new Delivery(seq, message, body[0], body[1] == 1, ids) { State = state, PacketId = BitConverter.ToUInt16(body, 3), Kept = true };
    }

    /// <summary>The properties an MQTT 5 receiver gets: those that pass through, its identifiers, and what is left of the message's time.</summary>
    public static Properties? Properties(Message message, uint[]? ids, ushort? alias, long nowUs)
    {
        if (ids is null && alias is null && message.ExpiresAtUs == long.MaxValue) return message.Properties;
        return (message.Properties ?? new Properties()) with
        {
            SubscriptionIds = ids is null ? null : [.. ids],
            TopicAlias = alias,
            // [MQTT-3.3.2-6] the time it waited here is taken off.
            MessageExpiry_s = message.ExpiresAtUs == long.MaxValue ? null : (uint)Math.Max(0, (message.ExpiresAtUs - nowUs) / 1_000_000),
        };
    }
}
