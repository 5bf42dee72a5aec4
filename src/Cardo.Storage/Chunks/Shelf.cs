using Cardo.Storage.Store;

namespace Cardo.Storage.Chunks;

/// <summary>
/// Keeps the bytes of the chunks sealed last in memory, up to a budget: compressed as they are, a city's weeks fit, and
/// no answer about them asks the database. Each leader knows from which end on it has all of its chunks here
/// (<see cref="SeriesHandle.ShelvedFromUs"/>); what ends earlier is read from the database.
/// </summary>
internal sealed class Shelf(long budgetBytes)
{
    /// <summary>What a chunk costs beside its bytes.</summary>
    const int Overhead = 120;
    const int RowsARead = 4096;

    readonly Lock sync = new();
    readonly Queue<(SeriesHandle Leader, long Seq, long Bytes)> order = new();
    long held;

    public long HeldBytes => Interlocked.Read(ref held);

    /// <summary>Puts a stored chunk on the shelf of its leader. Under the group's lock.</summary>
    public static void Put(SeriesHandle leader, ShelvedChunk chunk)
    {
        var shelf = leader.Shelved;
        var at = shelf.Count;
        while (at > 0 && (shelf[at - 1].LastUs, shelf[at - 1].Seq).CompareTo((chunk.LastUs, chunk.Seq)) > 0) at--;
        shelf.Insert(at, chunk);
    }

    /// <summary>Chunks on a shelf that touch [from, to). Under the group's lock.</summary>
    /// <param name="lateSpanUs">how long late ones are at most; -1: there are none, and chunks don't overlap</param>
    public static IEnumerable<ShelvedChunk> Between(SeriesHandle leader, long fromUs, long toUs, long lateSpanUs)
    {
        var shelf = leader.Shelved;
        int low = 0, high = shelf.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (shelf[middle].LastUs < fromUs) low = middle + 1;
            else high = middle;
        }
        for (var i = low; i < shelf.Count; i++)
        {
            if (shelf[i].FirstUs < toUs) yield return shelf[i];
            // Later ones end later still, and none is longer than the longest late one.
            else if (lateSpanUs < 0 || (shelf[i].LastUs > toUs && (ulong)(shelf[i].LastUs - toUs) > (ulong)lateSpanUs)) yield break;
        }
    }

    /// <summary>Takes what went from the database off a leader's shelf.</summary>
    public static void Remove(SeriesHandle leader, IReadOnlySet<long> seqs)
    {
        lock (leader.Group.Sync) leader.Shelved.RemoveAll(c => seqs.Contains(c.Seq));
    }

    /// <summary>Counts chunks that were put and takes the oldest off when there are too many. Not under a group's lock.</summary>
    public void Count(IEnumerable<(SeriesHandle Leader, ShelvedChunk Chunk)> added)
    {
        lock (sync)
        {
            foreach (var (leader, chunk) in added)
            {
                var bytes = chunk.Bytes.Length + Overhead;
                order.Enqueue((leader, chunk.Seq, bytes));
                held += bytes;
            }
            while (held > budgetBytes && order.TryDequeue(out var oldest))
            {
                held -= oldest.Bytes;
                lock (oldest.Leader.Group.Sync) TakeOff(oldest.Leader, oldest.Seq);
            }
        }
    }

    static void TakeOff(SeriesHandle leader, long seq)
    {
        var at = leader.Shelved.FindIndex(c => c.Seq == seq);
        if (at < 0) return;
        leader.ShelvedFromUs = Math.Max(leader.ShelvedFromUs, leader.Shelved[at].LastUs + 1);
        leader.Shelved.RemoveAt(at);
    }

    /// <summary>Fills the shelf with what was sealed last, at the start.</summary>
    public void Load(Tx tx, Catalog catalog)
    {
        var rows = new List<(SeriesHandle Leader, ShelvedChunk Chunk)>();
        var seq = long.MaxValue;
        var more = true;
        for (long bytes = 0; more && bytes < budgetBytes;)
        {
            var read = SeriesTables.Before(tx, seq, RowsARead);
            more = read.Count == RowsARead;
            foreach (var row in read)
            {
                seq = row.Seq;
                bytes += row.Bytes.Length + Overhead;
                if (catalog.Find((int)row.Leader) is { } leader) rows.Add((leader, Of(row)));
            }
        }
        if (more)
            foreach (var reach in SeriesTables.Reaches(tx, seq))
                if (catalog.Find((int)reach.Leader) is { } leader) leader.ShelvedFromUs = reach.T1Us + 1;
        rows.Reverse();
        foreach (var (leader, chunk) in rows)
            lock (leader.Group.Sync) Put(leader, chunk);
        Count(rows);
    }

    static ShelvedChunk Of(SeriesTables.ChunkRow row) => new(row.Seq, row.Late != 0, row.T0Us, row.T1Us, row.Bytes);
}
