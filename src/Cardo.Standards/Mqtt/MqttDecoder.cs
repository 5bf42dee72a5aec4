using System.Text;

namespace Cardo.Standards.Mqtt;

/// <summary>
/// Bytes to packets, MQTT 3.1.1 and 5 (OASIS standards of 2014-10-29 and 2019-03-07). Never throws: whatever is wrong
/// with the bytes is the fault.
/// </summary>
public static class MqttDecoder
{
    /// <summary>Filters in one SUBSCRIBE or UNSUBSCRIBE.</summary>
    public const int MaximumFilters = 1024;

    /// <summary>Reads one packet.</summary>
    /// <param name="body">what follows the fixed header, <see cref="Frame.BodyLength"/> bytes; the packet keeps slices of it</param>
    /// <param name="version">of the connection; a CONNECT says its own</param>
    public static bool TryDecode(Frame frame, ReadOnlyMemory<byte> body, MqttVersion version, out Packet? packet, out MqttFault fault)
    {
        var cursor = new Cursor(body);
        var v5 = version == MqttVersion.V5;
        packet = frame.Type switch
        {
            PacketType.Connect => ConnectReader.Read(ref cursor),
            PacketType.Connack => ReadConnack(ref cursor, v5),
            PacketType.Publish => ReadPublish(ref cursor, frame, v5),
            PacketType.Puback or PacketType.Pubrec or PacketType.Pubrel or PacketType.Pubcomp => ReadAck(ref cursor, frame.Type, v5),
            PacketType.Subscribe => ReadSubscribe(ref cursor, v5),
            PacketType.Suback => ReadSuback(ref cursor, v5),
            PacketType.Unsubscribe => ReadUnsubscribe(ref cursor, v5),
            PacketType.Unsuback => ReadUnsuback(ref cursor, v5),
            PacketType.Pingreq => Pingreq.It,
            PacketType.Pingresp => Pingresp.It,
            PacketType.Disconnect => ReadDisconnect(ref cursor, v5),
            PacketType.Auth when v5 => ReadAuth(ref cursor),
            _ => null,
        };
        if (packet is null) cursor.Fail(MqttFault.Malformed("There is no such packet in this version of MQTT."));
        if (!cursor.Failed && cursor.Left > 0) cursor.Fail(MqttFault.Malformed($"{cursor.Left} bytes stand after the end of {frame.Type}."));
        fault = cursor.Fault;
        if (cursor.Failed) packet = null;
        return !cursor.Failed;
    }

    /// <summary>The properties of a PUBLISH found by <see cref="PublishParts"/>.</summary>
    public static bool TryPublishProperties(ReadOnlyMemory<byte> body, in PublishParts parts, out Properties? properties, out MqttFault fault)
    {
        var cursor = new Cursor(body[parts.PropertiesStart..parts.PayloadStart]);
        properties = PropertyReader.Read(ref cursor, PacketType.Publish);
        fault = cursor.Fault;
        return !cursor.Failed;
    }

    /// <summary>A topic name as text; false when it isn't UTF-8, holds a wildcard or U+0000, or is empty.</summary>
    public static bool TryTopicName(ReadOnlySpan<byte> utf8, out string topic)
    {
        topic = "";
        if (utf8.Length == 0 || utf8.IndexOfAny((byte)'+', (byte)'#') >= 0 || !Cursor.TextIsValid(utf8)) return false;
        topic = Encoding.UTF8.GetString(utf8);
        return true;
    }

    static Connack ReadConnack(ref Cursor cursor, bool v5)
    {
        var flags = cursor.Byte();
        if (flags > 1) cursor.Fail(MqttFault.Malformed("Reserved CONNACK flags are set."));
        var code = cursor.Byte();
        return new Connack(flags == 1, code) { Properties = v5 ? PropertyReader.Read(ref cursor, PacketType.Connack) : null };
    }

    static Publish ReadPublish(ref Cursor cursor, Frame frame, bool v5)
    {
        var topic = cursor.Text();
        var id = frame.Qos > 0 ? cursor.UInt16() : (ushort)0;
        if (frame.Qos > 0 && id == 0) cursor.Fail(MqttFault.Protocol("A PUBLISH with QoS above 0 has packet identifier 0."));
        var properties = v5 ? PropertyReader.Read(ref cursor, PacketType.Publish) : null;
        if (!cursor.Failed && topic.Length == 0 && properties?.TopicAlias is null) cursor.Fail(MqttFault.Protocol("A PUBLISH has neither topic nor alias."));
        else if (!cursor.Failed && topic.Length > 0 && !Topics.NameIsValid(topic)) cursor.Fail(new MqttFault(ReasonCode.TopicNameInvalid, "A topic name holds a wildcard."));
        return new Publish(topic, cursor.Rest(), frame.Qos, frame.Retain, frame.Dup, id) { Properties = properties };
    }

    static Ack ReadAck(ref Cursor cursor, PacketType type, bool v5)
    {
        var id = Identifier(ref cursor);
        var code = v5 && cursor.Left > 0 ? (ReasonCode)cursor.Byte() : ReasonCode.Success;
        if (v5 && !cursor.Failed && !AckCodeIsValid(type, code)) cursor.Fail(MqttFault.Protocol($"{type} can't carry 0x{(byte)code:X2}."));
        return new Ack(type, id, code) { Properties = v5 && cursor.Left > 0 ? PropertyReader.Read(ref cursor, type) : null };
    }

