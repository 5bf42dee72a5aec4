using System.Buffers.Binary;
using System.Text;
using Cardo.Kernel;

namespace Cardo.Storage;

/// <summary>The history of every attribute: appended through the log, read by range, moment and period.</summary>
public sealed class SeriesStore(CityLog log) : ILogStream
{
    readonly Dictionary<SeriesName, SeriesHandle> byName = [];
    readonly List<SeriesHandle?> byId = [];
    readonly Lock names = new();
    List<SeriesHandle> dirty = [];
    List<SeriesHandle> fresh = [];

    /// <summary>Told of each sample that a start applies again from the log, in order.</summary>
    public event Action<SeriesHandle, Sample>? Replayed;

    public byte Stream => 1;

    /// <summary>The series of a name; made when it is new. Under the gate.</summary>
    public SeriesHandle Open(SeriesName name)
    {
        if (Find(name) is { } known) return known;
        var handle = Add(byId.Count, name);
        log.Append(Stream, Encoding.UTF8.GetBytes(string.Join('\0', "d", handle.Id, name.Tenant, name.Entity, name.Attribute, name.DatasetId)));
        return handle;
    }

    public SeriesHandle? Find(SeriesName name)
    {
        lock (names) return byName.GetValueOrDefault(name);
    }

    SeriesHandle Add(int id, SeriesName name)
    {
        var handle = new SeriesHandle(id, name);
        lock (names)
        {
            while (byId.Count <= id) byId.Add(null);
            byId[id] = handle;
            byName[name] = handle;
        }
        fresh.Add(handle);
        return handle;
    }

    /// <summary>Logs a sample and applies it; the LSN to wait for. Under the gate.</summary>
    public long Append(SeriesHandle series, in Sample sample)
    {
        var text = sample.Text is null ? [] : Encoding.UTF8.GetBytes(sample.Text);
        var record = new byte[25 + text.Length];
        record[0] = (byte)'s';
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(1), series.Id);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(5), sample.AtUs);
        BinaryPrimitives.WriteDoubleLittleEndian(record.AsSpan(13), sample.Number);
        record[21] = (byte)sample.Kind;
        record[22] = (byte)sample.Quality;
        record[23] = sample.Observed ? (byte)1 : (byte)0;
        record[24] = sample.Text is null ? (byte)0 : (byte)1;
        text.CopyTo(record, 25);
        var lsn = log.Append(Stream, record);
        Apply(series, sample);
        return lsn;
    }

    void Apply(SeriesHandle series, Sample sample)
    {
        lock (series.Samples)
        {
            if (series.Samples.TryGetValue(sample.AtUs, out var was) && (was.Quality.HasFlag(Quality.Rewritten) || was.Kind != sample.Kind || !was.Number.Equals(sample.Number) || was.Text != sample.Text))
                sample = sample with { Quality = sample.Quality | Quality.Rewritten };
            series.Samples[sample.AtUs] = sample;
        }
        if (series.Dirty) return;
        series.Dirty = true;
        dirty.Add(series);
    }

    public void Replay(long lsn, ReadOnlySpan<byte> payload)
    {
        if (payload[0] == 'd')
        {
            var words = Encoding.UTF8.GetString(payload).Split('\0');
            Add(int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), new SeriesName(words[2], words[3], words[4], words[5]));
            return;
        }
        var series = byId[BinaryPrimitives.ReadInt32LittleEndian(payload[1..])]!;
        var sample = new Sample(BinaryPrimitives.ReadInt64LittleEndian(payload[5..]), (SampleKind)payload[21], BinaryPrimitives.ReadDoubleLittleEndian(payload[13..]),
            payload[24] == 0 ? null : Encoding.UTF8.GetString(payload[25..]), (Quality)payload[22], payload[23] == 1);
        Apply(series, sample);
        Replayed?.Invoke(series, sample);
    }

    /// <summary>Samples in [from, to), at most <paramref name="limit"/>, oldest or newest first.</summary>
    public IReadOnlyList<Sample> Range(SeriesHandle series, long fromUs, long toUs, int limit, bool newestFirst = false)
    {
        lock (series.Samples)
        {
            var all = series.Samples.Values.Where(s => s.AtUs >= fromUs && s.AtUs < toUs);
            return (newestFirst ? all.Reverse() : all).Take(limit).ToList();
        }
    }

    /// <summary>The last sample at or before a moment.</summary>
    public Sample? At(SeriesHandle series, long atUs)
    {
        var found = Range(series, long.MinValue, atUs == long.MaxValue ? atUs : atUs + 1, 1, newestFirst: true);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Statistics of the numbers in [from, to) by periods that begin at <paramref name="fromUs"/>; empty periods are left out.</summary>
    public IReadOnlyList<Bucket> Aggregate(SeriesHandle series, long fromUs, long toUs, long periodUs) =>
        Range(series, fromUs, toUs, int.MaxValue).Where(s => s.Kind == SampleKind.Number).GroupBy(s => (s.AtUs - fromUs) / periodUs)
            .Select(g => new Bucket(fromUs + g.Key * periodUs, g.Count(), g.Min(s => s.Number), g.Max(s => s.Number), g.Sum(s => s.Number),
                g.Sum(s => s.Number * s.Number), g.First(), g.Last())).ToList();

    public long Count(SeriesHandle series)
    {
        lock (series.Samples) return series.Samples.Count;
    }

    sealed record SeriesRow(long Id, string Tenant, string Entity, string Attribute, string Dataset);

    sealed class SampleRow
    {
        public long Series { get; init; }
        public long AtUs { get; init; }
        public int Kind { get; init; }
        public double Number { get; init; }
        public string? Body { get; init; }
        public int Quality { get; init; }
        public int Observed { get; init; }
    }

    public void Load(Db db)
    {
        foreach (var row in db.Read(tx => tx.Query<SeriesRow>("SELECT id, tenant, entity, attribute, dataset FROM storage_series ORDER BY id")))
            Add((int)row.Id, new SeriesName(row.Tenant, row.Entity, row.Attribute, row.Dataset));
        foreach (var row in db.Read(tx => tx.Query<SampleRow>("SELECT * FROM storage_samples")))
            byId[(int)row.Series]!.Samples[row.AtUs] = new Sample(row.AtUs, (SampleKind)row.Kind, row.Number, row.Body, (Quality)row.Quality, row.Observed == 1);
        fresh = [];
    }

    public object? Capture()
    {
        if (dirty.Count == 0 && fresh.Count == 0) return null;
        var captured = new Captured(fresh, dirty);
        foreach (var series in dirty) series.Dirty = false;
        (fresh, dirty) = ([], []);
        return captured;
    }

    sealed record Captured(List<SeriesHandle> Fresh, List<SeriesHandle> Dirty);

    public void Save(Tx tx, object captured)
    {
        var (made, changed) = (Captured)captured;
        tx.Upsert("storage_series", "id", made.Select(h => new SeriesRow(h.Id, h.Name.Tenant, h.Name.Entity, h.Name.Attribute, h.Name.DatasetId)));
        foreach (var series in changed)
        {
            List<Sample> samples;
            lock (series.Samples) samples = [.. series.Samples.Values];
            tx.Upsert("storage_samples", "series, at_us", samples.Select(s => new SampleRow
            {
                Series = series.Id, AtUs = s.AtUs, Kind = (int)s.Kind, Number = s.Number, Body = s.Text, Quality = (int)s.Quality, Observed = s.Observed ? 1 : 0,
            }));
        }
    }
}
