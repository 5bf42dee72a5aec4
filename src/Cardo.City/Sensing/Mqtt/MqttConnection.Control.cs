using System.Text;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

// Everything but PUBLISH: subscriptions, acknowledgements, pings, goodbyes; and writing to the client.
internal sealed partial class MqttConnection
{
    readonly List<Outbox> touchedByControl = [];
    Dictionary<string, ushort>? aliases;
    int aliasMaximum, clientPacketBytes = int.MaxValue;
    bool wantsReasons = true;

    /// <summary>QoS 1 and 2 messages the client takes before it acknowledges one.</summary>
    public int SendMaximum { get; private set; }

    void TakeTerms(Properties? p)
    {
        SendMaximum = Math.Min(p?.ReceiveMaximum ?? ushort.MaxValue, broker.Limits.SendMaximum);
        clientPacketBytes = (int)Math.Min(p?.MaximumPacketSize ?? int.MaxValue, int.MaxValue);
        aliasMaximum = Math.Min(p?.TopicAliasMaximum ?? 0, broker.Limits.TopicAliases);
        wantsReasons = (p?.RequestProblemInfo ?? 1) != 0;
    }

    async ValueTask Handle(Packet packet)
    {
        // [MQTT-3.1.0-1, -2] CONNECT comes first, and once.
        if ((packet.Type == PacketType.Connect) != (session is null))
        {
            Broken(MqttFault.Protocol(session is null ? "The first packet is not a CONNECT." : "A second CONNECT."));
            return;
        }
        switch (packet)
        {
            case Connect connect: await Connect(connect); break;
            case Subscribe subscribe: await Subscribe(subscribe); break;
            case Unsubscribe unsubscribe: await Unsubscribe(unsubscribe); break;
            case Ack { Type: PacketType.Pubrel } pubrel: Release(pubrel); break;
            case Ack ack:
                if (session!.Acknowledged(ack, touchedByControl) is { } answer) Write(answer);
                Outbox.FlushAll(touchedByControl);
                break;
            case Pingreq: Write(Pingresp.It); break;
            case Disconnect disconnect: Disconnect(disconnect); break;
            case Auth: Broken(MqttFault.Protocol("AUTH without enhanced authentication.")); break;
            default: Broken(MqttFault.Protocol($"A client does not send {packet.Type}.")); break;
        }
    }

