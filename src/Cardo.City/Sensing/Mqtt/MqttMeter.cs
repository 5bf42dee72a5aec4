using System.Diagnostics.Metrics;

namespace Cardo.Sensing.Mqtt;

/// <summary>What the listener counts: <c>cardo.mqtt.…</c>.</summary>
internal static class MqttMeter
{
    static readonly Meter Meter = new("Cardo.Mqtt");

    public static readonly Counter<long> Received = Meter.CreateCounter<long>("cardo.mqtt.messages.received", "{message}", "PUBLISH packets taken from clients");
    public static readonly Counter<long> ReceivedBytes = Meter.CreateCounter<long>("cardo.mqtt.received", "By", "Bytes of whole packets taken from clients");
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("cardo.mqtt.messages.refused", "{message}", "Messages refused, by reason code");
    public static readonly Counter<long> Sent = Meter.CreateCounter<long>("cardo.mqtt.messages.sent", "{message}", "PUBLISH packets written to clients");
    public static readonly Counter<long> Dropped = Meter.CreateCounter<long>("cardo.mqtt.messages.dropped", "{message}", "Messages not delivered: slow, full, expired, too large");
    public static readonly Counter<long> Malformed = Meter.CreateCounter<long>("cardo.mqtt.packets.malformed", "{packet}", "Packets that broke the protocol or a limit, by reason code");
    public static readonly Counter<long> Connects = Meter.CreateCounter<long>("cardo.mqtt.connects", "{connection}", "CONNECT packets answered, by reason code");
    public static readonly Counter<long> Closed = Meter.CreateCounter<long>("cardo.mqtt.disconnects", "{connection}", "Connections ended, by reason code");
    public static readonly UpDownCounter<long> Open = Meter.CreateUpDownCounter<long>("cardo.mqtt.connections", "{connection}", "Connections open now");
    public static readonly UpDownCounter<long> Sessions = Meter.CreateUpDownCounter<long>("cardo.mqtt.sessions", "{session}", "Sessions, connected or waiting");
    public static readonly UpDownCounter<long> Retained = Meter.CreateUpDownCounter<long>("cardo.mqtt.retained", "{message}", "Retained messages");

    public static KeyValuePair<string, object?> Reason(Standards.Mqtt.ReasonCode code) => new("reason", Name(code));

    public static KeyValuePair<string, object?> Why(string why) => new("why", why);

    // Codes come partly from clients: only known ones become a label.
    static string Name(Standards.Mqtt.ReasonCode code) => Enum.IsDefined(code) ? code.ToString() : "Unknown";
}
