using Cardo.Storage.Store;

namespace Cardo.Storage.Chunks;

/// <summary>
/// Reads a series from memory and the database together, in order of time, as groups of blocks that overlap one another
/// and no other: a group of one needs no merging and may be answered from its statistics.
/// </summary>
internal sealed class History(Db db)
{
    public IEnumerable<List<Block>> Walk(SeriesHandle series, long fromUs, long toUs, bool down)
    {
        if (fromUs >= toUs) yield break;
        // Memory first: what a checkpoint moves into the database meanwhile is then seen twice and dropped, never missed.
        var (blocks, away, sealedUs, lateSpanUs) = InMemory(series, fromUs, toUs);
        var known = away.Count == 0 ? [] : blocks.Select(b => b.Seq).ToHashSet();
        var cursors = new List<ChunkCursor>(2);
        foreach (var (leader, shelvedFromUs) in away)
        {
            var endUs = Math.Min(toUs, shelvedFromUs);
            cursors.Add(new ChunkCursor(leader, false, down, fromUs, endUs, 0));
            if (lateSpanUs >= 0) cursors.Add(new ChunkCursor(leader, true, down, fromUs, endUs, lateSpanUs));
        }
        var across = away.Where(a => a.ShelvedFromUs > toUs).Select(a => a.Leader).ToArray();
        if (across.Length > 0) Fetch(tx => Across(tx, across, toUs, sealedUs, lateSpanUs), series, fromUs, known, blocks);
        while (cursors.Count > 0)
        {
            Fetch(tx => cursors.SelectMany(c => c.Next(tx)).ToList(), series, fromUs, known, blocks);
            cursors.RemoveAll(c => c.Ended);
            if (cursors.Count == 0) break;
            var edge = down ? cursors.Max(c => c.EdgeUs) : cursors.Min(c => c.EdgeUs);
            foreach (var group in Take(blocks, down, edge)) yield return group;
        }
        foreach (var group in Take(blocks, down, down ? long.MinValue : long.MaxValue)) yield return group;
    }

    // What is in memory, and the leaders with chunks in the range that may be in the database alone.
    static (List<Block> Blocks, List<(int Leader, long ShelvedFromUs)> Away, long SealedUs, long LateSpanUs) InMemory(SeriesHandle series, long fromUs, long toUs)
    {
        var blocks = new List<Block>();
        var away = new List<(int, long)>();
        lock (series.Group.Sync)
        {
            foreach (var id in series.Leaders)
            {
                if (series.Group.Member(id) is not { } leader) continue;
                foreach (var chunk in Shelf.Between(leader, fromUs, toUs, series.LateSpanUs))
                    if (Block.Holds(chunk.Bytes, series.Id)) blocks.Add(new Block(chunk.Seq, chunk.FirstUs, chunk.LastUs, chunk.Bytes, series.Id));
                if (leader.ShelvedFromUs > fromUs) away.Add((id, leader.ShelvedFromUs));
            }
            foreach (var chunk in series.Pending)
                if (chunk.LastUs >= fromUs && chunk.FirstUs < toUs) blocks.Add(new Block(chunk.Seq, chunk.ColumnOf(series)));
            var (low, high) = (series.Open.Seek(fromUs), series.Open.Seek(toUs));
            if (low < high) blocks.Add(new Block(Block.OpenSeq, series.Open.Copy(low, high)));
            return (blocks, away, series.SealedUs, series.LateSpanUs);
        }
    }

    static List<SeriesTables.ChunkRow> Across(Tx tx, int[] leaders, long toUs, long sealedUs, long lateSpanUs)
    {
        var rows = new List<SeriesTables.ChunkRow>();
        foreach (var leader in leaders)
        {
            if (sealedUs >= toUs) rows.AddRange(SeriesTables.Across(tx, leader, toUs));
            if (lateSpanUs >= 0) rows.AddRange(SeriesTables.LateAcross(tx, leader, toUs, lateSpanUs));
        }
        return rows;
    }

    void Fetch(Func<Tx, List<SeriesTables.ChunkRow>> read, SeriesHandle series, long fromUs, HashSet<long> known, List<Block> blocks)
    {
        foreach (var row in db.Read(read))
            if (row.T1Us >= fromUs && Block.Holds(row.Bytes, series.Id) && known.Add(row.Seq))
                blocks.Add(new Block(row.Seq, row.T0Us, row.T1Us, row.Bytes, series.Id));
    }

    // Takes the groups out that nothing still to come can touch.
    static List<List<Block>> Take(List<Block> blocks, bool down, long edgeUs)
    {
        var groups = new List<List<Block>>();
        blocks.Sort((a, b) => a.FirstUs.CompareTo(b.FirstUs));
        var endUs = long.MinValue;
        foreach (var block in blocks)
        {
            if (groups.Count == 0 || block.FirstUs > endUs) groups.Add([]);
            groups[^1].Add(block);
            endUs = Math.Max(endUs, block.LastUs);
        }
        if (down) groups.Reverse();
        var ready = groups.TakeWhile(g => down ? g.Min(b => b.FirstUs) > edgeUs : g.Max(b => b.LastUs) <= edgeUs).ToList();
        blocks.Clear();
        blocks.AddRange(groups.Skip(ready.Count).SelectMany(g => g));
        return ready;
    }
}
