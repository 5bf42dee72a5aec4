using System.Net.Security;
using Cardo.Kernel;
using Cardo.Sensing.Mqtt;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing;

/// <summary>
/// A connection of ours to some MQTT broker, given by its address: <c>mqtt://USER:PASSWORD@HOST:PORT</c>, or <c>mqtts:</c>
/// with TLS (ports 1883 and 8883). It does not reconnect; when <see cref="Broken"/> says why, its owner opens another.
/// </summary>
public sealed class MqttLink : IAsyncDisposable
{
    readonly MqttClient client;

    MqttLink(MqttClient client) => this.client = client;

    /// <summary>Why the connection is over; null while it isn't.</summary>
    public Refusal? Broken => client.Broken;

    /// <summary>Connects. Refusals: <c>mqtt-address</c>, <c>mqtt-unreachable</c>, <c>mqtt-refused</c>.</summary>
    /// <param name="heard">called for each message of what is subscribed, in order: topic and payload (valid during the call)</param>
    /// <param name="timeout_s">for the whole handshake</param>
    public static async Task<Outcome<MqttLink>> Open(Uri address, TimeProvider clock, string clientId = "", bool mqtt5 = true, Action<string, ReadOnlyMemory<byte>>? heard = null, double timeout_s = 10, CancellationToken cancel = default)
    {
        if (address.Scheme is not ("mqtt" or "mqtts") || address.Host.Length == 0) return Refusal.Bad("mqtt-address", "An MQTT broker's address is mqtt://HOST:PORT or mqtts://HOST:PORT.");
        var secure = address.Scheme == "mqtts";
        var user = address.UserInfo.Length == 0 ? [] : address.UserInfo.Split(':', 2);
        var connected = await MqttClient.Connect(new MqttClientOptions(address.DnsSafeHost, address.Port > 0 ? address.Port : secure ? 8883 : 1883)
        {
            Version = mqtt5 ? MqttVersion.V5 : MqttVersion.V311,
            ClientId = clientId,
            UserName = user.Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Tls = secure ? new SslClientAuthenticationOptions { TargetHost = address.DnsSafeHost } : null,
            Timeout = TimeSpan.FromSeconds(timeout_s),
            OnMessage = heard is null ? null : p => heard(p.Topic, p.Payload),
        }, clock, cancel);
        return connected.Try(out var client, out var refusal) ? new MqttLink(client) : refusal;
    }

    /// <summary>Sends a message; completes at once for QoS 0, else with the broker's acknowledgement. Refusals: <c>mqtt-topic</c>, <c>mqtt-closed</c>, <c>mqtt-refused</c>.</summary>
    public async ValueTask<Outcome<Done>> Publish(string topic, ReadOnlyMemory<byte> payload, int qos = 0, bool retain = false, string? contentType = null)
    {
        if (!Topics.NameIsValid(topic) || topic.Length > 10_000) return Refusal.Bad("mqtt-topic", "A topic to publish to is text without + and #.");
        var properties = contentType is null ? null : new Properties { ContentType = contentType };
        var sent = await client.Publish(topic, payload, (byte)Math.Clamp(qos, 0, 2), retain, properties);
        return sent.Try(out _, out var refusal) ? Done.It : refusal;
    }

    /// <summary>Subscribes; messages go to the listener given at <see cref="Open"/>. Refusals: <c>mqtt-filter</c>, <c>mqtt-closed</c>.</summary>
    public async Task<Outcome<Done>> Subscribe(string filter, int qos = 0)
    {
        var answer = await client.Subscribe(filter, (byte)Math.Clamp(qos, 0, 2));
        if (!answer.Try(out var suback, out var refusal)) return refusal;
        return (byte)suback.Codes[0] < 0x80 ? Done.It : new Refusal(RefusalKind.Forbidden, "mqtt-filter", $"The broker refuses the subscription with 0x{(byte)suback.Codes[0]:X2}.");
    }

    public async ValueTask DisposeAsync() => await client.Disconnect();
}
