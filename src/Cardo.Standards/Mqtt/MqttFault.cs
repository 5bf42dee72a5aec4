namespace Cardo.Standards.Mqtt;

/// <summary>What is wrong with bytes received, in the words of MQTT 5; 3.1.1 just closes the connection.</summary>
/// <param name="Code">the reason a DISCONNECT or CONNACK carries</param>
/// <param name="Message">one plain sentence</param>
public readonly record struct MqttFault(ReasonCode Code, string Message)
{
    public static MqttFault Malformed(string message) => new(ReasonCode.MalformedPacket, message);

    public static MqttFault Protocol(string message) => new(ReasonCode.ProtocolError, message);

    public override string ToString() => $"0x{(byte)Code:X2} {Code}: {Message}";
}
