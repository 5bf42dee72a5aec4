using System.Collections.Concurrent;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Twin.Persist;
using Cardo.Twin.Store;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>
/// The twin in memory and its part in the log. A write decides, logs and applies under the gate, waits for the disk
/// outside of it, and tells the news in the order of the log.
/// </summary>
internal sealed class TwinState : ILogStream
{
    /// <summary>Commands in one write; a shore that gets more splits them.</summary>
    public const int MaxBatch = 10_000;

    readonly CityLog log;
    readonly SeriesStore series;
    readonly TimeProvider clock;
    readonly TwinJournal journal;
    readonly HistoryKeeper history;
    readonly ChangeQueue queue;
    readonly RowWriter rows;
    readonly ConcurrentDictionary<string, Tenant> tenants = new(StringComparer.Ordinal);
    List<(Tenant Tenant, Slot Slot)> dirty = [];
    HashSet<(string Tenant, string Id)> deleted = [];
    readonly PriorityQueue<(string Tenant, string Id), long> expiring = new();
    readonly ConcurrentQueue<string> damaged = [];
    long seq;
    long replayNowUs;
    bool replayPast;

    public TwinState(CityLog log, SeriesStore series, TimeProvider clock, News news)
    {
        (this.log, this.series, this.clock) = (log, series, clock);
        journal = new TwinJournal(log);
        history = new HistoryKeeper(series, journal);
        queue = new ChangeQueue(log, news);
        log.Committed += queue.Tell;
        rows = new RowWriter(series, (tenant, slot) => Touch(tenant, slot));
        series.Replayed += Replayed;
        series.ReplayedRow = ReplayedRow;
        series.Describing = (tenant, id) => Describe(Find(tenant)?.Find(id));
        tenants[""] = new Tenant("");
    }

    public byte Stream => TwinJournal.Stream;

    public IReadOnlyCollection<string> Tenants => [.. tenants.Keys];

    /// <summary>Entities whose rows were not what had been written at the start; they were left out, and their rows left alone.</summary>
    public IReadOnlyCollection<string> Damaged => damaged;

    public Tenant? Find(string tenant) => tenants.GetValueOrDefault(tenant);

    public async ValueTask<IReadOnlyList<Outcome<Written>>> Write(string tenant, IReadOnlyList<TwinCommand> commands)
    {
        if (commands.Count > MaxBatch) throw new ArgumentException($"at most {MaxBatch} commands a write", nameof(commands));
        if (!log.HasRoom) await log.Room().ConfigureAwait(false);
        var results = new Outcome<Written>[commands.Count];
        await Durable(Do(tenant, commands as TwinCommand[] ?? [.. commands], results)).ConfigureAwait(false);
        return results;
    }

    /// <summary>One command, done at once: what comes of it may be told when <paramref name="kept"/> has completed.</summary>
    public Outcome<Written> Write(string tenant, TwinCommand command, out ValueTask kept)
    {
        var result = default(Outcome<Written>);
        kept = Durable(Do(tenant, new ReadOnlySpan<TwinCommand>(in command), new Span<Outcome<Written>>(ref result)));
        return result;
    }

    public ValueTask Room() => log.Room();

    ValueTask Durable(long lsn)
    {
        if (lsn == 0) return ValueTask.CompletedTask;
        var durable = log.Durable(lsn);
        // The disk was quicker than the news of it.
        if (durable.IsCompleted) queue.Tell(lsn);
        return durable;
    }

    // Gives the position in the log for which the answer has to wait; 0 when nothing changed.
    long Do(string tenant, ReadOnlySpan<TwinCommand> commands, Span<Outcome<Written>> results)
    {
        lock (log.Gate)
        {
            var nowUs = clock.NowUs();
            var told = false;
            var there = tenants.TryGetValue(tenant, out var known) ? known : tenants[tenant] = new Tenant(tenant);
            for (var i = 0; i < results.Length; i++)
                results[i] = commands[i] is ObserveRows many ? Do(there, many, nowUs, ref told) : Do(there, commands[i], nowUs, ref told);
            var lsn = log.TailLsn;
            return queue.Close(tenant, lsn) ? lsn : 0;
        }
    }

    // As many reports as can be go as rows; the others go one by one, in their turn.
    Outcome<Written> Do(Tenant tenant, ObserveRows many, long nowUs, ref bool told)
    {
        for (var row = 0; row < many.Count;)
        {
            var planned = rows.Plan(tenant, many, row);
            if (planned > row)
            {
                if (!told) journal.Now(nowUs);
                told = true;
                queue.Add(rows.Append(tenant, many, row, planned, nowUs));
            }
            if ((row = planned) == many.Count) break;
            if (!Do(tenant, many.Alone(row), nowUs, ref told).Try(out _, out var refusal)) many.Refuse(row, refusal);
            row++;
        }
        return Written.Nothing;
    }

