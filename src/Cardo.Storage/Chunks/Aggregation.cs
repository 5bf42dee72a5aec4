namespace Cardo.Storage.Chunks;

/// <summary>Gathers numbers into periods, in order of time.</summary>
internal sealed class Aggregation(long fromUs, long toUs, long periodUs)
{
    readonly List<Bucket> buckets = [];

    public IReadOnlyList<Bucket> Buckets => buckets;

    /// <summary>Samples before this moment don't count: summaries did.</summary>
    public long SinceUs { get; set; } = long.MinValue;

    long StartOf(long atUs) => unchecked(fromUs + (long)((ulong)(atUs - fromUs) / (ulong)periodUs * (ulong)periodUs));

    public void Add(List<Block> group)
    {
        if (group.Count == 1 && group[0] is var block && block.FirstUs >= SinceUs && block.LastUs < toUs
            && StartOf(block.FirstUs) == StartOf(block.LastUs) && block.Stats(StartOf(block.FirstUs)) is { } whole)
        {
            Add(whole);
            return;
        }
        var points = Block.Merge(group);
        var end = points.Seek(toUs);
        for (var i = points.Seek(SinceUs); i < end; i++)
        {
            if (points.KindAt(i) != SampleKind.Number) continue;
            var sample = points.At(i);
            var value = sample.Number;
            Add(new Bucket(StartOf(sample.AtUs), 1, value, value, value, value * value, sample, sample));
        }
    }

    /// <summary>A period that was summarized before; it counts where it begins.</summary>
    public void AddSummary(in Bucket summary) => Add(summary with { StartUs = StartOf(summary.StartUs) });

    void Add(in Bucket part)
    {
        if (buckets.Count == 0 || buckets[^1].StartUs != part.StartUs)
        {
            buckets.Add(part);
            return;
        }
        var whole = buckets[^1];
        buckets[^1] = new Bucket(whole.StartUs, whole.Count + part.Count, Math.Min(whole.Min, part.Min), Math.Max(whole.Max, part.Max),
            whole.Sum + part.Sum, whole.SumSquares + part.SumSquares, whole.First, part.Last, whole.Rolled || part.Rolled);
    }
}