    static bool AckCodeIsValid(PacketType type, ReasonCode code) =>
        code == ReasonCode.Success || (type is PacketType.Pubrel or PacketType.Pubcomp
            ? code == ReasonCode.PacketIdentifierNotFound
            : code is ReasonCode.NoMatchingSubscribers or ReasonCode.UnspecifiedError or ReasonCode.ImplementationSpecificError
                or ReasonCode.NotAuthorized or ReasonCode.TopicNameInvalid or ReasonCode.PacketIdentifierInUse
                or ReasonCode.QuotaExceeded or ReasonCode.PayloadFormatInvalid);

    static Subscribe ReadSubscribe(ref Cursor cursor, bool v5)
    {
        var id = Identifier(ref cursor);
        var properties = v5 ? PropertyReader.Read(ref cursor, PacketType.Subscribe) : null;
        var requests = new List<SubscriptionRequest>();
        while (cursor.Left > 0 && !cursor.Failed)
        {
            var filter = Filter(ref cursor);
            var options = cursor.Byte();
            // Reserved bits [MQTT-3.8.3-4, 3.8.3-5 in 5]; QoS 3 and retain handling 3 do not exist.
            var reserved = (options & (v5 ? 0xC0 : 0xFC)) != 0 || (options & 3) == 3 || (options >> 4 & 3) == 3;
            if (reserved) cursor.Fail(MqttFault.Malformed($"The subscription options 0x{options:X2} are reserved."));
            if (v5 && (options & 4) != 0 && Topics.IsShared(filter)) cursor.Fail(MqttFault.Protocol("A shared subscription can't be no-local."));
            requests.Add(new SubscriptionRequest(filter, (byte)(options & 3), (options & 4) != 0, (options & 8) != 0, (RetainHandling)(options >> 4 & 3)));
            if (requests.Count > MaximumFilters) cursor.Fail(new MqttFault(ReasonCode.QuotaExceeded, $"More than {MaximumFilters} filters in one packet."));
        }
        if (!cursor.Failed && requests.Count == 0) cursor.Fail(MqttFault.Protocol("A SUBSCRIBE without a filter."));
        return new Subscribe(id, requests) { Properties = properties };
    }

    static Suback ReadSuback(ref Cursor cursor, bool v5)
    {
        var id = Identifier(ref cursor);
        var properties = v5 ? PropertyReader.Read(ref cursor, PacketType.Suback) : null;
        return new Suback(id, Codes(ref cursor)) { Properties = properties };
    }

    static Unsubscribe ReadUnsubscribe(ref Cursor cursor, bool v5)
    {
        var id = Identifier(ref cursor);
        var properties = v5 ? PropertyReader.Read(ref cursor, PacketType.Unsubscribe) : null;
        var filters = new List<string>();
        while (cursor.Left > 0 && !cursor.Failed)
        {
            filters.Add(Filter(ref cursor));
            if (filters.Count > MaximumFilters) cursor.Fail(new MqttFault(ReasonCode.QuotaExceeded, $"More than {MaximumFilters} filters in one packet."));
        }
        if (!cursor.Failed && filters.Count == 0) cursor.Fail(MqttFault.Protocol("An UNSUBSCRIBE without a filter."));
        return new Unsubscribe(id, filters) { Properties = properties };
    }

    static Unsuback ReadUnsuback(ref Cursor cursor, bool v5)
    {
        var id = Identifier(ref cursor);
        if (!v5) return new Unsuback(id, []);
        var properties = PropertyReader.Read(ref cursor, PacketType.Unsuback);
        return new Unsuback(id, Codes(ref cursor)) { Properties = properties };
    }

    static Disconnect ReadDisconnect(ref Cursor cursor, bool v5)
    {
        if (!v5 || cursor.Left == 0) return new Disconnect();
        var code = (ReasonCode)cursor.Byte();
        if (code is not (ReasonCode.Success or ReasonCode.DisconnectWithWill) && (byte)code < 0x80) cursor.Fail(MqttFault.Protocol($"DISCONNECT can't carry 0x{(byte)code:X2}."));
        return new Disconnect(code) { Properties = cursor.Left > 0 ? PropertyReader.Read(ref cursor, PacketType.Disconnect) : null };
    }

    static Auth ReadAuth(ref Cursor cursor)
    {
        if (cursor.Left == 0) return new Auth(ReasonCode.Success);
        var code = (ReasonCode)cursor.Byte();
        if (code is not (ReasonCode.Success or ReasonCode.ContinueAuthentication or ReasonCode.ReAuthenticate)) cursor.Fail(MqttFault.Protocol($"AUTH can't carry 0x{(byte)code:X2}."));
        return new Auth(code) { Properties = cursor.Left > 0 ? PropertyReader.Read(ref cursor, PacketType.Auth) : null };
    }

    static ushort Identifier(ref Cursor cursor)
    {
        var id = cursor.UInt16();
        if (!cursor.Failed && id == 0) cursor.Fail(MqttFault.Protocol("A packet identifier of 0."));
        return id;
    }

    // [MQTT-4.7.3-1] at least one character. Whether the filter is well-formed is the subscriber's business, answered in the SUBACK.
    static string Filter(ref Cursor cursor)
    {
        var filter = cursor.Text();
        if (!cursor.Failed && filter.Length == 0) cursor.Fail(MqttFault.Protocol("A topic filter is empty."));
        return filter;
    }

    static ReasonCode[] Codes(ref Cursor cursor)
    {
        var bytes = cursor.Rest().Span;
        var codes = new ReasonCode[bytes.Length];
        for (var i = 0; i < codes.Length; i++) codes[i] = (ReasonCode)bytes[i];
        return codes;
    }
}
