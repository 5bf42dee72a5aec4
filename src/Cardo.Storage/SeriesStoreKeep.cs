using Cardo.Storage.Chunks;
using Cardo.Storage.Store;

namespace Cardo.Storage;

/// <summary>What stays: corrections beside what they corrected, summaries of what is no longer kept, retention by policy.</summary>
public sealed partial class SeriesStore
{
    SeriesTally tally;

    /// <summary>Repetitions, corrections and late samples since the start, as far as memory knew of the moment.</summary>
    public SeriesTally Tally
    {
        get
        {
            lock (log.Gate) return tally;
        }
    }

    /// <summary>Values that were corrected in [from, to), each with the one that stands there now.</summary>
    public IReadOnlyList<Correction> Corrections(SeriesHandle series, long fromUs, long toUs, int limit = int.MaxValue)
    {
        if (Find(SideSeries.BeforeOf(series.Name)) is not { } before) return [];
        return [.. Range(before, fromUs, toUs, limit).Select(was => new Correction(was, At(series, was.AtUs) is { } now && now.AtUs == was.AtUs ? now : was))];
    }

    // Of a sample that is not the newest: what was known of its moment stays beside it when it says something else.
    void KeepBefore(SeriesHandle series, in Sample sample)
    {
        if (InMemory(series, sample.AtUs) is not { } known)
        {
            tally = tally with { Late = tally.Late + 1 };
            return;
        }
        if (Points.SameValue(known, sample))
        {
            tally = tally with { Repeated = tally.Repeated + 1 };
            return;
        }
        tally = tally with { Corrected = tally.Corrected + 1 };
        if (SideSeries.IsSide(series.Name)) return;
        var side = Open(SideSeries.BeforeOf(series.Name));
        Apply(side, known, log.Append(Stream, records.Of(side.Id, known)));
    }

    // The sample of a moment as far as memory has it; the database is not asked under the gate.
    static Sample? InMemory(SeriesHandle series, long atUs)
    {
        lock (series.Group.Sync)
        {
            if (Exactly(series.Open, atUs) is { } open) return open;
            foreach (var chunk in Enumerable.Reverse(series.Pending))
                if (chunk.FirstUs <= atUs && atUs <= chunk.LastUs && Exactly(chunk.ColumnOf(series), atUs) is { } pending) return pending;
            Block? last = null;
            foreach (var id in series.Leaders)
                foreach (var chunk in series.Group.Member(id) is { } leader ? Shelf.Between(leader, atUs, atUs + 1, series.LateSpanUs) : [])
                    if (chunk.FirstUs <= atUs && (last is null || chunk.Seq > last.Seq) && Block.Holds(chunk.Bytes, series.Id)
                        && new Block(chunk.Seq, chunk.FirstUs, chunk.LastUs, chunk.Bytes, series.Id) is var block && Exactly(block.Points, atUs) is not null) last = block;
            return last is null ? null : Exactly(last.Points, atUs);
        }
    }

    static Sample? Exactly(Points points, long atUs) => points.Count > 0 && points.Seek(atUs) is var i && i < points.Count && points.TimeAt(i) == atUs ? points.At(i) : null;

    /// <summary>
    /// Keeps what the policy says (null: everything, for ever): summarizes samples whose time is over where summaries are
    /// wanted, waits until these are durable, and only then removes the samples. Run it now and then, one at a time.
    /// </summary>
    /// <returns>how many chunks went</returns>
    public async Task<int> Keep(Func<SeriesName, KeepPolicy?> policy)
    {
        foreach (var series in All())
        {
            if (policy(series.Name) is not { SummaryUs: > 0 } keep) continue;
            await log.Room();
            Summarize(series, keep);
        }
        await log.Durable(log.TailLsn);
        return Retain(name =>
        {
            if (!SideSeries.IsSide(name)) return policy(name) is { } keep ? Whole(keep) : null;
            return policy(SideSeries.BaseOf(name)) is { } of ? (SideSeries.IsSummary(name) ? of.SummariesFromUs : Whole(of)) : null;
        });
    }

    static long Whole(in KeepPolicy keep) => keep.SummaryUs > 0 ? Floor(keep.FromUs, keep.SummaryUs) : keep.FromUs;

    static long Floor(long us, long periodUs) => us - ((us % periodUs) + periodUs) % periodUs;

