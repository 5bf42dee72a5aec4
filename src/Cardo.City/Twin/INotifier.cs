using Cardo.Kernel;

namespace Cardo.Twin;

/// <summary>
/// A way to bring a notification to its endpoint. Rooms downstream that speak a protocol (Sensing: MQTT) offer theirs
/// as a service; the twin knows HTTP itself.
/// </summary>
public interface INotifier
{
    /// <summary>The URI schemes it serves: <c>mqtt</c>, <c>mqtts</c>.</summary>
    IReadOnlyList<string> Schemes { get; }

    /// <summary>Delivers once; a refusal says why it failed and may be tried again.</summary>
    ValueTask<Outcome<Done>> Deliver(Notification notification, CancellationToken cancel);
}

/// <summary>One notification on its way.</summary>
/// <param name="Endpoint">where to, as the subscription says</param>
/// <param name="ContentType">what <paramref name="Body"/> is</param>
/// <param name="Body">the notification as JSON</param>
/// <param name="Headers">receiverInfo and what the standard adds (Link, NGSILD-Tenant)</param>
/// <param name="Settings">notifierInfo: what the protocol is told (MQTT-Version, MQTT-QoS)</param>
public sealed record Notification(Uri Endpoint, string ContentType, ReadOnlyMemory<byte> Body, IReadOnlyList<KeyValuePair<string, string>> Headers, IReadOnlyDictionary<string, string> Settings);
