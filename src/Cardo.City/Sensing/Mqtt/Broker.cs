using System.Collections.Concurrent;
using Cardo.Kernel;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>
/// Sessions, subscriptions and retained messages of all connections, and the way of a message from one to many. Keeps
/// in the ledger what must survive a restart; whoever acknowledges waits for the position it answers.
/// </summary>
internal sealed class Broker(IMqttPolicy policy, ILedger ledger, MqttLimits limits, TimeProvider clock)
{
    readonly ConcurrentDictionary<string, Session> sessions = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, int> persistentBy = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<MqttConnection, bool> connections = new();
    // CONNECTs of the same session wait for each other; 64 stripes let the rest pass.
    readonly SemaphoreSlim[] attaching = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];
    int turn;
    volatile bool stopping;

    public IMqttPolicy Policy { get; } = policy;

    public ILedger Ledger { get; } = ledger;

    public MqttLimits Limits { get; } = limits;

    public TimeProvider Clock { get; } = clock;

    public TopicTrie Trie { get; } = new();

    public RetainedMessages Retained { get; } = new(limits);

    public Held Held { get; } = new(limits.HeldBytes);

    public ConnectRate Rate { get; } = new(limits.ConnectsPerSecond, clock);

    public long NowUs => Clock.NowUs();

    public bool Stopping => stopping;

    public int ConnectionCount => connections.Count;

    public int SessionCount => sessions.Count;

    /// <summary>Builds sessions and retained messages from the ledger. Call it once, before the first connection.</summary>
    public void Start()
    {
        foreach (var owner in Ledger.Restore().GroupBy(i => i.Owner))
        {
            if (owner.Key.Length == 0)
            {
                foreach (var item in owner)
                    if (Message.FromBytes(item.Body) is { } message) Retained.Set(message);
                continue;
            }
            var head = owner.FirstOrDefault(i => i.Item == SessionHead.Item);
            if (head is null || SessionHead.From(head.Body) is not { } h)
            {
                Ledger.Drop(owner.Key);
                continue;
            }
            // Whoever was connected when the process ended has been away since now.
            var session = new Session(this, owner.Key, h.ClientId, new MqttPrincipal(h.Principal, h.Tenant))
            {
                ExpirySeconds = h.ExpirySeconds,
                AwaySinceUs = h.AwaySinceUs == 0 ? NowUs : h.AwaySinceUs,
            };
            session.Restore(owner);
            sessions[owner.Key] = session;
            CountPersistent(session.Who, 1);
            MqttMeter.Sessions.Add(1);
        }
    }

    public bool Enter(MqttConnection connection)
    {
        if (stopping || connections.Count >= Limits.Connections) return false;
        connections[connection] = true;
        MqttMeter.Open.Add(1);
        return true;
    }

    public void Exit(MqttConnection connection)
    {
        if (connections.TryRemove(connection, out _)) MqttMeter.Open.Add(-1);
    }

    static string KeyOf(MqttPrincipal who, string clientId) => $"{who.Tenant}\u001f{who.Name}\u001f{clientId}";

    /// <summary>
    /// Finds or makes the session of a CONNECT, ending the connection that had it. Answers null when the principal may
    /// not have another lasting session.
    /// </summary>
    public async ValueTask<(Session Session, bool Present)?> Attach(MqttConnection connection, MqttPrincipal who, string clientId, bool cleanStart, uint expirySeconds)
    {
        var key = KeyOf(who, clientId);
        var stripe = attaching[(uint)key.GetHashCode(StringComparison.Ordinal) % attaching.Length];
        await stripe.WaitAsync();
        try
        {
            if (sessions.TryGetValue(key, out var session))
            {
                // [MQTT-3.1.4-3] the older connection ends; what it had taken in is finished first.
                if (session.Owner is { } old) await old.End(ReasonCode.SessionTakenOver, "Another connection uses this client identifier.");
                await session.Left;
                var ends = cleanStart || session.Gone || IsOver(session);
                // [MQTT-3.1.3-9] coming back in time takes a delayed will back; ending the session publishes it.
                if (session.DelayedWill is { } will && ends) await PublishWill(session, will.Message);
                session.DelayedWill = null;
                if (ends) End(session);
            }
            if (!sessions.TryGetValue(key, out session))
            {
                if (expirySeconds > 0 && !MayLast(who)) return null;
                session = new Session(this, key, clientId, who) { ExpirySeconds = expirySeconds };
                sessions[key] = session;
                MqttMeter.Sessions.Add(1);
                if (session.Persistent) CountPersistent(who, 1);
                session.Bind(connection);
                Keep(session);
                return (session, false);
            }
            session.Who = who;
            session.Bind(connection);
            ChangeExpiry(session, expirySeconds);
            Keep(session);
            foreach (var subscription in session.Subscriptions)
                if (!Policy.MaySubscribe(who, subscription.Filter)) Unsubscribe(session, subscription.Text);
            return (session, true);
        }
        finally
        {
            stripe.Release();
        }
    }

    bool IsOver(Session session) =>
        session.AwaySinceUs > 0 && session.ExpirySeconds != uint.MaxValue && session.AwaySinceUs + session.ExpirySeconds * Instants.SecondUs <= NowUs;

    bool MayLast(MqttPrincipal who) =>
        sessions.Count < Limits.Sessions && persistentBy.GetValueOrDefault(who.Name) < Limits.SessionsPerPrincipal;

    void CountPersistent(MqttPrincipal who, int by)
    {
        if (persistentBy.AddOrUpdate(who.Name, Math.Max(by, 0), (_, now) => now + by) == 0) persistentBy.TryRemove(new(who.Name, 0));
    }

    /// <summary>A session begins or ceases to outlive its connection (CONNECT, or DISCONNECT with an expiry).</summary>
    public void ChangeExpiry(Session session, uint expirySeconds)
    {
        var was = session.Persistent;
        session.ExpirySeconds = expirySeconds;
        if (was == session.Persistent) return;
        CountPersistent(session.Who, was ? -1 : 1);
        if (was) Ledger.Drop(session.Key);
        else
            foreach (var subscription in session.Subscriptions) Ledger.Put(session.Key, "s/" + subscription.Text, subscription.ToBytes());
    }

    public long Keep(Session session) =>
        session.Persistent ? Ledger.Put(session.Key, SessionHead.Item, new SessionHead(session.ClientId, session.Who.Name, session.Who.Tenant, session.ExpirySeconds, session.AwaySinceUs).ToBytes()) : 0;

    void End(Session session)
    {
        if (!sessions.TryRemove(new(session.Key, session))) return;
        MqttMeter.Sessions.Add(-1);
        session.End();
        if (!session.Persistent) return;
        CountPersistent(session.Who, -1);
        Ledger.Drop(session.Key);
    }

    public long Unsubscribe(Session session, string text)
    {
        var known = session.Unsubscribe(text);
        return known && session.Persistent ? Ledger.Remove(session.Key, "s/" + text) : known ? 0 : -1;
    }

    /// <summary>A connection is over: its session ends or waits, its will is published or waits.</summary>
    /// <param name="will">null when the client left in peace</param>
    public async ValueTask Detach(Session session, MqttConnection connection, Will? will)
    {
        if (!session.Leave(connection, NowUs)) return;
        if (will is not null && !stopping)
        {
            var message = Message.From(will.Topic, will.Payload, will.Qos, will.Retain, will.Properties, NowUs);
            var delay = Math.Min(will.Properties?.WillDelay_s ?? 0, session.ExpirySeconds);
            if (delay == 0) await PublishWill(session, message);
            else session.DelayedWill = (message, NowUs + delay * Instants.SecondUs);
        }
        if (!session.Persistent) End(session);
        else Keep(session);
    }

    async ValueTask PublishWill(Session session, Message will)
    {
        var verdict = await Policy.Publish(session.Who, new MqttMessage(will.Topic, will.Payload, will.Qos, will.Retain, NowUs, will.Properties?.ContentType));
        if (verdict.Refused)
        {
            MqttMeter.Refused.Add(1, MqttMeter.Reason(verdict.Code));
            return;
        }
        await Publish(will, session);
    }

    /// <summary>Gives a message to all who subscribe to it, and waits until what must last is durable.</summary>
    public async ValueTask Publish(Message message, Session? from = null)
    {
        var touched = new List<Outbox>();
        var position = Route(message, Trie.Match(message.Topic), from, touched);
        Outbox.FlushAll(touched);
        if (position > 0) await Ledger.Durable(position);
    }

    /// <summary>Keeps a message that is to be retained, and hands it to each receiver; answers the ledger position to wait for, 0 for none.</summary>
    public long Route(Message message, Match match, Session? from, List<Outbox> touched)
    {
        long position = 0;
        if (message.Retain) position = Retain(message);
        if (match.Nobody || message.Expired(NowUs)) return position;
        List<(Session Session, Delivery Delivery)>? lasting = null;
        foreach (var target in match.Targets)
            if ((target.Session == from ? target.WithoutNoLocal() : target) is { } to) Give(message, to, ref lasting, touched);
        foreach (var share in match.Shares) Give(message, Choose(share, message.Size), ref lasting, touched);
        return lasting is null ? position : Math.Max(position, GiveLasting(message, lasting, touched));
    }

    void Give(Message message, Match.Target to, ref List<(Session, Delivery)>? lasting, List<Outbox> touched)
    {
        var qos = Math.Min(message.Qos, to.Qos);
        var retain = to.RetainAsPublished && message.Retain;
        if (qos == 0) to.Session.DeliverNow(message, retain, to.Ids, touched);
        else if (to.Session.Persistent) (lasting ??= []).Add((to.Session, new Delivery(to.Session.NextSeq(), message, qos, retain, to.Ids) { Kept = true }));
        else to.Session.Deliver(new Delivery(to.Session.NextSeq(), message, qos, retain, to.Ids), touched);
    }

    // In the ledger before it is sent: else an acknowledgement could be written down before the message it is for.
    long GiveLasting(Message message, List<(Session Session, Delivery Delivery)> lasting, List<Outbox> touched)
    {
        var full = lasting.RemoveAll(l => !l.Session.HasRoom(message.Size));
        if (full > 0) MqttMeter.Dropped.Add(full, MqttMeter.Why("full"));
        if (lasting.Count == 0) return 0;
        var position = Ledger.PutShared([.. lasting.Select(l => new LedgerItem(l.Session.Key, l.Delivery.Item, l.Delivery.Head()))], message.ToBytes());
        foreach (var (session, delivery) in lasting)
            if (!session.Deliver(delivery, touched)) Ledger.Remove(session.Key, delivery.Item);
        return position;
    }

    // Of a share the next member that is connected; when none is, one whose session keeps the message [MQTT-4.8.2-3].
    Match.Target Choose(Subscription[] members, int size)
    {
        var start = (int)((uint)Interlocked.Increment(ref turn) % (uint)members.Length);
        Subscription? fallback = null;
        for (var i = 0; i < members.Length; i++)
        {
            var member = members[(start + i) % members.Length];
            if (!member.Session.HasRoom(size)) continue;
            if (member.Session.Connected) return Match.Target.From(member.Session, [member]);
            fallback ??= member;
        }
        return Match.Target.From((fallback ?? members[start]).Session, [fallback ?? members[start]]);
    }

    long Retain(Message message)
    {
        if (message.Payload.Length == 0) return Retained.Clear(message.Topic) ? Ledger.Remove("", "t/" + message.Topic) : 0;
        if (!Retained.HasRoom(message.Topic, message.Payload.Length))
        {
            MqttMeter.Dropped.Add(1, MqttMeter.Why("retained-full"));
            return 0;
        }
        Retained.Set(message);
        return Ledger.Put("", "t/" + message.Topic, message.ToBytes());
    }

    /// <summary>What happens by the passing of time: keep-alives, stalls, delayed wills, expiries. Once a second.</summary>
    public async ValueTask Tick()
    {
        foreach (var connection in connections.Keys) connection.Tick();
        var nowUs = NowUs;
        foreach (var session in sessions.Values)
        {
            if (session.AwaySinceUs == 0 || session.Owner is not null) continue;
            var over = IsOver(session);
            if (session.DelayedWill is { } will && (over || will.DueUs <= nowUs))
            {
                session.DelayedWill = null;
                await PublishWill(session, will.Message);
            }
            if (over && await TryHold(session)) EndIfStillAway(session);
        }
        foreach (var topic in Retained.Expired(nowUs))
            if (Retained.Clear(topic)) Ledger.Remove("", "t/" + topic);
    }

    async ValueTask<bool> TryHold(Session session) =>
        await attaching[(uint)session.Key.GetHashCode(StringComparison.Ordinal) % attaching.Length].WaitAsync(0);

    void EndIfStillAway(Session session)
    {
        try
        {
            if (session.Owner is null && IsOver(session)) End(session);
        }
        finally
        {
            attaching[(uint)session.Key.GetHashCode(StringComparison.Ordinal) % attaching.Length].Release();
        }
    }

    /// <summary>Ends the connections of a principal (its key was revoked).</summary>
    public void Expel(string principal, ReasonCode code, string reason)
    {
        foreach (var connection in connections.Keys)
            if (connection.Who?.Name == principal) _ = connection.End(code, reason);
    }

    /// <summary>Says goodbye to all: 0x8B. Sessions stay in the ledger; wills are not published, the clients did not vanish.</summary>
    public Task Stop()
    {
        stopping = true;
        return Task.WhenAll(connections.Keys.Select(c => c.End(ReasonCode.ServerShuttingDown, "The server stops.")));
    }
}