    void Summarize(SeriesHandle series, in KeepPolicy keep)
    {
        var periodUs = series.Summaries?.PeriodUs ?? keep.SummaryUs;
        var untilUs = Floor(keep.FromUs, periodUs);
        var fromUs = Math.Max(series.Summaries?.UntilUs ?? long.MinValue, keep.SummariesFromUs);
        if (Range(series, fromUs, untilUs, 1) is not [var first, ..]) return;
        var buckets = Raw(series, Floor(first.AtUs, periodUs), untilUs, periodUs).Buckets;
        lock (log.Gate)
        {
            if (series.Forgotten) return;
            var parts = Array.ConvertAll(SideSeries.Parts, part => Open(SideSeries.PartOf(series.Name, periodUs, part)));
            foreach (var b in buckets)
            {
                double[] values = [b.Min, b.Max, Short(b.Sum), Short(b.SumSquares), b.Count];
                for (var i = 0; i < values.Length; i++) Append(parts[i], Sample.Of(b.StartUs, values[i]));
            }
        }
    }

    // Sums of decimals are decimals but for the rounding of adding them up; without it they take a few bits each.
    static double Short(double sum)
    {
        if (!(Math.Abs(sum) < 1e6)) return sum;
        var near = Math.Round(sum, 9);
        return Math.Abs(near - sum) <= 1e-12 * Math.Max(1, Math.Abs(sum)) ? near : sum;
    }

    /// <summary>Summaries of [from, to) as periods of their own length, where the samples are no longer kept; empty when there are none.</summary>
    public IReadOnlyList<Bucket> Summaries(SeriesHandle series, long fromUs, long toUs)
    {
        if (series.Summaries is not { } summaries || summaries.Parts.Any(p => p is null)) return [];
        var until = Math.Min(toUs, summaries.UntilUs);
        if (fromUs >= until) return [];
        var parts = Array.ConvertAll(summaries.Parts, p => Range(p!, fromUs, until, int.MaxValue));
        var buckets = new List<Bucket>(parts[^1].Count);
        // A crash may have left a period without its later parts: then it is written again, and until then its samples are there.
        for (var i = 0; i < parts.Min(p => p.Count); i++)
        {
            var count = (long)parts[4][i].Number;
            var mean = Sample.Of(parts[4][i].AtUs, parts[2][i].Number / count);
            buckets.Add(new Bucket(mean.AtUs, count, parts[0][i].Number, parts[1][i].Number, parts[2][i].Number, parts[3][i].Number, mean, mean, true));
        }
        return buckets;
    }

    /// <summary>The earliest moment anything is known of, from samples or from summaries; null when nothing is.</summary>
    public long? FirstUs(SeriesHandle series)
    {
        var first = Range(series, long.MinValue, long.MaxValue, 1) is [var sample, ..] ? sample.AtUs : (long?)null;
        if (series.Summaries?.Parts[^1] is { } counts && Range(counts, long.MinValue, long.MaxValue, 1) is [var period, ..] && !(first <= period.AtUs)) return period.AtUs;
        return first;
    }

    /// <summary>
    /// Removes whole chunks older than the policy says: <paramref name="keepFromUs"/> gives the first moment to keep of
    /// each series, null for all. Series that share chunks keep them as long as any of them wants; of points that are not
    /// sealed the old ones go, but what is newest stays known. Not under the gate.
    /// </summary>
    /// <returns>how many chunks went</returns>
    public int Retain(Func<SeriesName, long?> keepFromUs)
    {
        var cuts = new Dictionary<int, long>();
        foreach (var series in catalog.All())
        {
            var cut = keepFromUs(series.Name) ?? long.MinValue;
            if (cut > long.MinValue) Trim(series, cut);
            foreach (var leader in series.Leaders)
                cuts[leader] = cuts.TryGetValue(leader, out var other) ? Math.Min(cut, other) : cut;
        }
        return db!.Write(tx =>
        {
            var gone = new List<long>();
            foreach (var (leader, cut) in cuts.Where(c => c.Value > long.MinValue))
            {
                var seqs = SeriesTables.DropBefore(tx, leader, cut);
                if (seqs.Count > 0 && catalog.Find(leader) is { } handle) Shelf.Remove(handle, seqs.ToHashSet());
                gone.AddRange(seqs);
            }
            gone.Sort();
            if (gone.Count > 0) Witness?.Dropped(tx, new DroppedChunks(DropReason.Expired, gone));
            return gone.Count;
        });
    }

    // Not logged: after a crash the points may be back, and go again with the next run.
    void Trim(SeriesHandle series, long cutUs)
    {
        lock (log.Gate)
            lock (series.Group.Sync)
            {
                if (series.Open.Count == 0 || series.Open.FirstUs >= cutUs) return;
                var keep = series.Open.Seek(cutUs);
                series.Open = keep == series.Open.Count ? new Points() : series.Open.Copy(keep);
                dirtyPages.Add(series.Id / SeriesSaver.PageSeries);
            }
    }
}
