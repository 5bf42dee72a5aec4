using Cardo.Kernel;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

// The handshake: CONNECT to CONNACK (sections 3.1 and 3.2).
internal sealed partial class MqttConnection
{
    async ValueTask Connect(Connect connect)
    {
        Version = connect.Version;
        if (!broker.Rate.Take())
        {
            Refuse(ReasonCode.ConnectionRateExceeded, 3, "Too many clients connect at once; try again in a moment.");
            return;
        }
        // [MQTT-4.12.0-1] enhanced authentication is not offered.
        if (connect.Properties?.AuthMethod is not null)
        {
            Refuse(ReasonCode.BadAuthenticationMethod, 5, "Enhanced authentication is not offered; use user name and password.");
            return;
        }
        if (!TryClientId(connect, out var clientId)) return;
        var login = new MqttLogin(connect.ClientId, connect.UserName, connect.Password ?? default, transport.Tls, transport.Remote);
        if (!(await broker.Policy.Authenticate(login)).Try(out var who, out var refusal))
        {
            Refuse(refusal);
            return;
        }
        if (!TryWill(connect, who)) return;
        await Attach(connect, who, clientId);
    }

    async ValueTask Attach(Connect connect, MqttPrincipal who, string clientId)
    {
        var p = connect.Properties;
        var asked = connect.Version == MqttVersion.V5 ? p?.SessionExpiry_s ?? 0 : connect.CleanStart ? 0 : uint.MaxValue;
        var expiry = Math.Min(asked, (uint)broker.Limits.SessionExpirySeconds);
        TakeTerms(p);
        // In 3.1.1 a clean session is new and ends with its connection.
        if (await broker.Attach(this, who, clientId, connect.CleanStart, expiry) is not var (attached, present))
        {
            Refuse(ReasonCode.QuotaExceeded, 3, "This key has as many lasting sessions as it may.");
            return;
        }
        if (connect.Will is { } w)
            will = w with { Payload = w.Payload.ToArray(), Properties = w.Properties is null ? null : Message.From(w.Topic, default, 0, false, w.Properties, 0).Properties ?? new Properties() };
        if (will?.Properties is { } kept)
        {
            kept.WillDelay_s = connect.Will!.Properties!.WillDelay_s;
            kept.MessageExpiry_s = connect.Will.Properties.MessageExpiry_s;
        }
        keepAlive_s = connect.KeepAlive_s;
        inbound.CountFrom(attached.ReceivedCount);
        session = attached;
        Write(new Connack(present, 0) { Properties = Version == MqttVersion.V5 ? Terms(connect, clientId, asked, expiry) : null });
        MqttMeter.Connects.Add(1, MqttMeter.Reason(ReasonCode.Success));
        var touched = new List<Outbox>();
        attached.Resume(this, touched);
        Outbox.FlushAll(touched);
    }

    bool TryClientId(Connect connect, out string clientId)
    {
        clientId = connect.ClientId;
        if (clientId.Length > broker.Limits.ClientIdChars)
        {
            Refuse(ReasonCode.ClientIdentifierNotValid, 2, $"A client identifier has at most {broker.Limits.ClientIdChars} characters here.");
            return false;
        }
        if (clientId.Length > 0) return true;
        // [MQTT-3.1.3-8 of 3.1.1] without an identifier there is no session to keep.
        if (connect.Version == MqttVersion.V311 && !connect.CleanStart)
        {
            Refuse(ReasonCode.ClientIdentifierNotValid, 2, "");
            return false;
        }
        clientId = "auto-" + Ids.System.Secret();
        return true;
    }

    bool TryWill(Connect connect, MqttPrincipal who)
    {
        if (connect.Will is not { } w) return true;
        if (!Topics.NameIsValid(w.Topic, broker.Limits.TopicLevels) || w.Topic.Length > broker.Limits.TopicBytes)
        {
            Refuse(ReasonCode.TopicNameInvalid, 5, "The will's topic is too long.");
            return false;
        }
        if (w.Topic[0] != '$' && broker.Policy.MayPublish(who, w.Topic)) return true;
        Refuse(ReasonCode.NotAuthorized, 5, "The will's topic is not one this client may publish to.");
        return false;
    }

    Properties Terms(Connect connect, string clientId, uint asked, uint expiry) => new()
    {
        AssignedClientId = connect.ClientId.Length == 0 ? clientId : null,
        SessionExpiry_s = asked == expiry ? null : expiry,
        ReceiveMaximum = (ushort)broker.Limits.ReceiveMaximum,
        MaximumPacketSize = (uint)broker.Limits.PacketBytes,
        TopicAliasMaximum = (ushort)broker.Limits.TopicAliases,
        // Authorization data and response information are not offered: absent.
    };

    // Before it is attached, a client that breaks a rule of 5 gets the code in the CONNACK [MQTT-3.1.4-1, -2].
    void Refuse(ReasonCode code, byte code311, string reason)
    {
        MqttMeter.Connects.Add(1, MqttMeter.Reason(code));
        var properties = reason.Length > 0 ? new Properties { ReasonString = reason } : null;
        Write(new Connack(false, Version == MqttVersion.V5 ? (byte)code : code311) { Properties = properties });
        Fail(new MqttFault(code, reason));
    }

    void Refuse(Refusal refusal)
    {
        var (code, code311) = refusal.Kind switch
        {
            RefusalKind.Unauthorized => (ReasonCode.BadUserNameOrPassword, (byte)4),
            RefusalKind.TooMany => (ReasonCode.QuotaExceeded, (byte)3),
            RefusalKind.Unavailable => (ReasonCode.ServerUnavailable, (byte)3),
            _ => (ReasonCode.NotAuthorized, (byte)5),
        };
        Refuse(code, code311, refusal.Message);
    }

    /// <summary>The first packet could not be read: an unknown version is told so in both ways of saying it, other rubbish to whoever claims to speak 5.</summary>
    ValueTask RefuseUnread(Frame frame, MqttFault fault)
    {
        MqttMeter.Malformed.Add(1, MqttMeter.Reason(fault.Code));
        if (frame.Type == PacketType.Connect && fault.Code == ReasonCode.UnsupportedProtocolVersion) Refuse(fault.Code, 1, "");
        else Fail(fault);
        return ValueTask.CompletedTask;
    }
}
