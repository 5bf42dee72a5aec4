using Cardo.Storage.Chunks;

namespace Cardo.Storage;

/// <summary>What is asked of history: one series, or all that a label finds.</summary>
public sealed partial class SeriesStore
{
    /// <summary>Periods in one answer of <see cref="AggregateAll"/>.</summary>
    public const int MostPeriods = 100_000;

    readonly TypeSets types = new();

    public SeriesHandle? Find(SeriesName name) => catalog.Find(name);

    /// <summary>All series of an entity.</summary>
    public IReadOnlyList<SeriesHandle> Of(string tenant, string entity) =>
        catalog.Group(tenant, entity) is { } group ? [.. group.Members.Where(m => !SideSeries.IsSide(m.Name))] : [];

    /// <summary>All series, in the order they were made.</summary>
    public IReadOnlyList<SeriesHandle> All() => [.. catalog.All().Where(s => !SideSeries.IsSide(s.Name))];

    /// <summary>The series that a filter finds by attribute, type and instance; asks the columns of the attribute, never the city.</summary>
    public IReadOnlyList<SeriesHandle> Find(SeriesFilter filter)
    {
        if (filter.Box is not null || filter.Least is not null || filter.Greatest is not null)
        {
            var newest = new List<NewestSample>();
            Newest(filter, newest);
            return newest.ConvertAll(n => n.Series);
        }
        var found = new List<SeriesHandle>();
        var wanted = filter.Type is null ? null : types.With(filter.Type);
        foreach (var column in catalog.Columns(filter.Tenant, filter.Attribute, filter.DatasetId)) column.Series(wanted, found);
        return found;
    }

    /// <summary>
    /// The newest samples of what a filter finds, appended to <paramref name="to"/> (cleared first), at most
    /// <paramref name="most"/> of them. One run over memory, whatever the city's history weighs.
    /// </summary>
    public void Newest(SeriesFilter filter, List<NewestSample> to, int most = int.MaxValue)
    {
        to.Clear();
        var box = filter.Box.GetValueOrDefault();
        var asked = new NewestFilter(filter.Type is null ? null : types.With(filter.Type),
            filter.Box is not null, (float)box.MinX, (float)box.MinY, (float)box.MaxX, (float)box.MaxY,
            filter.Least is not null || filter.Greatest is not null, filter.Least ?? double.NegativeInfinity, filter.Greatest ?? double.PositiveInfinity, most);
        foreach (var column in catalog.Columns(filter.Tenant, filter.Attribute, filter.DatasetId))
            if (!column.Newest(asked, to)) return;
    }

    /// <summary>Asked what an entity is and where it stands, when it gets its first series; null: nobody knows. Under the gate.</summary>
    public Func<string, string, ThingLabel?>? Describing { get; set; }

    /// <summary>
    /// Says that an entity is something else or stands elsewhere now, so that its series are found by it; one without
    /// series is passed over. Kept in memory alone: whoever keeps entities says it again after a start. Under the gate.
    /// </summary>
    public void Describe(string tenant, string entity, ThingLabel label)
    {
        if (catalog.Group(tenant, entity) is null) return;
        catalog.Describe(tenant, entity, new Label(types.Number(label.Types), (float)label.X, (float)label.Y));
    }

    /// <summary>Samples in [from, to), at most <paramref name="limit"/> of them, the oldest or the newest first.</summary>
    public IReadOnlyList<Sample> Range(SeriesHandle series, long fromUs, long toUs, int limit, bool newestFirst = false)
    {
        var found = new List<Sample>();
        if (limit <= 0) return found;
        foreach (var group in history!.Walk(series, fromUs, toUs, newestFirst))
        {
            var points = Block.Merge(group);
            var (low, high) = (points.Seek(fromUs), points.Seek(toUs));
            for (var i = 0; i < high - low && found.Count < limit; i++) found.Add(points.At(newestFirst ? high - 1 - i : low + i));
            if (found.Count == limit) break;
        }
        return found;
    }

