using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>
/// What a client and the broker owe each other (section 4.1): subscriptions, messages on their way out, QoS 2 messages
/// on their way in. Lives as long as its connection, or <see cref="ExpirySeconds"/> longer. Locks are taken in the order
/// session, outbox, ledger.
/// </summary>
internal sealed class Session(Broker broker, string key, string clientId, MqttPrincipal who)
{
    readonly Lock gate = new();
    readonly Dictionary<string, Subscription> subscriptions = new(StringComparer.Ordinal);
    readonly Queue<Delivery> waiting = new();
    readonly Dictionary<ushort, Delivery> inflight = [];
    readonly HashSet<ushort> received = [];
    // The owner has the session; deliveries go to it only once its CONNACK is written (connection).
    MqttConnection? owner, connection;
    long nextSeq;
    ushort nextId;
    int heldBytes, receivedCount;

    public string Key { get; } = key;

    public string ClientId { get; } = clientId;

    public MqttPrincipal Who { get; set; } = who;

    /// <summary>0: ends with its connection; <see cref="uint.MaxValue"/>: never.</summary>
    public uint ExpirySeconds { get; set; }

    public bool Persistent => ExpirySeconds > 0;

    /// <summary>When its client went away; 0 while it is connected.</summary>
    public long AwaySinceUs { get; set; }

    /// <summary>A will that waits for its delay, and until when.</summary>
    public (Message Message, long DueUs)? DelayedWill { get; set; }

    /// <summary>It was dropped; nothing more may be added.</summary>
    public bool Gone { get; private set; }

    public MqttConnection? Owner => Volatile.Read(ref owner);

    public bool Connected => Volatile.Read(ref connection) is not null;

    /// <summary>Completes when the connection that left last has finished leaving.</summary>
    public Task Left { get; private set; } = Task.CompletedTask;

    public int SubscriptionCount
    {
        get
        {
            lock (gate) return subscriptions.Count;
        }
    }

    public int QueuedMessages
    {
        get
        {
            lock (gate) return waiting.Count + inflight.Count;
        }
    }

    public IReadOnlyList<Subscription> Subscriptions
    {
        get
        {
            lock (gate) return [.. subscriptions.Values];
        }
    }

    /// <summary>Adds or replaces; says whether it is new.</summary>
    /// <param name="full">refused: the client has as many as it may</param>
    public bool Subscribe(Subscription subscription, int most, out bool full)
    {
        lock (gate)
        {
            var known = subscriptions.ContainsKey(subscription.Text);
            full = Gone || (!known && subscriptions.Count >= most);
            if (full) return false;
            subscriptions[subscription.Text] = subscription;
            broker.Trie.Add(subscription);
            return !known;
        }
    }

    public bool Unsubscribe(string text)
    {
        lock (gate)
        {
            if (!subscriptions.Remove(text, out var subscription)) return false;
            broker.Trie.Remove(subscription);
            return true;
        }
    }

    /// <summary>A QoS 2 message arrives: true the first time, false until its PUBREL [MQTT-4.3.3-2 of 3.1.1; 4.3.3-10 of 5].</summary>
    public bool Receive(ushort packetId)
    {
        lock (gate)
        {
            var first = received.Add(packetId);
            receivedCount = received.Count;
            return first;
        }
    }

    public bool Release(ushort packetId)
    {
        lock (gate)
        {
            var known = received.Remove(packetId);
            receivedCount = received.Count;
            return known;
        }
    }

    public int ReceivedCount => Volatile.Read(ref receivedCount);

    public long NextSeq() => Interlocked.Increment(ref nextSeq);

    /// <summary>Whether one more message of this size may wait for the client.</summary>
    public bool HasRoom(int size)
    {
        lock (gate) return !Gone && HasRoomFor(size);
    }

    bool HasRoomFor(int size) =>
        waiting.Count < broker.Limits.QueueMessages && heldBytes + size <= broker.Limits.QueueBytes && broker.Held.HasRoom;

    /// <summary>QoS 0: now or never.</summary>
    public void DeliverNow(Message message, bool retain, uint[]? ids, List<Outbox> touched)
    {
        lock (gate)
        {
            if (connection is not { } to) return;
            if (to.Outbox.Pending > broker.Limits.OutgoingBytes || !broker.Held.HasRoom) MqttMeter.Dropped.Add(1, MqttMeter.Why("slow"));
            else if (to.WritePublish(message, 0, retain, false, 0, ids)) to.Outbox.Touch(touched);
        }
    }

    /// <summary>QoS 1 or 2: sent when the client has room for it. False when it had to be dropped.</summary>
    public bool Deliver(Delivery delivery, List<Outbox> touched)
    {
        lock (gate)
        {
            if (Gone || (owner is null && !Persistent)) return false;
            if (!HasRoomFor(delivery.Size))
            {
                MqttMeter.Dropped.Add(1, MqttMeter.Why("full"));
                return false;
            }
            Hold(delivery.Size);
            waiting.Enqueue(delivery);
            if (connection is { } to) Pump(to, touched);
            return true;
        }
    }

    /// <summary>Sends what waits, as far as receive maximum and socket allow.</summary>
    public void Pump(List<Outbox> touched)
    {
        lock (gate)
            if (connection is { } to) Pump(to, touched);
    }

