using System.Collections.Concurrent;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Sensing.Ingest;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing;

/// <summary>
/// Who may do what over MQTT. A device comes with its id as user name and its own key as password, publishes under
/// <c>things/ID/</c> and hears <c>things/ID/down/</c>. A program comes with a token as password. Nobody else comes in,
/// but a test client on this machine where that is trusted.
/// </summary>
internal sealed class DevicePolicy : IMqttPolicy, IDisposable
{
    const int PooledPrepared = 1024;

    static readonly Refusal noKey = new(RefusalKind.Unauthorized, "key-invalid", "User name is the device id and password its own key; this key is unknown, expired, revoked or another device's.");

    readonly KeyDesk keys;
    readonly Intake intake;
    readonly Pump pump;
    readonly IngestDesk desk;
    readonly bool trustLoopback;
    readonly ConcurrentDictionary<string, Credential> inUse = new(StringComparer.Ordinal);
    readonly ConcurrentBag<Prepared> pool = [];

    public DevicePolicy(KeyDesk keys, Intake intake, Pump pump, IngestDesk desk, SensingOptions options)
    {
        (this.keys, this.intake, this.pump, this.desk) = (keys, intake, pump, desk);
        trustLoopback = options.TrustLoopback;
        keys.Ended += Ended;
    }

    /// <summary>By what a connection came in. One a key, so that its end reaches every connection.</summary>
    sealed class Credential(KeyInfo? key)
    {
        public KeyInfo? Key { get; } = key;

        public volatile bool Over;

        public string? Device => Key is { Kind: KeyKind.Device } device ? device.Subject : null;

        public bool May(string scope) => Key is { Kind: KeyKind.Token } token && Scopes.Include(token.Scopes, scope);

        public bool IsLoopback => Key is null;
    }

    public ValueTask<Outcome<MqttPrincipal>> Authenticate(MqttLogin login) => ValueTask.FromResult(Who(login));

    Outcome<MqttPrincipal> Who(MqttLogin login)
    {
        if (login.Password.Length == 0)
            return trustLoopback && login.Loopback ? new MqttPrincipal("loopback/" + login.UserName, "", new Credential(null)) : noKey;
        if (keys.Verify(login.Password.Span) is not { } key || (key.Kind == KeyKind.Device && key.Subject != login.UserName)) return noKey;
        var credential = inUse.GetOrAdd(key.Id, static (_, k) => new Credential(k), key);
        // Slashes can't be in a device's id, so no device can be called like a token.
        return new MqttPrincipal(key.Kind == KeyKind.Device ? key.Subject : "token/" + key.Subject, "", credential);
    }

    void Ended(KeyInfo key)
    {
        if (inUse.TryRemove(key.Id, out var credential)) credential.Over = true;
    }

    public bool MayPublish(MqttPrincipal who, string topic)
    {
        if (who.Token is not Credential { Over: false } by || topic.StartsWith('$')) return false;
        if (!TrySplit(topic, out var thing, out var rest)) return by.IsLoopback || by.May(Scopes.ThingsAdmin);
        if (by.Device is { } own) return thing.SequenceEqual(own) && !rest.StartsWith("down");
        return rest is "up" ? by.IsLoopback || by.May(Scopes.SensingWrite) : by.IsLoopback || by.May(Scopes.ThingsAdmin);
    }

    public bool MaySubscribe(MqttPrincipal who, string filter)
    {
        if (who.Token is not Credential { Over: false } by || filter.StartsWith('$')) return false;
        if (by.Device is { } own) return TrySplit(filter, out var thing, out var rest) && thing.SequenceEqual(own) && (rest is "down" || rest.StartsWith("down/"));
        // What devices say raw is for those who look after them; notifications are for readers of the twin.
        var raw = filter.StartsWith("things/", StringComparison.Ordinal) || filter is "things" or "#" || filter[0] == '+';
        return by.IsLoopback || by.May(raw ? Scopes.ThingsAdmin : Scopes.TwinRead);
    }

    static bool TrySplit(string topic, out ReadOnlySpan<char> thing, out ReadOnlySpan<char> rest)
    {
        thing = rest = default;
        if (!topic.StartsWith("things/", StringComparison.Ordinal)) return false;
        var cut = topic.AsSpan(7).IndexOf('/');
        if (cut <= 0) return false;
        thing = topic.AsSpan(7, cut);
        rest = topic.AsSpan(8 + cut);
        return true;
    }

    public async ValueTask<MqttVerdict> Publish(MqttPrincipal who, MqttMessage message)
    {
        var verdicts = new MqttVerdict[1];
        await Publish(who, new MqttMessage[] { message }, verdicts);
        return verdicts[0];
    }

    public async ValueTask Publish(MqttPrincipal who, ReadOnlyMemory<MqttMessage> messages, Memory<MqttVerdict> verdicts)
    {
        if (!pool.TryTake(out var prepared)) prepared = new Prepared("");
        var ends = Prepare(who, messages.Span, verdicts.Span, prepared);
        if (prepared.Commands.Count > 0)
        {
            var failed = await pump.Durable(prepared).ConfigureAwait(false);
            Judge(verdicts.Span, prepared, ends, failed);
        }
        prepared.Clear();
        if (pool.Count < PooledPrepared) pool.Add(prepared);
    }

    /// <summary>Reads the messages in order; the end of each one's commands.</summary>
    int[] Prepare(MqttPrincipal who, ReadOnlySpan<MqttMessage> messages, Span<MqttVerdict> verdicts, Prepared prepared)
    {
        var ends = new int[messages.Length];
        for (var i = 0; i < messages.Length; i++)
        {
            verdicts[i] = One(who, messages[i], prepared);
            ends[i] = prepared.Commands.Count;
        }
        return ends;
    }

    MqttVerdict One(MqttPrincipal who, in MqttMessage message, Prepared prepared)
    {
        if (who.Token is not Credential { Over: false }) return MqttVerdict.NotAuthorized("The key has ended.");
        if (!TrySplit(message.Topic, out var thing, out var rest) || rest is not "up") return MqttVerdict.Accepted;
        var id = thing.ToString();
        if (intake.Take(id, message.Payload, message.ReceivedUs, prepared) is not { } refusal) return MqttVerdict.Accepted;
        desk.Refuse(refusal, id, "mqtt", message.Payload.Span);
        return Verdict(refusal);
    }

    static void Judge(Span<MqttVerdict> verdicts, Prepared prepared, int[] ends, Refusal? failed)
    {
        var start = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            for (var c = start; c < ends[i] && !verdicts[i].Refused; c++)
                if ((failed ?? prepared.RefusalOf(c)) is { } refusal) verdicts[i] = Verdict(refusal);
            start = ends[i];
        }
    }

    static MqttVerdict Verdict(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.TooMany => MqttVerdict.QuotaExceeded(refusal.Message),
        RefusalKind.Forbidden or RefusalKind.Unauthorized => MqttVerdict.NotAuthorized(refusal.Message),
        RefusalKind.Unavailable => new MqttVerdict(ReasonCode.ServerUnavailable, refusal.Message),
        _ => MqttVerdict.Invalid(refusal.Message),
    };

    public void Dispose() => keys.Ended -= Ended;
}