    Outcome<Written> Do(Tenant tenant, TwinCommand command, long nowUs, ref bool told)
    {
        var slot = tenant.SlotOf(command.EntityId);
        var before = slot?.Now;
        if (!Decide.Apply(before, command, nowUs).Try(out var decision, out var refusal)) return refusal;
        var after = decision.After;
        if (ReferenceEquals(before, after) && decision.Touched.Count == 0) return new Written(false, after, decision.NotUpdated);
        if (!told) journal.Now(nowUs);
        told = true;
        slot ??= tenant.OpenNew(command.EntityId, ++seq);
        history.Begin(tenant.Name, slot, before, decision, nowUs);
        Log(tenant, slot, before, decision);
        Apply(tenant, slot, after);
        history.Append(tenant.Name, slot, before, decision, nowUs);
        queue.Add(new EntityChange(before, after, decision.Touched, decision.Gone));
        return new Written(before is null, after, decision.NotUpdated);
    }

    void Log(Tenant tenant, Slot slot, Entity? before, Decision decision)
    {
        // Only history grew: the samples say it.
        if (ReferenceEquals(before, decision.After)) return;
        if (decision.After is null) journal.Delete(tenant.Name, slot.Id);
        else if (before is null || decision.Shape) journal.Put(tenant.Name, slot.Seq, decision.After);
        else journal.Patch(tenant.Name, slot.Id, before, decision.After, decision.Gone);
    }

    void Apply(Tenant tenant, Slot slot, Entity? after)
    {
        var before = slot.Now;
        tenant.Set(slot, after);
        Describe(tenant, before, after);
        if (before?.ExpiresAtUs != after?.ExpiresAtUs) Mark(tenant, after);
        if (after is null)
        {
            slot.Dirty = false;
            deleted.Add((tenant.Name, slot.Id));
        }
        else
        {
            Touch(tenant, slot);
            if (deleted.Count > 0) deleted.Remove((tenant.Name, slot.Id));
        }
    }

    void Touch(Tenant tenant, Slot slot)
    {
        if (slot.Dirty) return;
        slot.Dirty = true;
        dirty.Add((tenant, slot));
    }

    // Histories are found by what a thing is and where it stands, too.
    void Describe(Tenant tenant, Entity? before, Entity? after)
    {
        if (after is null || (before is not null && ReferenceEquals(before.Types, after.Types)
            && ReferenceEquals(after.Find(Names.Location)?.Value.Geo, before.Find(Names.Location)?.Value.Geo))) return;
        if (Describe(after) is { } said) series.Describe(tenant.Name, after.Id, said);
    }

    static ThingLabel? Describe(Entity? entity) => entity is null ? null
        : entity.Find(Names.Location)?.Value.Geo is { } place ? new ThingLabel(entity.Types, (place.MinX + place.MaxX) / 2, (place.MinY + place.MaxY) / 2)
        : new ThingLabel(entity.Types, double.NaN, double.NaN);

    void Mark(Tenant tenant, Entity? entity)
    {
        if (entity?.ExpiresAtUs > 0) expiring.Enqueue((tenant.Name, entity.Id), entity.ExpiresAtUs);
    }

    /// <summary>The entities whose expiresAt has passed; each is named once.</summary>
    public IReadOnlyList<(string Tenant, string Id)> Expired(long nowUs)
    {
        List<(string, string)>? due = null;
        lock (log.Gate)
            while (expiring.TryPeek(out var key, out var at) && at <= nowUs)
            {
                expiring.Dequeue();
                if (Find(key.Tenant)?.Find(key.Id) is { ExpiresAtUs: > 0 } there && there.ExpiresAtUs <= nowUs) (due ??= []).Add(key);
            }
        return due ?? [];
    }

    public async ValueTask<int> AddHistory(string tenant, string entityId, IReadOnlyList<Attribute> instances)
    {
        long lsn;
        if (!log.HasRoom) await log.Room().ConfigureAwait(false);
        lock (log.Gate)
        {
            var nowUs = clock.NowUs();
            history.Add(tenant, Find(tenant)?.SlotOf(entityId), entityId, [.. instances.Select(i => i.Stamped(nowUs, nowUs))]);
            lsn = log.TailLsn;
        }
        await log.Durable(lsn).ConfigureAwait(false);
        return instances.Count;
    }

    /// <summary>Deletes an entity's whole history; what is current stays, and new history begins with the next value.</summary>
    public async ValueTask Forget(string tenant, string entityId)
    {
        long lsn;
        if (!log.HasRoom) await log.Room().ConfigureAwait(false);
        lock (log.Gate)
        {
            history.Forget(tenant, Find(tenant)?.SlotOf(entityId), entityId);
            lsn = log.TailLsn;
        }
        await log.Durable(lsn).ConfigureAwait(false);
    }