    void Pump(MqttConnection to, List<Outbox> touched)
    {
        while (inflight.Count < to.SendMaximum && to.Outbox.Pending <= broker.Limits.OutgoingBytes && waiting.TryDequeue(out var delivery))
        {
            if (delivery.Message!.Expired(broker.NowUs))
            {
                MqttMeter.Dropped.Add(1, MqttMeter.Why("expired"));
                Forget(delivery);
                continue;
            }
            do nextId++;
            while (nextId == 0 || inflight.ContainsKey(nextId));
            delivery.PacketId = nextId;
            if (!to.WritePublish(delivery.Message, delivery.Qos, delivery.Retain, false, nextId, delivery.Ids))
            {
                Forget(delivery);
                continue;
            }
            delivery.State = DeliveryState.Sent;
            inflight.Add(nextId, delivery);
            // After a restart a QoS 2 message must be sent again under the same identifier.
            if (delivery is { Kept: true, Qos: 2 }) broker.Ledger.Put(Key, delivery.Item, [.. delivery.Head(), .. delivery.Message.ToBytes()]);
            to.Outbox.Touch(touched);
        }
    }

    /// <summary>PUBACK, PUBREC or PUBCOMP of the client. Answers what to send back, null for nothing.</summary>
    public Ack? Acknowledged(Ack ack, List<Outbox> touched)
    {
        lock (gate)
        {
            if (!inflight.TryGetValue(ack.PacketId, out var delivery)) return ack.Type == PacketType.Pubrec ? new Ack(PacketType.Pubrel, ack.PacketId, ReasonCode.PacketIdentifierNotFound) : null;
            if (ack.Type == PacketType.Pubrec && (byte)ack.Code < 0x80 && delivery.Qos == 2)
            {
                if (delivery.State != DeliveryState.Released)
                {
                    Hold(-delivery.Size);
                    (delivery.State, delivery.Message) = (DeliveryState.Released, null);
                    Hold(delivery.Size);
                    if (delivery.Kept) broker.Ledger.Put(Key, delivery.Item, delivery.Head());
                }
                return new Ack(PacketType.Pubrel, ack.PacketId);
            }
            // An acknowledgement of the other QoS's kind is ignored: the message stays in flight.
            var ends = ack.Type switch
            {
                PacketType.Puback => delivery.Qos == 1,
                PacketType.Pubrec => delivery.Qos == 2,
                _ => delivery.State == DeliveryState.Released,
            };
            if (!ends) return null;
            inflight.Remove(ack.PacketId);
            Forget(delivery);
            if (connection is { } to) Pump(to, touched);
            return null;
        }
    }

    void Forget(Delivery delivery)
    {
        Hold(-delivery.Size);
        if (delivery.Kept) broker.Ledger.Remove(Key, delivery.Item);
    }

    void Hold(int bytes)
    {
        heldBytes += bytes;
        broker.Held.Add(bytes);
    }

    public void Bind(MqttConnection to)
    {
        lock (gate)
        {
            owner = to;
            AwaySinceUs = 0;
        }
    }

    /// <summary>Begins on a new connection: what was in flight goes again under the same identifiers [MQTT-4.4.0-1], then what waits.</summary>
    public void Resume(MqttConnection to, List<Outbox> touched)
    {
        lock (gate)
        {
            if (owner != to) return;
            connection = to;
            foreach (var delivery in inflight.Values.OrderBy(d => d.Seq).ToList())
            {
                if (delivery.State == DeliveryState.Released) to.WriteAck(PacketType.Pubrel, delivery.PacketId);
                else if (!to.WritePublish(delivery.Message!, delivery.Qos, delivery.Retain, true, delivery.PacketId, delivery.Ids))
                {
                    inflight.Remove(delivery.PacketId);
                    Forget(delivery);
                }
            }
            to.Outbox.Touch(touched);
            Pump(to, touched);
        }
    }

    /// <summary>The connection ended. False when another one has taken over.</summary>
    public bool Leave(MqttConnection from, long nowUs)
    {
        lock (gate)
        {
            if (owner != from) return false;
            owner = connection = null;
            AwaySinceUs = nowUs;
            Left = from.Done;
            return true;
        }
    }

    /// <summary>Ends the session: subscriptions and queue go.</summary>
    public void End()
    {
        lock (gate)
        {
            Gone = true;
            foreach (var subscription in subscriptions.Values) broker.Trie.Remove(subscription);
            subscriptions.Clear();
            Hold(-heldBytes);
            waiting.Clear();
            inflight.Clear();
            received.Clear();
        }
    }

    /// <summary>Puts back what the ledger kept of it, at start.</summary>
    public void Restore(IEnumerable<LedgerItem> items)
    {
        lock (gate)
        {
            foreach (var item in items.OrderBy(i => i.Item, StringComparer.Ordinal))
            {
                if (item.Item.StartsWith("s/", StringComparison.Ordinal) && Subscription.FromBytes(this, item.Item[2..], item.Body) is { } subscription)
                {
                    subscriptions[subscription.Text] = subscription;
                    broker.Trie.Add(subscription);
                }
                else if (item.Item.StartsWith("r/", StringComparison.Ordinal) && ushort.TryParse(item.Item.AsSpan(2), out var id)) receivedCount = received.Add(id) ? received.Count : receivedCount;
                else if (item.Item.StartsWith("q/", StringComparison.Ordinal) && Delivery.FromLedger(item.Item, item.Body) is { } delivery) Restore(delivery);
            }
        }
    }

    void Restore(Delivery delivery)
    {
        Hold(delivery.Size);
        nextSeq = Math.Max(nextSeq, delivery.Seq);
        if (delivery.State == DeliveryState.Waiting || !inflight.TryAdd(delivery.PacketId, delivery)) waiting.Enqueue(delivery);
    }
}
