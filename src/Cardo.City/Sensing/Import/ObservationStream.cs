using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Import;

/// <summary>One observation on its way: what was seen of an entity at a moment, and what the entity is when it is first met.</summary>
internal sealed record Moment(long AtUs, string Id, Attribute[] Observed, Entity? Introduction);

/// <summary>
/// The observations of one mapping in the order of their time. Files are nearly in order (a snapshot holds positions a
/// few minutes old), so a heap of bounded size puts them right; what is older than what already went is sent when met.
/// </summary>
internal sealed class ObservationStream : IDisposable
{
    /// <summary>Observations held to be put in order.</summary>
    public const int Window = 20_000;

    readonly Mapping mapping;
    readonly string dataDir;
    readonly RowMapper mapper;
    readonly IssueBook issues;
    readonly Row row;
    readonly long fromUs;
    readonly PriorityQueue<Moment, (long, long)> heap = new();
    readonly List<Entity> places = [];
    IRowReader? reader;
    int file = -1;
    long order;

    /// <param name="fromUs">what lies before is passed over</param>
    public ObservationStream(Mapping mapping, string dataDir, Box? city, IssueBook issues, long fromUs)
    {
        (this.mapping, this.dataDir, this.issues, this.fromUs) = (mapping, dataDir, issues, fromUs);
        mapper = new RowMapper(mapping, city);
        row = new Row(mapping.Columns.Count);
        Fill();
    }

    public Mapping Mapping => mapping;

    /// <summary>What the entities met so far are, whether or not anything was observed of them in time: for a source that stays out of a replay.</summary>
    public IReadOnlyList<Entity> Places => places;

    public long Rows { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>The time of the next observation; null at the end.</summary>
    public long? NextUs => heap.TryPeek(out var next, out _) ? next.AtUs : null;

    public Moment Take()
    {
        var next = heap.Dequeue();
        Fill();
        return next;
    }

    void Fill()
    {
        while (heap.Count < Window && Read())
        {
            if (!Stands() || !mapper.Track.Saw(mapper.AtUs)) continue;
            var first = !mapper.Track.Introduced;
            mapper.Track.Introduced = true;
            var introduction = first && mapper.Still.Count > 0 ? mapper.Entity() : null;
            if (introduction is not null) places.Add(introduction);
            if (mapper.AtUs < fromUs) continue;
            heap.Enqueue(new Moment(mapper.AtUs, mapper.Id, [.. mapper.Observed.Select(o => o.Attribute)], introduction), (mapper.AtUs, order++));
        }
    }

    bool Stands()
    {
        if (row.Fault is null && !mapper.Concerns(row)) return false;
        if (row.Fault is null && mapper.Map(row)) return true;
        Rejected++;
        issues.Add(RowIssueKind.Rejected, row, row.Fault ?? mapper.Rejected!, mapper.Id);
        return false;
    }

    bool Read()
    {
        while (true)
        {
            row.File = Math.Max(file, 0);
            if (reader is not null && reader.Next(row))
            {
                Rows++;
                return true;
            }
            if (reader?.Problem is { } problem) issues.Add(RowIssueKind.Rejected, mapping.Files[file], 0, problem, "");
            reader?.Dispose();
            reader = null;
            if (++file >= mapping.Files.Count) return false;
            var path = Path.Combine(dataDir, mapping.Files[file]);
            if (File.Exists(path)) reader = Reading.Open(mapping, path, _ => { });
            else issues.Add(RowIssueKind.Rejected, mapping.Files[file], 0, "the file is not there", "");
        }
    }

    public void Dispose() => reader?.Dispose();
}
