using System.Buffers;
using System.Threading.Channels;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>
/// The way of messages in: read in batches, judged and handed to the policy at once, and acknowledged in the order they
/// came when the policy says they are durable. The read loop never waits for a message, only for room.
/// </summary>
internal sealed class Inbound(MqttConnection connection, Broker broker)
{
    readonly Channel<InboundBatch> submitted = Channel.CreateUnbounded<InboundBatch>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    readonly List<Outbox> touched = [];
    readonly TopicMemory topics = new(broker);
    string?[]? aliases;
    InboundBatch? spare;
    Task? loop;
    // Messages and bytes taken and not yet acknowledged; quota counts QoS 1 alone (QoS 2 is the session's, until PUBREL).
    int underWay, bytesUnderWay, quota, receivedBefore;
    TaskCompletionSource? room;

    public static string ReceivedItem(ushort packetId) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"r/{packetId}");

    /// <summary>The read loop stands still because this client has sent more than it may have under way.</summary>
    public bool Waiting => Volatile.Read(ref room) is not null;

    /// <summary>Completes when all submitted is acknowledged; call <see cref="Complete"/> before.</summary>
    public Task Finished => loop ?? Task.CompletedTask;

    /// <summary>QoS 2 messages of an earlier connection of the session are not counted against this one.</summary>
    public void CountFrom(int receivedSoFar) => receivedBefore = receivedSoFar;

    public void Complete() => submitted.Writer.TryComplete();

    bool IsFull => Volatile.Read(ref underWay) >= 4 * broker.Limits.ReceiveMaximum || Volatile.Read(ref bytesUnderWay) >= broker.Limits.ReceiveBytes;

    /// <summary>Waits until fewer messages are under way, so that the sender's socket fills up and it waits too.</summary>
    public async ValueTask Room()
    {
        while (IsFull && !connection.Ending)
        {
            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref room, waiting);
            // It may have emptied between the look and the note.
            if (IsFull && !connection.Ending) await waiting.Task;
            Volatile.Write(ref room, null);
        }
    }

    /// <summary>Waits until all that was submitted is acknowledged.</summary>
    public async ValueTask Drained()
    {
        while (Volatile.Read(ref underWay) > 0 && !connection.Ending)
        {
            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref room, waiting);
            if (Volatile.Read(ref underWay) > 0 && !connection.Ending) await waiting.Task;
            Volatile.Write(ref room, null);
        }
    }

    public void Wake() => Volatile.Read(ref room)?.TrySetResult();

    /// <summary>A batch to add to. It keeps <paramref name="rented"/> from <see cref="Submit"/> until its messages are acknowledged.</summary>
    public InboundBatch Begin(byte[] rented)
    {
        var batch = Interlocked.Exchange(ref spare, null) ?? new InboundBatch();
        batch.Rented = rented;
        return batch;
    }

    /// <summary>Reads one PUBLISH. False: the connection is to end.</summary>
    public bool Add(InboundBatch batch, Frame frame, ReadOnlyMemory<byte> body, out MqttFault fault)
    {
        if (!PublishParts.TryRead(body.Span, frame.Qos, connection.Version, out var parts, out fault)) return false;
        Properties? properties = null;
        if (parts.HasProperties && !MqttDecoder.TryPublishProperties(body, parts, out properties, out fault)) return false;
        // [MQTT-3.3.4-6] clients don't send subscription identifiers.
        if (properties?.SubscriptionIds is not null) return Bad(MqttFault.Protocol("A client sent a subscription identifier."), out fault);
        if (!TryTopic(body.Span.Slice(parts.TopicStart, parts.TopicLength), properties, out var topic, out fault)) return false;
        var item = new InboundItem
        {
            PacketId = parts.PacketId,
            Qos = frame.Qos,
            Retain = frame.Retain,
            Topic = topic!,
            Properties = properties,
            Payload = body[parts.PayloadStart..],
        };
        if (frame.Qos > 0)
        {
            if (frame.Qos == 1) Interlocked.Increment(ref quota);
            else item.Duplicate = !connection.Session.Receive(parts.PacketId);
            // [MQTT-3.3.4-7, -9] in 5 a sender that passes the receive maximum is cut off; 3.1.1 knows none and is slowed down.
            var over = Volatile.Read(ref quota) + Math.Max(0, connection.Session.ReceivedCount - receivedBefore) > broker.Limits.ReceiveMaximum;
            if (over && connection.Version == MqttVersion.V5) return Bad(new MqttFault(ReasonCode.ReceiveMaximumExceeded, $"More than {broker.Limits.ReceiveMaximum} messages under way."), out fault);
        }
        item.Code = Judge(topic!, frame.Retain, item.Payload.Length);
        batch.Add(item, broker.NowUs);
        return true;
    }

    ReasonCode Judge(TopicMemory.Known topic, bool retain, int payloadBytes)
    {
        if (topic.Name[0] == '$' || !broker.Policy.MayPublish(connection.Session.Who, topic.Name)) return ReasonCode.NotAuthorized;
        if (retain && !broker.Retained.HasRoom(topic.Name, payloadBytes)) return ReasonCode.QuotaExceeded;
        return ReasonCode.Success;
    }

    bool TryTopic(ReadOnlySpan<byte> utf8, Properties? properties, out TopicMemory.Known? topic, out MqttFault fault)
    {
        topic = null;
        fault = default;
        if (utf8.Length > 0)
        {
            if (!topics.TryFind(utf8, out topic)) return Bad(new MqttFault(ReasonCode.TopicNameInvalid, $"A topic name is text of at most {broker.Limits.TopicBytes} bytes and {broker.Limits.TopicLevels} levels, without wildcards."), out fault);
        }
        if (properties?.TopicAlias is not { } alias)
            return topic is not null || Bad(connection.Version == MqttVersion.V5 ? MqttFault.Protocol("A PUBLISH has neither topic nor alias.") : MqttFault.Malformed("A PUBLISH has no topic."), out fault);
        if (alias == 0 || alias > broker.Limits.TopicAliases) return Bad(new MqttFault(ReasonCode.TopicAliasInvalid, $"Topic aliases are 1 to {broker.Limits.TopicAliases}."), out fault);
        aliases ??= new string?[broker.Limits.TopicAliases + 1];
        if (topic is not null) aliases[alias] = topic.Name;
        else if (aliases[alias] is { } name) topic = topics.Find(name);
        else return Bad(MqttFault.Protocol($"Topic alias {alias} was never given a topic."), out fault);
        return true;
    }

    static bool Bad(MqttFault why, out MqttFault fault)
    {
        fault = why;
        return false;
    }

    /// <summary>Hands the batch on. True when it keeps the rented array.</summary>
    public bool Submit(InboundBatch batch)
    {
        if (batch.Count == 0)
        {
            batch.Clear();
            Volatile.Write(ref spare, batch);
            return false;
        }
        MqttMeter.Received.Add(batch.Count);
        Interlocked.Add(ref underWay, batch.Count);
        Interlocked.Add(ref bytesUnderWay, batch.Rented.Length);
        batch.Publishing = batch.Messages > 0 ? broker.Policy.Publish(connection.Session.Who, batch.ToPublish, batch.Verdicts) : ValueTask.CompletedTask;
        loop ??= Task.Run(AcknowledgeAll);
        if (!submitted.Writer.TryWrite(batch)) throw new InvalidOperationException("a batch was submitted after the end");
        return true;
    }

    async Task AcknowledgeAll()
    {
        try
        {
            await Acknowledge();
        }
        catch
        {
            // The policy or the ledger failed: nothing more of this client can be acknowledged.
            _ = connection.End(ReasonCode.UnspecifiedError, "The server failed.");
            throw;
        }
    }

    async Task Acknowledge()
    {
        await foreach (var batch in submitted.Reader.ReadAllAsync())
        {
            await batch.Publishing;
            var position = RouteAll(batch);
            Outbox.FlushAll(touched);
            // Only now may the sender forget them: its observations are durable, and so are the queues they went to.
            if (position > 0) await broker.Ledger.Durable(position);
            Acknowledge(batch);
            connection.Outbox.Flush();
            Interlocked.Add(ref quota, -batch.AtQos1);
            Interlocked.Add(ref underWay, -batch.Count);
            Interlocked.Add(ref bytesUnderWay, -batch.Rented.Length);
            if (!IsFull) Wake();
            ArrayPool<byte>.Shared.Return(batch.Rented);
            batch.Clear();
            Volatile.Write(ref spare, batch);
        }
    }

    long RouteAll(InboundBatch batch)
    {
        long position = 0;
        var session = connection.Session;
        foreach (ref var item in batch.Items)
        {
            if (item.Message >= 0 && item.Code == ReasonCode.Success) (item.Code, item.Reason) = (batch.Verdicts.Span[item.Message].Code, batch.Verdicts.Span[item.Message].Reason);
            if ((byte)item.Code >= 0x80)
            {
                MqttMeter.Refused.Add(1, MqttMeter.Reason(item.Code));
                if (item is { Qos: 2, Duplicate: false }) session.Release(item.PacketId);
                continue;
            }
            if (item.Duplicate) continue;
            if (item.Qos == 2 && session.Persistent) position = Math.Max(position, broker.Ledger.Put(session.Key, ReceivedItem(item.PacketId), []));
            var match = item.Topic.Match(broker.Trie);
            if (match.Nobody && !item.Retain) continue;
            var message = Message.From(item.Topic.Name, item.Payload, item.Qos, item.Retain, item.Properties, broker.NowUs);
            position = Math.Max(position, broker.Route(message, match, session, touched));
        }
        return position;
    }

    // [MQTT-4.6.0-2, -3] in the order in which the messages came.
    void Acknowledge(InboundBatch batch)
    {
        foreach (ref var item in batch.Items)
        {
            if (item.Qos == 0) continue;
            var type = item.Qos == 1 ? PacketType.Puback : PacketType.Pubrec;
            if ((byte)item.Code < 0x80) connection.WriteAck(type, item.PacketId);
            else if (connection.Version == MqttVersion.V5)
                connection.WriteAck(new Ack(type, item.PacketId, Sayable(item.Code)) { Properties = item.Reason is { } r ? new Properties { ReasonString = Shortened(r) } : null });
            else if (MaySucceedLater(item.Code))
            {
                // 3.1.1 has no refusal: a closed connection is the only way to make it send again.
                _ = connection.End(item.Code, item.Reason ?? "");
                return;
            }
            else
            {
                // [MQTT-3.3.5-2] a message that will never be taken is acknowledged, or it would come for ever. Its PUBREL finds nothing and is answered all the same.
                connection.WriteAck(type, item.PacketId);
            }
        }
    }

    static bool MaySucceedLater(ReasonCode code) =>
        code is ReasonCode.UnspecifiedError or ReasonCode.ImplementationSpecificError or ReasonCode.ServerUnavailable or ReasonCode.ServerBusy or ReasonCode.QuotaExceeded;

    // Those of the reason codes that PUBACK and PUBREC can carry (sections 3.4.2.1, 3.5.2.1).
    static ReasonCode Sayable(ReasonCode code) =>
        code is ReasonCode.ImplementationSpecificError or ReasonCode.NotAuthorized or ReasonCode.TopicNameInvalid or ReasonCode.PacketIdentifierInUse
            or ReasonCode.QuotaExceeded or ReasonCode.PayloadFormatInvalid ? code : ReasonCode.UnspecifiedError;

    static string Shortened(string reason) => reason.Length <= 512 ? reason : reason[..512];
}
