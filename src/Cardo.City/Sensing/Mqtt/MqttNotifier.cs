using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Twin;

namespace Cardo.Sensing.Mqtt;

/// <summary>
/// Brings NGSI-LD notifications to MQTT topics (ETSI GS CIM 009, clause 7): the endpoint is
/// <c>mqtt[s]://[USER[:PASSWORD]@]HOST[:PORT]/TOPIC</c>, the message an object of metadata (the headers) and body.
/// Notifications for the city's own broker go to its hub; others over links that are kept open.
/// </summary>
internal sealed class MqttNotifier(MqttHub hub, Settings settings, MqttPort port, TimeProvider clock) : INotifier, IAsyncDisposable
{
    const int MostLinks = 64;
    static readonly TimeSpan patience = TimeSpan.FromSeconds(10);

    readonly ConcurrentDictionary<string, Held> links = new(StringComparer.Ordinal);

    // One link an address; whoever comes while it is being opened waits for it.
    sealed record Held(SemaphoreSlim Door)
    {
        public MqttLink? Link { get; set; }

        public long UsedAt { get; set; }
    }

    public IReadOnlyList<string> Schemes { get; } = ["mqtt", "mqtts"];

    public async ValueTask<Outcome<Done>> Deliver(Notification notification, CancellationToken cancel)
    {
        var topic = Uri.UnescapeDataString(notification.Endpoint.AbsolutePath).TrimStart('/');
        if (topic.Length == 0) return Refusal.Bad("mqtt-topic", "The endpoint names no topic: mqtt://HOST:PORT/TOPIC.");
        if (!TryTerms(notification.Settings, out var qos, out var mqtt5)) return Refusal.Bad("mqtt-settings", "MQTT-QoS is 0, 1 or 2, and MQTT-Version mqtt3.1.1 or mqtt5.0.");
        var message = Message(notification);
        if (IsOwn(notification.Endpoint))
        {
            // What devices say, and what they are told, is not for notifications to forge.
            if (topic.StartsWith("things/", StringComparison.Ordinal)) return new Refusal(RefusalKind.Forbidden, "mqtt-topic", "Topics under things/ belong to the devices.");
            return await hub.Publish(topic, message, qos, contentType: "application/json");
        }
        return await Send(notification.Endpoint, mqtt5, topic, message, qos, cancel);
    }

    async ValueTask<Outcome<Done>> Send(Uri endpoint, bool mqtt5, string topic, ReadOnlyMemory<byte> message, int qos, CancellationToken cancel)
    {
        var key = $"{endpoint.GetLeftPart(UriPartial.Authority)} {mqtt5}";
        if (!links.TryGetValue(key, out var held))
        {
            if (links.Count >= MostLinks) await DropOldest();
            held = links.GetOrAdd(key, _ => new Held(new SemaphoreSlim(1)));
        }
        await held.Door.WaitAsync(cancel);
        try
        {
            held.UsedAt = clock.GetTimestamp();
            if (held.Link is { Broken: not null } broken)
            {
                held.Link = null;
                await broken.DisposeAsync();
            }
            if (held.Link is null)
            {
                var opened = await MqttLink.Open(endpoint, clock, mqtt5: mqtt5, timeout_s: patience.TotalSeconds, cancel: cancel);
                if (!opened.Try(out var link, out var refusal)) return refusal;
                held.Link = link;
            }
        }
        finally
        {
            held.Door.Release();
        }
        try
        {
            return await held.Link.Publish(topic, message, qos, contentType: "application/json").AsTask().WaitAsync(patience, clock, cancel);
        }
        catch (TimeoutException)
        {
            return new Refusal(RefusalKind.Unavailable, "mqtt-silent", $"{endpoint.Host} did not acknowledge within {patience.TotalSeconds:F0} s.");
        }
    }

    async ValueTask DropOldest()
    {
        var oldest = links.MinBy(l => l.Value.UsedAt);
        if (oldest.Key is not null && links.TryRemove(oldest) && oldest.Value.Link is { } link) await link.DisposeAsync();
    }

    bool IsOwn(Uri endpoint) =>
        endpoint.Port == port.Number && endpoint.Scheme == "mqtt"
        && (endpoint.Host == settings.Bind || endpoint.Host == "localhost" || (IPAddress.TryParse(endpoint.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip)));

    static bool TryTerms(IReadOnlyDictionary<string, string> terms, out int qos, out bool mqtt5)
    {
        qos = 0;
        mqtt5 = true;
        if (terms.TryGetValue("MQTT-QoS", out var q) && !(int.TryParse(q, out qos) && qos is >= 0 and <= 2)) return false;
        if (terms.TryGetValue("MQTT-Version", out var v)) mqtt5 = v == "mqtt5.0";
        return mqtt5 || v == "mqtt3.1.1";
    }

    /// <summary>{"metadata": {headers}, "body": notification}.</summary>
    static ReadOnlyMemory<byte> Message(Notification notification)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>(notification.Body.Length + 256);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteString("Content-Type", notification.ContentType);
        foreach (var (name, value) in notification.Headers.DistinctBy(h => h.Key, StringComparer.OrdinalIgnoreCase))
            if (!name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) json.WriteString(name, value);
        json.WriteEndObject();
        json.WritePropertyName("body");
        json.WriteRawValue(notification.Body.Span);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var held in links.Values)
            if (held.Link is { } link) await link.DisposeAsync();
        links.Clear();
    }
}
