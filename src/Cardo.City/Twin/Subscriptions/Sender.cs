using System.Buffers;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;

namespace Cardo.Twin.Subscriptions;

/// <summary>
/// Tells one subscriber, on a task of its own that lives only while there is something to tell: a dead endpoint delays
/// nobody else. Up to <see cref="Capacity"/> notifications wait; then the oldest is given up and counted. A failed one
/// is tried again with growing pauses, <see cref="Attempts"/> times in all.
/// </summary>
internal sealed class Sender(Subscription subscription, Tally tally, IReadOnlyDictionary<string, INotifier> notifiers, TimeProvider clock, Ids ids, CancellationToken stop)
{
    public const int Capacity = 1_000;

    public const int Attempts = 5;

    readonly Lock gate = new();
    readonly Queue<IReadOnlyList<Entity>> waiting = new();
    readonly Dictionary<string, Entity> gathered = new(StringComparer.Ordinal);
    bool running;
    long lastSentUs;
    Tally tally = tally;

    public Tally Tally
    {
        get
        {
            lock (gate) return tally;
        }
    }

    /// <summary>Something to tell; never waits.</summary>
    public void Offer(IReadOnlyList<Entity> entities)
    {
        lock (gate)
        {
            if (subscription.ThrottlingUs > 0) Gather(entities);
            else
            {
                if (waiting.Count >= Capacity)
                {
                    waiting.Dequeue();
                    tally = tally with { Dropped = tally.Dropped + 1 };
                }
                waiting.Enqueue(entities);
            }
            if (running) return;
            running = true;
        }
        _ = Task.Run(Drain, CancellationToken.None);
    }

    // While throttled only the latest of each entity is kept: what is told is true when it is told, and nothing piles up.
    void Gather(IReadOnlyList<Entity> entities)
    {
        foreach (var entity in entities)
            if (gathered.Count < Capacity || gathered.ContainsKey(entity.Id)) gathered[entity.Id] = entity;
            else tally = tally with { Dropped = tally.Dropped + 1 };
    }

    async Task Drain()
    {
        try
        {
            while (Next() is { } entities)
            {
                await Throttle();
                await Tell(subscription.ThrottlingUs > 0 ? Gathered() : entities);
            }
        }
        catch (OperationCanceledException)
        {
            // The city stops, or the subscription is gone.
        }
    }

    IReadOnlyList<Entity>? Next()
    {
        lock (gate)
        {
            if (subscription.ThrottlingUs > 0 && gathered.Count > 0) return [];
            if (waiting.TryDequeue(out var entities)) return entities;
            running = false;
            return null;
        }
    }

    IReadOnlyList<Entity> Gathered()
    {
        lock (gate)
        {
            Entity[] all = [.. gathered.Values];
            gathered.Clear();
            return all;
        }
    }

    async Task Throttle()
    {
        var waitUs = lastSentUs + subscription.ThrottlingUs - clock.NowUs();
        if (subscription.ThrottlingUs > 0 && lastSentUs > 0 && waitUs > 0) await Task.Delay(TimeSpan.FromMicroseconds(waitUs), clock, stop);
    }

    async Task Tell(IReadOnlyList<Entity> entities)
    {
        if (subscription.ExpiresAtUs > 0 && clock.NowUs() >= subscription.ExpiresAtUs) return;
        if (!notifiers.TryGetValue(subscription.Delivery.Endpoint.Scheme, out var notifier)) return;
        var notification = new Notification(subscription.Delivery.Endpoint, subscription.Delivery.ContentType, Body(entities), subscription.Delivery.Headers, subscription.Delivery.Settings);
        for (var attempt = 1; ; attempt++)
        {
            stop.ThrowIfCancellationRequested();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(TimeSpan.FromMicroseconds(subscription.Delivery.TimeoutUs));
            var told = await notifier.Deliver(notification, limit.Token);
            var last = told.Ok || attempt == Attempts;
            lock (gate)
            {
                lastSentUs = clock.NowUs();
                tally = told.Ok ? tally.Sent(lastSentUs) : last ? tally.Failed(lastSentUs, told.Refusal.Message)
                    : tally with { LastFailureUs = lastSentUs, LastError = told.Refusal.Message };
            }
            if (last) return;
            var pauseUs = Math.Max(subscription.Delivery.CooldownUs, Instants.SecondUs << (attempt - 1));
            await Task.Delay(TimeSpan.FromMicroseconds(Math.Min(pauseUs, Instants.MinuteUs)), clock, stop);
        }
    }

    byte[] Body(IReadOnlyList<Entity> entities)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, "urn:ngsi-ld:Notification:" + ids.New(clock));
            json.WriteString("type"u8, "Notification"u8);
            json.WriteString("subscriptionId"u8, subscription.Id);
            json.WriteString("notifiedAt"u8, Instants.Format(clock.NowUs()));
            json.WritePropertyName("data"u8);
            subscription.Delivery.Write(json, entities);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
