using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Cardo.Kernel;
using Cardo.Sensing.Ingest;
using Cardo.Twin;

namespace Cardo.Sensing;

/// <summary>What comes in, what is refused and why, and how much waits: for /ops, /metrics and whoever builds a device.</summary>
public sealed class IngestDesk : IDisposable
{
    const int MaxRejected = 500;
    const int MaxCodes = 200;

    readonly Meter meter = new("Cardo.Sensing");
    readonly Counter<long> observations, messages, refused, doubtful, bytes;
    readonly ConcurrentDictionary<string, long> refusedBy = new(StringComparer.Ordinal);
    readonly long[] doubts = new long[8];
    readonly Queue<RejectedMessage> rejected = new();
    readonly RateRing ring;
    readonly TimeProvider clock;
    Func<int> waiting = () => 0;
    Func<long> waitingBytes = () => 0;
    long allObservations, allMessages, allBytes, allRefused;

    public IngestDesk(TimeProvider clock)
    {
        this.clock = clock;
        ring = new RateRing(clock);
        observations = meter.CreateCounter<long>("cardo.sensing.observations", "{observation}", "Observations that are durable.");
        messages = meter.CreateCounter<long>("cardo.sensing.messages", "{message}", "Messages that are durable.");
        refused = meter.CreateCounter<long>("cardo.sensing.refused", "{message}", "Messages refused, by reason.");
        doubtful = meter.CreateCounter<long>("cardo.sensing.doubtful", "{observation}", "Observations kept and marked, by doubt.");
        bytes = meter.CreateCounter<long>("cardo.sensing.bytes", "By", "Bytes of messages that are durable.");
        meter.CreateObservableGauge("cardo.sensing.queue", () => waiting(), "{message}", "Messages waiting for the disk.");
    }

    /// <summary>Rates over the last ten whole seconds, sums since the start.</summary>
    public IngestRates Rates()
    {
        var (perSecond, messagesPerSecond, bytesPerSecond) = ring.PerSecond(10);
        var kinds = new Dictionary<Quality, long>();
        for (var i = 0; i < doubts.Length; i++)
            if (Interlocked.Read(ref doubts[i]) is > 0 and var n) kinds[(Quality)(1 << i)] = n;
        return new IngestRates(perSecond, messagesPerSecond, bytesPerSecond, Interlocked.Read(ref allObservations), Interlocked.Read(ref allMessages),
            Interlocked.Read(ref allBytes), Interlocked.Read(ref allRefused), refusedBy.ToDictionary(r => r.Key, r => r.Value), kinds, waiting(), waitingBytes());
    }

    /// <summary>Observations a second over the last <paramref name="seconds"/> (at most 60), oldest first: a small chart.</summary>
    public IReadOnlyList<long> History(int seconds = 60) => ring.History(Math.Clamp(seconds, 1, 60));

    /// <summary>The newest refused messages, newest first; at most 500 are remembered.</summary>
    public IReadOnlyList<RejectedMessage> Rejected(int limit = 100)
    {
        lock (rejected) return [.. rejected.Reverse().Take(limit)];
    }

    internal void Watch(Func<int> items, Func<long> queued) => (waiting, waitingBytes) = (items, queued);

    internal void Kept(Prepared prepared, IReadOnlyList<Outcome<Written>> results, int first)
    {
        var (count, kept) = (prepared.Commands.Count, 0L);
        for (var i = 0; i < count; i++)
        {
            if (prepared.Commands[i] is ObserveRows rows)
            {
                foreach (var (_, no) in rows.Refused) Refuse(no, rows.EntityId, "twin", default);
                kept += rows.Count - rows.Refused.Count;
                continue;
            }
            if (!results[first + i].Try(out _, out var refusal))
            {
                Refuse(refusal, prepared.Things[i]!.Thing.Id, "twin", default);
                continue;
            }
            kept++;
            var attributes = ((Observe)prepared.Commands[i]).Attributes;
            for (var a = 0; a < attributes.Count; a++)
                if (attributes[a].Doubts != 0) Doubt(attributes[a].Doubts);
        }
        if (prepared.Doubts is { } many)
            for (var i = 0; i < many.Length; i++) Doubt(i, many[i]);
        Interlocked.Add(ref allMessages, kept);
        Interlocked.Add(ref allObservations, prepared.Observations);
        Interlocked.Add(ref allBytes, prepared.Bytes);
        messages.Add(kept);
        observations.Add(prepared.Observations);
        bytes.Add(prepared.Bytes);
        ring.Add(prepared.Observations, kept, prepared.Bytes);
    }

    void Doubt(byte flags)
    {
        for (var i = 0; i < doubts.Length; i++)
            Doubt(i, flags >> i & 1);
    }

    void Doubt(int i, long times)
    {
        if (times == 0) return;
        Interlocked.Add(ref doubts[i], times);
        doubtful.Add(times, new KeyValuePair<string, object?>("doubt", ((Quality)(1 << i)).ToString()));
    }

    internal void Refuse(Refusal refusal, string thing, string via, ReadOnlySpan<byte> payload)
    {
        Interlocked.Increment(ref allRefused);
        refused.Add(1, new KeyValuePair<string, object?>("reason", refusal.Code));
        if (refusedBy.Count < MaxCodes || refusedBy.ContainsKey(refusal.Code)) refusedBy.AddOrUpdate(refusal.Code, 1, static (_, n) => n + 1);
        var excerpt = Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, 160)]);
        var entry = new RejectedMessage(clock.NowUs(), thing.Length <= 128 ? thing : thing[..128], via, refusal.Code, refusal.Message, excerpt);
        lock (rejected)
        {
            if (rejected.Count == MaxRejected) rejected.Dequeue();
            rejected.Enqueue(entry);
        }
    }

    public void Dispose() => meter.Dispose();
}

/// <summary>What comes in. Rates are per second.</summary>
/// <param name="RefusedBy">messages by the refusal's code</param>
/// <param name="DoubtfulBy">observations by what is doubtful</param>
/// <param name="Waiting">messages that wait for the disk</param>
public sealed record IngestRates(
    double ObservationsPerSecond, double MessagesPerSecond, double BytesPerSecond, long Observations, long Messages, long Bytes, long Refused,
    IReadOnlyDictionary<string, long> RefusedBy, IReadOnlyDictionary<Quality, long> DoubtfulBy, int Waiting, long WaitingBytes);

/// <summary>A message that was not taken, and why.</summary>
/// <param name="Via">mqtt, http, line or twin</param>
/// <param name="Excerpt">its first 160 bytes</param>
public sealed record RejectedMessage(long AtUs, string ThingId, string Via, string Code, string Reason, string Excerpt);
