namespace Cardo.Standards.Mqtt;

/// <summary>Reads a property list, knowing which property may stand in which packet and how often (section 2.2.2).</summary>
internal static class PropertyReader
{
    /// <summary>Bounds what one packet may make of us: far above any honest client.</summary>
    const int MaximumUserProperties = 256;

    static readonly uint[] Allowed = BuildAllowed();

    static uint[] BuildAllowed()
    {
        var table = new uint[0x2B];
        void May(byte id, params PacketType[] where)
        {
            foreach (var type in where) table[id] |= 1u << (int)type;
        }
        foreach (var id in new byte[] { 0x01, 0x02, 0x03, 0x08, 0x09 }) May(id, PacketType.Publish, PacketType.Will);
        May(0x0B, PacketType.Publish, PacketType.Subscribe);
        May(0x11, PacketType.Connect, PacketType.Connack, PacketType.Disconnect);
        foreach (var id in new byte[] { 0x12, 0x13, 0x1A, 0x24, 0x25, 0x28, 0x29, 0x2A }) May(id, PacketType.Connack);
        foreach (var id in new byte[] { 0x15, 0x16 }) May(id, PacketType.Connect, PacketType.Connack, PacketType.Auth);
        foreach (var id in new byte[] { 0x17, 0x19 }) May(id, PacketType.Connect);
        May(0x18, PacketType.Will);
        May(0x1C, PacketType.Connack, PacketType.Disconnect);
        May(0x1F, PacketType.Connack, PacketType.Puback, PacketType.Pubrec, PacketType.Pubrel, PacketType.Pubcomp,
            PacketType.Suback, PacketType.Unsuback, PacketType.Disconnect, PacketType.Auth);
        foreach (var id in new byte[] { 0x21, 0x22, 0x27 }) May(id, PacketType.Connect, PacketType.Connack);
        May(0x23, PacketType.Publish);
        table[0x26] = 0xFFFF & ~(1u << (int)PacketType.Pingreq) & ~(1u << (int)PacketType.Pingresp);
        return table;
    }

    /// <summary>Reads length and list; null when the list is empty.</summary>
    public static Properties? Read(ref Cursor cursor, PacketType packet)
    {
        var length = cursor.VarInt();
        if (cursor.Failed || length == 0) return null;
        if (length > cursor.Left)
        {
            cursor.Fail(MqttFault.Malformed("The property length passes the packet's end."));
            return null;
        }
        var end = cursor.At + (int)length;
        var properties = new Properties();
        ulong seen = 0;
        while (cursor.At < end && !cursor.Failed)
        {
            var id = cursor.VarInt();
            if (cursor.Failed) break;
            if (id >= Allowed.Length || Allowed[id] == 0) cursor.Fail(MqttFault.Malformed($"There is no property 0x{id:X2}."));
            else if ((Allowed[id] & 1u << (int)packet) == 0) cursor.Fail(MqttFault.Protocol($"Property 0x{id:X2} may not stand in {packet}."));
            else if ((seen & 1UL << (int)id) != 0 && !MayRepeat(id, packet)) cursor.Fail(MqttFault.Protocol($"Property 0x{id:X2} stands twice."));
            else One(ref cursor, id, properties);
            seen |= 1UL << (int)(id & 63);
        }
        if (!cursor.Failed && cursor.At != end) cursor.Fail(MqttFault.Malformed("A property passes the property length."));
        if (properties.AuthData is not null && properties.AuthMethod is null) cursor.Fail(MqttFault.Protocol("Authentication data stands without a method."));
        return properties;
    }

    static bool MayRepeat(uint id, PacketType packet) => id == 0x26 || (id == 0x0B && packet == PacketType.Publish);

    static void One(ref Cursor cursor, uint id, Properties p)
    {
        switch (id)
        {
            case 0x01: p.PayloadFormat = Flag(ref cursor); break;
            case 0x02: p.MessageExpiry_s = cursor.UInt32(); break;
            case 0x03: p.ContentType = cursor.Text(); break;
            case 0x08: p.ResponseTopic = ResponseTopic(ref cursor); break;
            case 0x09: p.CorrelationData = cursor.Binary(); break;
            case 0x0B: SubscriptionId(ref cursor, p); break;
            case 0x11: p.SessionExpiry_s = cursor.UInt32(); break;
            case 0x12: p.AssignedClientId = cursor.Text(); break;
            case 0x13: p.ServerKeepAlive_s = cursor.UInt16(); break;
            case 0x15: p.AuthMethod = cursor.Text(); break;
            case 0x16: p.AuthData = cursor.Binary(); break;
            case 0x17: p.RequestProblemInfo = Flag(ref cursor); break;
            case 0x18: p.WillDelay_s = cursor.UInt32(); break;
            case 0x19: p.RequestResponseInfo = Flag(ref cursor); break;
            case 0x1A: p.ResponseInfo = cursor.Text(); break;
            case 0x1C: p.ServerReference = cursor.Text(); break;
            case 0x1F: p.ReasonString = cursor.Text(); break;
            case 0x21: p.ReceiveMaximum = NotZero(ref cursor, cursor.UInt16()); break;
            case 0x22: p.TopicAliasMaximum = cursor.UInt16(); break;
            case 0x23: p.TopicAlias = cursor.UInt16(); break;
            case 0x24: p.MaximumQos = Flag(ref cursor); break;
            case 0x25: p.RetainAvailable = Flag(ref cursor); break;
            case 0x26: User(ref cursor, p); break;
            case 0x27:
                p.MaximumPacketSize = cursor.UInt32();
                if (p.MaximumPacketSize == 0) cursor.Fail(MqttFault.Protocol("A maximum packet size of 0."));
                break;
            case 0x28: p.WildcardAvailable = Flag(ref cursor); break;
            case 0x29: p.SubscriptionIdsAvailable = Flag(ref cursor); break;
            default: p.SharedAvailable = Flag(ref cursor); break;
        }
    }

    static byte Flag(ref Cursor cursor)
    {
        var value = cursor.Byte();
        if (value > 1) cursor.Fail(MqttFault.Protocol("A property that is 0 or 1 is neither."));
        return value;
    }

    static ushort NotZero(ref Cursor cursor, ushort value)
    {
        if (value == 0) cursor.Fail(MqttFault.Protocol("A receive maximum of 0."));
        return value;
    }

    // [MQTT-3.3.2-14] the response topic is a name, without wildcards.
    static string ResponseTopic(ref Cursor cursor)
    {
        var topic = cursor.Text();
        if (!cursor.Failed && !Topics.NameIsValid(topic)) cursor.Fail(MqttFault.Protocol("The response topic is not a topic name."));
        return topic;
    }

    static void SubscriptionId(ref Cursor cursor, Properties p)
    {
        var id = cursor.VarInt();
        if (id == 0) cursor.Fail(MqttFault.Protocol("A subscription identifier of 0."));
        (p.SubscriptionIds ??= []).Add(id);
    }

    static void User(ref Cursor cursor, Properties p)
    {
        p.User ??= [];
        p.User.Add(KeyValuePair.Create(cursor.Text(), cursor.Text()));
        if (p.User.Count > MaximumUserProperties) cursor.Fail(new MqttFault(ReasonCode.QuotaExceeded, $"More than {MaximumUserProperties} user properties."));
    }
}