    /// <summary>The last sample at or before a moment; null when there is none.</summary>
    public Sample? At(SeriesHandle series, long atUs)
    {
        if (series.Newest is not { } newest) return null;
        if (newest.AtUs <= atUs) return newest;
        var found = Range(series, long.MinValue, atUs + 1, 1, newestFirst: true);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>
    /// Statistics of the numbers in [from, to) by periods counted from <paramref name="fromUs"/>; periods without numbers
    /// are left out. Whole chunks within a period are taken from their statistics. Where samples are no longer kept, their
    /// summaries answer, each in the period in which it begins, and the bucket says so (<see cref="Bucket.Rolled"/>).
    /// </summary>
    public IReadOnlyList<Bucket> Aggregate(SeriesHandle series, long fromUs, long toUs, long periodUs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(periodUs);
        if (series.Summaries is not { } summaries || summaries.UntilUs <= fromUs) return Raw(series, fromUs, toUs, periodUs).Buckets;
        var aggregation = new Aggregation(fromUs, toUs, periodUs);
        foreach (var summary in Summaries(series, fromUs, toUs)) aggregation.AddSummary(summary);
        Raw(series, fromUs, toUs, periodUs, Math.Max(fromUs, summaries.UntilUs), aggregation);
        return aggregation.Buckets;
    }

    Aggregation Raw(SeriesHandle series, long fromUs, long toUs, long periodUs, long? sinceUs = null, Aggregation? into = null)
    {
        into ??= new Aggregation(fromUs, toUs, periodUs);
        into.SinceUs = sinceUs ?? fromUs;
        foreach (var group in history!.Walk(series, into.SinceUs, toUs, down: false)) into.Add(group);
        return into;
    }

    /// <summary>
    /// Statistics of all series that a filter finds, by attribute and by periods counted from <paramref name="fromUs"/>;
    /// periods without numbers are left out. Whole chunks within a period are taken from their statistics, and the work is
    /// shared among <paramref name="threads"/> (0: as many as there are cores).
    /// </summary>
    public IReadOnlyList<CityBucket> AggregateAll(SeriesFilter filter, long fromUs, long toUs, long periodUs, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(periodUs);
        if (toUs <= fromUs) return [];
        var periods = ((ulong)(toUs - fromUs) + (ulong)periodUs - 1) / (ulong)periodUs;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(periods, (ulong)MostPeriods, nameof(periodUs));
        var columns = catalog.Columns(filter.Tenant, filter.Attribute, filter.DatasetId);
        var wanted = new bool[catalog.ColumnCount];
        foreach (var column in columns) wanted[column.Id] = true;
        var groups = GroupsOf(filter);
        var parts = Math.Clamp(threads == 0 ? Environment.ProcessorCount : threads, 1, 1 + groups.Count / 256);
        var scans = new CityScan[parts];
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part =>
        {
            var scan = scans[part] = new CityScan(fromUs, toUs, periodUs, (int)periods, wanted);
            for (var i = groups.Count * part / parts; i < groups.Count * (part + 1) / parts; i++)
            {
                if (scan.TryAdd(groups[i])) continue;
                foreach (var member in groups[i].Members)
                    if (member.Column.Id < wanted.Length && wanted[member.Column.Id]) scan.Add(member, Aggregate(member, fromUs, toUs, periodUs));
            }
        });
        return [.. columns.SelectMany(column => Sum(scans, column.Id)?.Buckets(column.Attribute, fromUs, periodUs) ?? [])];
    }

    static PeriodSums? Sum(CityScan[] scans, int column)
    {
        PeriodSums? whole = null;
        foreach (var scan in scans)
            if (scan.Sums[column] is { } part)
            {
                if (whole is null) whole = part;
                else whole.Add(part);
            }
        return whole;
    }

    List<SeriesGroup> GroupsOf(SeriesFilter filter)
    {
        if (filter.Attribute is not null) return [.. Find(filter).Select(s => s.Group)];
        var wanted = filter.Type is null ? null : types.With(filter.Type);
        return [.. catalog.Groups(filter.Tenant).Where(g => (wanted is null || wanted[g.Label.Types]) && (filter.Box is not { } box
            || (g.Label.X >= box.MinX && g.Label.X <= box.MaxX && g.Label.Y >= box.MinY && g.Label.Y <= box.MaxY)))];
    }

    /// <summary>How many moments the series has samples of.</summary>
    public long Count(SeriesHandle series) =>
        history!.Walk(series, long.MinValue, long.MaxValue, down: false).Sum(g => (long)(g.Count == 1 ? g[0].Count : Block.Merge(g).Count));

    /// <summary>Reads all sealed history again and compares it with its hashes; see <see cref="HistoryCheck"/>.</summary>
    public HistoryTally Check(Action<ChunkFault> told) => HistoryCheck.Run(db!, told);
}