    async ValueTask Subscribe(Subscribe subscribe)
    {
        var id = subscribe.Properties?.SubscriptionIds?[0] ?? 0;
        var codes = new ReasonCode[subscribe.Requests.Count];
        var retained = new List<(SubscriptionRequest Request, bool IsNew)>();
        long position = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            var request = subscribe.Requests[i];
            codes[i] = TrySubscribe(request, id, out var isNew, ref position);
            if ((byte)codes[i] < 0x80 && !Topics.IsShared(request.Filter)) retained.Add((request, isNew));
        }
        if (position > 0) await broker.Ledger.Durable(position);
        Write(new Suback(subscribe.PacketId, codes));
        foreach (var (request, isNew) in retained)
            if (request.RetainHandling == RetainHandling.Send || (request.RetainHandling == RetainHandling.SendIfNew && isNew)) SendRetained(request, id);
        Outbox.FlushAll(touchedByControl);
    }

    ReasonCode TrySubscribe(SubscriptionRequest request, uint id, out bool isNew, ref long position)
    {
        isNew = false;
        if (Encoding.UTF8.GetByteCount(request.Filter) > broker.Limits.TopicBytes || !Topics.FilterIsValid(request.Filter, broker.Limits.TopicLevels)) return ReasonCode.TopicFilterInvalid;
        var subscription = Subscription.From(session!, request, id);
        if (!broker.Policy.MaySubscribe(session!.Who, subscription.Filter)) return ReasonCode.NotAuthorized;
        isNew = session.Subscribe(subscription, broker.Limits.SubscriptionsPerClient, out var full);
        if (full) return ReasonCode.QuotaExceeded;
        if (session.Persistent) position = Math.Max(position, broker.Ledger.Put(session.Key, "s/" + request.Filter, subscription.ToBytes()));
        return (ReasonCode)request.Qos;
    }

    void SendRetained(SubscriptionRequest request, uint id)
    {
        uint[]? ids = id == 0 ? null : [id];
        foreach (var message in broker.Retained.Matching(request.Filter, broker.NowUs))
        {
            var qos = Math.Min(message.Qos, request.Qos);
            // Not kept in the ledger: after a restart the retained store has it still, and the client subscribes anew.
            if (qos == 0) session!.DeliverNow(message, true, ids, touchedByControl);
            else session!.Deliver(new Delivery(session.NextSeq(), message, qos, true, ids), touchedByControl);
        }
    }

    async ValueTask Unsubscribe(Unsubscribe unsubscribe)
    {
        var codes = new ReasonCode[unsubscribe.Filters.Count];
        long position = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            var removed = broker.Unsubscribe(session!, unsubscribe.Filters[i]);
            codes[i] = removed < 0 ? ReasonCode.NoSubscriptionExisted : ReasonCode.Success;
            position = Math.Max(position, removed);
        }
        if (position > 0) await broker.Ledger.Durable(position);
        Write(new Unsuback(unsubscribe.PacketId, codes));
    }

    void Release(Ack pubrel)
    {
        var known = session!.Release(pubrel.PacketId);
        if (known && session.Persistent) broker.Ledger.Remove(session.Key, Inbound.ReceivedItem(pubrel.PacketId));
        Write(new Ack(PacketType.Pubcomp, pubrel.PacketId, known || Version != MqttVersion.V5 ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound));
    }

    void Disconnect(Disconnect disconnect)
    {
        if (disconnect.Properties?.SessionExpiry_s is { } expiry)
        {
            // [MQTT-3.14.2-2] a session that was to end with the connection can't become lasting now.
            if (!session!.Persistent && expiry > 0)
            {
                Broken(MqttFault.Protocol("A session without expiry can't be given one in DISCONNECT."));
                return;
            }
            broker.ChangeExpiry(session, Math.Min(expiry, (uint)broker.Limits.SessionExpirySeconds));
        }
        // [MQTT-3.14.4-3] 0x00 leaves in peace; with 0x04 and the errors the will is published.
        if (disconnect.Code == ReasonCode.Success) will = null;
        Fail(new MqttFault(disconnect.Code == ReasonCode.Success ? ReasonCode.Success : ReasonCode.DisconnectWithWill, ""));
    }

    void Write(Packet packet)
    {
        lock (Outbox.Gate)
        {
            // [MQTT-3.2.2-19 …] reasons are left out where they would pass the client's maximum, or were not asked for.
            if (packet.Properties?.ReasonString is not null && ((!wantsReasons && packet.Type is not (PacketType.Connack or PacketType.Disconnect)) || MqttEncoder.Size(packet, Version) > clientPacketBytes))
                packet = packet with { Properties = null };
            MqttEncoder.Write(Outbox, packet, Version);
        }
        Outbox.Flush();
    }

    /// <summary>Four bytes; the caller flushes.</summary>
    public void WriteAck(PacketType type, ushort packetId)
    {
        lock (Outbox.Gate) MqttEncoder.WriteAck(Outbox, type, packetId);
    }

    /// <summary>An acknowledgement with a reason; the caller flushes.</summary>
    public void WriteAck(Ack ack)
    {
        lock (Outbox.Gate)
        {
            if (ack.Properties is not null && (!wantsReasons || MqttEncoder.Size(ack, Version) > clientPacketBytes)) ack = ack with { Properties = null };
            MqttEncoder.Write(Outbox, ack, Version);
        }
    }

    /// <summary>Writes a message; the caller flushes. False when it is larger than the client takes [MQTT-3.1.2-24]: it counts as sent.</summary>
    public bool WritePublish(Message message, byte qos, bool retain, bool dup, ushort packetId, uint[]? ids)
    {
        lock (Outbox.Gate)
        {
            var topic = message.TopicUtf8.AsSpan();
            ushort? alias = null;
            var known = false;
            if (aliasMaximum > 0) alias = AliasOf(message.Topic, out known);
            var properties = Version == MqttVersion.V5 ? Delivery.Properties(message, ids, alias, broker.NowUs) : null;
            var written = MqttEncoder.WritePublish(Outbox, Version, known ? [] : topic, message.Payload, qos, retain, dup, packetId, properties, clientPacketBytes);
            if (written == 0)
            {
                MqttMeter.Dropped.Add(1, MqttMeter.Why("too-large"));
                return false;
            }
            if (alias is { } a && !known) aliases![message.Topic] = a;
        }
        MqttMeter.Sent.Add(1);
        return true;
    }

    // The first topics get the aliases and keep them: a client with few topics never sees a name twice.
    ushort? AliasOf(string topic, out bool known)
    {
        aliases ??= new(StringComparer.Ordinal);
        known = aliases.TryGetValue(topic, out var alias);
        return known ? alias : aliases.Count < aliasMaximum ? (ushort)(aliases.Count + 1) : null;
    }
}
