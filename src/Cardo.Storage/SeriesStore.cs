using Cardo.Kernel;
using Cardo.Storage.Chunks;

namespace Cardo.Storage;

/// <summary>
/// The history of every attribute: appended through the log, sealed into chunks, read by range, moment and period.
/// Out of order and late samples find their place; of two for one moment the later write stays, marked
/// <see cref="Quality.Rewritten"/> when it differs. Reads see what is appended at once, durable or not, and may run on
/// any thread beside the one that holds the gate.
/// </summary>
public sealed partial class SeriesStore : ILogStream
{
    readonly CityLog log;
    readonly Catalog catalog = new();
    readonly Sealer sealer;
    readonly SeriesSaver saver;
    readonly SampleRecords records = new();
    HashSet<int> dirtyPages = [];
    List<int> forgotten = [];
    Db? db;
    History? history;

    public SeriesStore(CityLog log, SeriesOptions? options = null)
    {
        this.log = log;
        options ??= new SeriesOptions();
        sealer = new Sealer(options);
        saver = new SeriesSaver(catalog, sealer, new Shelf(options.ShelfBytes));
    }

    /// <summary>Hears of sealed chunks and of those that go; set before the log starts.</summary>
    public IHistoryWitness? Witness { get; set; }

    /// <summary>Told of each sample that a start applies again from the log, in order, as it was appended.</summary>
    public event Action<SeriesHandle, Sample>? Replayed;

    public byte Stream => 1;

    /// <summary>The series of a name; made, and logged, when it is new. Under the gate.</summary>
    public SeriesHandle Open(SeriesName name)
    {
        if (catalog.Find(name) is { } known) return known;
        var id = catalog.NextId;
        log.Append(Stream, records.Definition(id, name));
        return Define(id, name);
    }

    SeriesHandle Define(int id, in SeriesName name)
    {
        var handle = catalog.Add(id, name);
        sealer.Note(handle);
        if (handle.Group.Members.Length == 1 && Describing?.Invoke(name.Tenant, name.Entity) is { } label) Describe(name.Tenant, name.Entity, label);
        return handle;
    }

    /// <summary>Logs a sample and applies it; the LSN to wait for. Under the gate.</summary>
    public long Append(SeriesHandle series, in Sample sample)
    {
        if (series.Forgotten) series = Open(series.Name);
        var kept = Points.Canonical(sample);
        if (series.Column.Reaches(series.Slot, kept.AtUs)) KeepBefore(series, kept);
        var lsn = log.Append(Stream, records.Of(series.Id, kept));
        Apply(series, kept, lsn);
        return lsn;
    }

    void Apply(SeriesHandle series, in Sample sample, long lsn)
    {
        lock (series.Group.Sync)
        {
            series.Group.Disturbed++;
            if (sealer.IsDue(series)) SealNow(series);
            series.Offer(series.Open.Put(sample));
            series.AppliedLsn = lsn;
        }
        dirtyPages.Add(series.Id / SeriesSaver.PageSeries);
    }

    /// <summary>
    /// Removes an entity's whole history: at once from every answer, from the database and its files with the next
    /// checkpoint, and from the log with the one after the next write. Under the gate; the LSN to wait for.
    /// </summary>
    public long Forget(string tenant, string entity)
    {
        var lsn = log.Append(Stream, records.Forgetting(tenant, entity));
        Drop(tenant, entity);
        return lsn;
    }

    void Drop(string tenant, string entity)
    {
        if (catalog.Group(tenant, entity) is not { } group) return;
        sealer.Forget(group);
        lock (group.Sync) group.EndLanes();
        foreach (var member in catalog.Remove(tenant, entity))
        {
            lock (group.Sync)
            {
                member.Forgotten = true;
                (member.Open, member.Pending, member.Leaders, member.Shelved) = (new Points(), [], [], []);
            }
            forgotten.Add(member.Id);
            dirtyPages.Add(member.Id / SeriesSaver.PageSeries);
        }
    }

    public void Load(Db db)
    {
        this.db = db;
        history = new History(db);
        db.Read(tx =>
        {
            saver.Load(tx);
            return 0;
        });
        // Where only late points are open, the newest is in a chunk.
        foreach (var series in catalog.All())
            if (series.SealedUs > (series.Newest?.AtUs ?? long.MinValue))
                foreach (var sample in Range(series, long.MinValue, long.MaxValue, 1, newestFirst: true)) series.Offer(sample);
    }

    public void Replay(long lsn, ReadOnlySpan<byte> payload)
    {
        switch (SampleRecords.What(payload))
        {
            case SampleRecords.Define:
                var (id, name) = SampleRecords.ReadDefinition(payload);
                if (catalog.Find(id) is null) Define(id, name);
                break;
            case SampleRecords.Forget:
                var (tenant, entity) = SampleRecords.ReadForgetting(payload);
                Drop(tenant, entity);
                break;
            case SampleRecords.OneSample:
                // One without a series precedes the forgetting of its entity, which the database already knows.
                if (catalog.Find(SampleRecords.ReadSample(payload, out var sample)) is not { } series) break;
                if (lsn > series.AppliedLsn) Apply(series, sample, lsn);
                Replayed?.Invoke(series, sample);
                break;
            case RowRecords.Kind:
                ReplayRows(lsn, payload);
                break;
            default:
                throw new InvalidDataException($"a series record of kind {payload[0]}");
        }
    }

    public object? Capture()
    {
        if (dirtyPages.Count == 0 && forgotten.Count == 0 && !sealer.HasChanged) return null;
        var captured = new SeriesSaver.Captured([.. dirtyPages], forgotten);
        (dirtyPages, forgotten) = ([], []);
        captures++;
        return captured;
    }

    public void Save(Tx tx, object captured) => saver.Save(tx, (SeriesSaver.Captured)captured, Witness);

    public void Saved(object captured)
    {
        var saved = (SeriesSaver.Captured)captured;
        saver.Saved(saved);
        if (saved.Forgotten.Count == 0) return;
        // Forgotten for privacy: not only the rows shall be gone.
        db!.Scrub();
        log.Renew();
    }
}
