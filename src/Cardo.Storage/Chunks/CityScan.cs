namespace Cardo.Storage.Chunks;

/// <summary>
/// Sums whole entities by period, chunk by chunk: moments are looked at once for all columns that share them, decimals
/// are summed as the integers they are stored as. One thread's part of a question to the whole city.
/// </summary>
internal sealed class CityScan(long fromUs, long toUs, long periodUs, int periods, bool[] wanted)
{
    readonly PeriodCuts cuts = new(fromUs, toUs, periodUs);
    readonly List<ShelvedChunk> chunks = [];
    readonly List<(SeriesHandle Series, Points Points)> pending = [];
    int[] values = new int[256];

    /// <summary>By number of the label column.</summary>
    public PeriodSums?[] Sums { get; } = new PeriodSums?[wanted.Length];

    PeriodSums Of(SeriesHandle series) => Sums[series.Column.Id] ??= new PeriodSums(periods);

    bool Wants(SeriesHandle series) => series.Column.Id < wanted.Length && wanted[series.Column.Id];

    /// <summary>Sums what of the entity can be summed piece by piece; false when pieces overlap or stand in the database alone, and nothing was summed.</summary>
    public bool TryAdd(SeriesGroup group)
    {
        chunks.Clear();
        pending.Clear();
        lock (group.Sync)
        {
            foreach (var member in group.Members)
            {
                if (Wants(member) && (member.LateSpanUs >= 0 || (member.Open.Count > 0 && member.Open.FirstUs <= member.SealedUs))) return false;
                if (member.ShelvedFromUs > fromUs || (member.Summaries is { } summaries && Wants(member) && summaries.UntilUs > fromUs)) return false;
                if (member.Shelved.Count > 0) chunks.AddRange(Shelf.Between(member, fromUs, toUs, -1));
                if (!Wants(member)) continue;
                foreach (var chunk in member.Pending)
                    if (chunk.LastUs >= fromUs && chunk.FirstUs < toUs) pending.Add((member, chunk.ColumnOf(member)));
            }
            foreach (var member in group.Members)
                if (Wants(member) && member.Open.Count > 0 && member.Open.LastUs >= fromUs && member.Open.FirstUs < toUs) Add(Of(member), member.Open);
        }
        foreach (var (member, points) in pending) Add(Of(member), points);
        foreach (var chunk in chunks) Add(group, chunk.Bytes);
        return true;
    }

    void Add(SeriesGroup group, byte[] bytes)
    {
        var reader = new BlockReader(bytes);
        while (reader.Next())
        {
            if (reader.Empty) continue;
            var source = new ByteSource(reader.Column);
            var head = ColumnHead.From(source.Byte());
            if (head.Time == TimeColumn.Mode.Regular)
            {
                var (count, firstUs, stepUs) = TimeColumn.ReadRegular(ref source, BlockReader.MostPoints);
                cuts.Regular(count, firstUs, stepUs);
            }
            else if (head.Time != TimeColumn.Mode.Same) cuts.Any(TimeColumn.Read(ref source, head.Time, BlockReader.MostPoints));
            if (group.Member(reader.Series) is not { } member || !Wants(member)) continue;
            if (!TryAdd(Of(member), ref source, head)) Add(Of(member), reader.Points());
        }
    }

    bool TryAdd(PeriodSums sums, ref ByteSource source, in ColumnHead head)
    {
        if (head.Texts) return false;
        if (head.Kinds) ByteRuns.Read(ref source, cuts.Count);
        if (head.Doubts) ByteRuns.Read(ref source, cuts.Count);
        if (cuts.Whole >= 0)
        {
            if (NumberColumn.ReadStats(ref source, head.Number) is not { } stats) return false;
            sums.Add(cuts.Whole, cuts.Count, stats.Min, stats.Max, stats.Sum);
            return true;
        }
        if (values.Length < cuts.Count) values = new int[cuts.Count];
        if (!NumberColumn.TryReadInts(ref source, head.Number, values.AsSpan(0, cuts.Count), out var scale)) return false;
        sums.Add(scale, values.AsSpan(0, cuts.Count), cuts.All);
        return true;
    }

    void Add(PeriodSums sums, Points points)
    {
        var end = points.Seek(toUs);
        for (var i = points.Seek(fromUs); i < end; i++)
        {
            if (points.KindAt(i) != SampleKind.Number) continue;
            var value = points.NumberAt(i);
            sums.Add((int)((points.TimeAt(i) - fromUs) / periodUs), 1, value, value, value);
        }
    }

    /// <summary>Takes in what one series came to elsewhere.</summary>
    public void Add(SeriesHandle series, IReadOnlyList<Bucket> buckets)
    {
        foreach (var b in buckets) Of(series).Add((int)((b.StartUs - fromUs) / periodUs), b.Count, b.Min, b.Max, b.Sum, b.Rolled);
    }
}