    public void Load(Db db) => db.Read(tx =>
    {
        CalmLoad.Run(EntityRows.Count(tx), () =>
        {
            foreach (var (name, number, entity) in EntityLoad.Read(tx, (row, _) => damaged.Enqueue($"{(row.Tenant.Length > 0 ? row.Tenant + ": " : "")}{row.Id}")))
            {
                var tenant = tenants.GetOrAdd(name, static t => new Tenant(t));
                seq = Math.Max(seq, number);
                tenant.Set(tenant.Open(entity.Id, number), entity);
                Describe(tenant, null, entity);
                Mark(tenant, entity);
            }
        });
        return 0;
    });

    public void Replay(long lsn, ReadOnlySpan<byte> payload)
    {
        var reader = new ByteReader(payload);
        var op = reader.Byte();
        replayPast = op == TwinJournal.OpPast;
        if (op == TwinJournal.OpNow) replayNowUs = reader.Long();
        if (op is TwinJournal.OpNow or TwinJournal.OpPast) return;
        var tenant = tenants.GetOrAdd(EntityCodec.Text(ref reader), static t => new Tenant(t));
        if (op == TwinJournal.OpPut)
        {
            var number = reader.Long();
            seq = Math.Max(seq, number);
            var entity = EntityCodec.ReadEntity(ref reader);
            Apply(tenant, tenant.Open(entity.Id, number), entity);
            return;
        }
        var id = EntityCodec.Text(ref reader);
        if (tenant.SlotOf(id) is not { Now: { } now } slot) return;
        Apply(tenant, slot, op == TwinJournal.OpDelete ? null : Patched(now, ref reader));
    }

    Entity Patched(Entity now, ref ByteReader reader)
    {
        var attributes = now.Attributes.ToList();
        foreach (var put in EntityCodec.ReadAttributes(ref reader))
        {
            var at = attributes.FindIndex(a => a.Name == put.Name && a.DatasetId == put.DatasetId);
            if (at < 0) attributes.Add(put);
            else attributes[at] = put;
        }
        for (var gone = reader.Number(); gone > 0; gone--)
        {
            var (name, dataset) = (EntityCodec.Text(ref reader), EntityCodec.Text(ref reader));
            attributes.RemoveAll(a => a.Name == name && a.DatasetId == dataset);
        }
        return now.With(attributes: [.. attributes], modifiedAtUs: replayNowUs);
    }

    /// <summary>A sample comes back from the log: if it was current, it is again.</summary>
    void Replayed(SeriesHandle handle, Sample sample)
    {
        if (replayPast || sample.Kind == SampleKind.Gone || Find(handle.Name.Tenant)?.SlotOf(handle.Name.Entity) is not { Now: { } now } slot) return;
        var at = Decide.IndexOf(now.Attributes, handle.Name.Attribute, handle.Name.DatasetId);
        if (at < 0 || sample.AtUs < now.Attributes[at].AtUs) return;
        var attributes = (Attribute[])now.Attributes.Clone();
        attributes[at] = Samples.Back(attributes[at], sample, replayNowUs);
        Apply(Find(handle.Name.Tenant)!, slot, now.With(attributes: attributes, modifiedAtUs: replayNowUs));
    }

    bool ReplayedRow(SeriesLane lane, long atUs)
    {
        var name = lane.Members[0].Name;
        return !replayPast && Find(name.Tenant) is { } tenant && tenant.SlotOf(name.Entity) is { } slot && rows.Replayed(tenant, slot, lane, atUs, replayNowUs);
    }

    sealed record Captured(List<(Tenant Tenant, Slot Slot, Entity? Entity)> Put, List<(string Tenant, string Id)> Deleted);

    public object? Capture()
    {
        if (dirty.Count == 0 && deleted.Count == 0) return null;
        var captured = new Captured(new List<(Tenant, Slot, Entity?)>(dirty.Count), [.. deleted]);
        foreach (var (tenant, slot) in dirty)
        {
            // What was deleted since it was marked is not.
            if (!slot.Dirty) continue;
            slot.Dirty = false;
            // What has rows waiting is put together when its turn comes, off the gate: it may be newer then, and replay comes to the same.
            if (slot.Settled is { } entity) captured.Put.Add((tenant, slot, slot.IsAhead ? null : entity));
        }
        // Fresh ones: a set that once held a million keeps room for a million.
        (dirty, deleted) = ([], []);
        return captured;
    }

    public void Save(Tx tx, object captured)
    {
        var (put, gone) = (Captured)captured;
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        foreach (var (tenant, id) in gone) EntityRows.Remove(tx, tenant, id);
        EntityRows.Put(tx, put.Select(p => (p.Tenant, p.Slot, Entity: p.Entity ?? p.Slot.Now)).Where(p => p.Entity is not null).Select(p =>
        {
            buffer.ResetWrittenCount();
            EntityCodec.Write(buffer, p.Entity!);
            return EntityRows.Row.Of(p.Tenant.Name, p.Slot.Id, p.Slot.Seq, buffer.WrittenSpan.ToArray());
        }));
    }
}
