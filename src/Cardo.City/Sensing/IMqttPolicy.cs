using System.Net;
using Cardo.Kernel;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing;

/// <summary>
/// What the MQTT listener asks of Sensing: who is there, what they may do, and to take what they publish.
/// The listener knows packets and sessions; it knows nothing of things, keys, profiles or observations.
/// Every method may be called from many connections at once.
/// </summary>
internal interface IMqttPolicy
{
    /// <summary>
    /// Says who is knocking. A refusal becomes the CONNACK: <see cref="RefusalKind.Unauthorized"/> 0x86 (4 in 3.1.1),
    /// <see cref="RefusalKind.Forbidden"/> 0x87 (5), <see cref="RefusalKind.TooMany"/> 0x97 (3),
    /// <see cref="RefusalKind.Unavailable"/> 0x88 (3), anything else 0x87; its message is the reason string.
    /// </summary>
    ValueTask<Outcome<MqttPrincipal>> Authenticate(MqttLogin login);

    /// <summary>Asked for each message (and a will at CONNECT): quick and without waiting.</summary>
    bool MayPublish(MqttPrincipal who, string topic);

    /// <summary>Asked for each filter (without <c>$share/NAME/</c>), and again for each session taken up after a restart.</summary>
    bool MaySubscribe(MqttPrincipal who, string filter);

    /// <summary>
    /// Takes one message and completes when it is DURABLE; QoS 1 and 2 are acknowledged only after that. The payload
    /// stays valid until the returned task completes, not longer. A verdict of 0x80 or more refuses it: MQTT 5 clients
    /// get code and reason, 3.1.1 clients an acknowledgement (they can't be told no) or, for 0x80, 0x83, 0x88, 0x89 and
    /// 0x97, a closed connection, so that they send it again. Refused messages reach no subscriber.
    /// A message that is not an observation (a command, a chat between programs) is answered with <see cref="MqttVerdict.Accepted"/>.
    /// </summary>
    ValueTask<MqttVerdict> Publish(MqttPrincipal who, MqttMessage message);

    /// <summary>
    /// The hot path: every message of one read of one connection, in order, verdict i for message i. Both memories stay
    /// valid until the task completes. Overriding it (one log append, one wait for all) is what makes ingest fast.
    /// </summary>
    async ValueTask Publish(MqttPrincipal who, ReadOnlyMemory<MqttMessage> messages, Memory<MqttVerdict> verdicts)
    {
        // All are begun before the first is awaited, so that one group commit carries them all.
        var begun = new ValueTask<MqttVerdict>[messages.Length];
        for (var i = 0; i < begun.Length; i++) begun[i] = Publish(who, messages.Span[i]);
        for (var i = 0; i < begun.Length; i++)
        {
            var verdict = await begun[i];
            verdicts.Span[i] = verdict;
        }
    }
}

/// <summary>What a CONNECT says of its sender.</summary>
/// <param name="ClientId">as sent; empty when the listener will assign one</param>
/// <param name="UserName">null when absent</param>
/// <param name="Password">empty when absent; valid only during the call</param>
/// <param name="Tls">the connection is encrypted (TLS listener, or WebSocket over HTTPS)</param>
/// <param name="Remote">null when the transport has no address</param>
internal sealed record MqttLogin(string ClientId, string? UserName, ReadOnlyMemory<byte> Password, bool Tls, IPEndPoint? Remote)
{
    /// <summary>Both ends are this machine: what <c>--trust-loopback</c> may let in.</summary>
    public bool Loopback => Remote is { } remote && IPAddress.IsLoopback(remote.Address);
}

/// <summary>
/// Who an authenticated connection is. Sessions belong to a principal: two principals that use the same client id
/// have two sessions, so nobody can take over another's by naming it.
/// </summary>
/// <param name="Name">stable and unique: the device id, or the key's name</param>
/// <param name="Tenant">"" is the default tenant</param>
/// <param name="Token">whatever the policy wants to find again at each message (the device's record)</param>
internal sealed record MqttPrincipal(string Name, string Tenant = "", object? Token = null);

/// <summary>One application message on its way in. Valid until the call that was given it completes.</summary>
/// <param name="ReceivedUs">when the listener read it</param>
internal readonly record struct MqttMessage(string Topic, ReadOnlyMemory<byte> Payload, byte Qos, bool Retain, long ReceivedUs, string? ContentType = null);

/// <summary>What became of a message; <c>default</c> is acceptance.</summary>
/// <param name="Code">an MQTT 5 PUBACK reason code; 0x80 and above refuse</param>
/// <param name="Reason">one plain sentence for the device's maker, at most a few hundred characters</param>
internal readonly record struct MqttVerdict(ReasonCode Code, string? Reason = null)
{
    public static MqttVerdict Accepted => default;

    public bool Refused => (byte)Code >= 0x80;

    /// <summary>The payload is not what the thing's profile reads.</summary>
    public static MqttVerdict Invalid(string reason) => new(ReasonCode.PayloadFormatInvalid, reason);

    public static MqttVerdict NotAuthorized(string reason) => new(ReasonCode.NotAuthorized, reason);

    /// <summary>Too much for now (rate or room): the client may try again later.</summary>
    public static MqttVerdict QuotaExceeded(string reason) => new(ReasonCode.QuotaExceeded, reason);
}
