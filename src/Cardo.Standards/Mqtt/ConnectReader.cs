namespace Cardo.Standards.Mqtt;

/// <summary>Reads CONNECT (section 3.1).</summary>
internal static class ConnectReader
{
    const byte CleanStart = 0x02, HasWill = 0x04, WillRetain = 0x20, HasPassword = 0x40, HasUserName = 0x80;

    public static Connect? Read(ref Cursor cursor)
    {
        var name = cursor.Text();
        var level = cursor.Byte();
        if (cursor.Failed) return new Connect(MqttVersion.V311, "", true, 0);
        if (name != "MQTT" || level is not (4 or 5))
        {
            cursor.Fail(new MqttFault(ReasonCode.UnsupportedProtocolVersion, $"Protocol {(name is "MQTT" or "MQIsdp" ? $"{name} {level}" : "unknown")}; MQTT 3.1.1 and 5 are spoken here."));
            return new Connect(MqttVersion.V311, "", true, 0);
        }
        var version = (MqttVersion)level;
        var flags = cursor.Byte();
        CheckFlags(ref cursor, flags, version);
        var keepAlive = cursor.UInt16();
        var properties = version == MqttVersion.V5 ? PropertyReader.Read(ref cursor, PacketType.Connect) : null;
        var clientId = cursor.Text();
        var will = (flags & HasWill) != 0 ? ReadWill(ref cursor, flags, version) : null;
        var userName = (flags & HasUserName) != 0 ? cursor.Text() : null;
        ReadOnlyMemory<byte>? password = (flags & HasPassword) != 0 ? cursor.Binary() : (ReadOnlyMemory<byte>?)null;
        return new Connect(version, clientId, (flags & CleanStart) != 0, keepAlive)
        {
            Properties = properties,
            Will = will,
            UserName = userName,
            Password = password,
        };
    }

    static void CheckFlags(ref Cursor cursor, byte flags, MqttVersion version)
    {
        // [MQTT-3.1.2-3] the lowest bit is reserved; [MQTT-3.1.2-11..15] without a will its bits are 0 and there is no QoS 3.
        var willQos = flags >> 3 & 3;
        var will = (flags & HasWill) != 0;
        if ((flags & 1) != 0 || willQos == 3 || (!will && (willQos != 0 || (flags & WillRetain) != 0)))
            cursor.Fail(MqttFault.Malformed($"The connect flags 0x{flags:X2} contradict themselves."));
        // [MQTT-3.1.2-22] of 3.1.1: no password without a user name; 5 allows it.
        if (version == MqttVersion.V311 && (flags & (HasPassword | HasUserName)) == HasPassword)
            cursor.Fail(MqttFault.Malformed("A password stands without a user name."));
    }

    static Will ReadWill(ref Cursor cursor, byte flags, MqttVersion version)
    {
        var properties = version == MqttVersion.V5 ? PropertyReader.Read(ref cursor, PacketType.Will) : null;
        var topic = cursor.Text();
        var payload = cursor.Binary();
        if (!cursor.Failed && !Topics.NameIsValid(topic)) cursor.Fail(new MqttFault(ReasonCode.TopicNameInvalid, "The will's topic is not a topic name."));
        return new Will(topic, payload, (byte)(flags >> 3 & 3), (flags & WillRetain) != 0, properties);
    }
}
