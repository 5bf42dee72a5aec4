namespace Cardo.Standards.Mqtt;

/// <summary>Control packet types, as in the upper four bits of the fixed header (section 2.1.2). Will is not a packet: it marks the properties inside CONNECT.</summary>
public enum PacketType : byte
{
    Will = 0,
    Connect = 1,
    Connack = 2,
    Publish = 3,
    Puback = 4,
    Pubrec = 5,
    Pubrel = 6,
    Pubcomp = 7,
    Subscribe = 8,
    Suback = 9,
    Unsubscribe = 10,
    Unsuback = 11,
    Pingreq = 12,
    Pingresp = 13,
    Disconnect = 14,
    Auth = 15,
}

/// <summary>The protocol level as it stands in CONNECT.</summary>
public enum MqttVersion : byte
{
    V311 = 4,
    V5 = 5,
}

/// <summary>What a subscriber wants of retained messages when it subscribes (section 3.8.3.1).</summary>
public enum RetainHandling : byte
{
    Send = 0,
    SendIfNew = 1,
    DontSend = 2,
}
