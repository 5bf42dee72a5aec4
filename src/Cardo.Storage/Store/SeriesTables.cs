using System.Globalization;

namespace Cardo.Storage.Store;

/// <summary>The tables of series: catalogue, chunks and open points.</summary>
internal static class SeriesTables
{
    internal sealed record SeriesRow(long Id, string Tenant, string Entity, string Attribute, string Dataset, string Leaders, long LateSpanUs);

    internal sealed record ChunkRow(long Leader, long Late, long T1Us, long Seq, long T0Us, byte[] Bytes);

    internal sealed record OpenRow(long Page, byte[] Bytes);

    internal sealed record Edge(long Id, long? SealedUs);

    const string Columns = "SELECT leader, late, t1_us, seq, t0_us, bytes FROM storage_chunks WHERE leader = @leader AND late = @late";

    public static IReadOnlyList<SeriesRow> Series(Tx tx) =>
        tx.Query<SeriesRow>("SELECT id, tenant, entity, attribute, dataset, leaders, late_span_us FROM storage_series ORDER BY id");

    public static IReadOnlyList<Edge> Edges(Tx tx) => tx.Query<Edge>(
        "SELECT s.id, (SELECT max(c.t1_us) FROM storage_chunks c WHERE c.leader = s.id AND c.late = 0) AS sealed_us FROM storage_series s");

    public static long LastSeq(Tx tx) => tx.Scalar<long>("SELECT coalesce(max(seq), 0) FROM storage_chunks");

    public static IReadOnlyList<OpenRow> Open(Tx tx) => tx.Query<OpenRow>("SELECT page, bytes FROM storage_open ORDER BY page");

    public static void PutSeries(Tx tx, IEnumerable<SeriesRow> rows) => tx.Upsert("storage_series", "id", rows);

    public static void PutOpen(Tx tx, IEnumerable<OpenRow> rows) => tx.Upsert("storage_open", "page", rows);

    public static void PutChunks(Tx tx, IEnumerable<ChunkRow> rows) => tx.Upsert("storage_chunks", "leader,late,t1_us,seq", rows);

    public static void Forget(Tx tx, IEnumerable<int> ids)
    {
        foreach (var id in ids)
        {
            tx.Execute("DELETE FROM storage_chunks WHERE leader = @id", new { id = (long)id });
            tx.Execute("DELETE FROM storage_series WHERE id = @id", new { id = (long)id });
        }
    }

    /// <summary>Removes the chunks of a leader that end before a moment; how many.</summary>
    public static int DropBefore(Tx tx, int leader, long beforeUs) =>
        tx.Execute("DELETE FROM storage_chunks WHERE leader = @leader AND t1_us < @beforeUs", new { leader = (long)leader, beforeUs });

    /// <summary>The next chunks in rising order of their end, after (t1, seq) and ending before <paramref name="toUs"/>.</summary>
    public static IReadOnlyList<ChunkRow> Up(Tx tx, int leader, long late, long t1, long seq, long toUs, int n) =>
        tx.Query<ChunkRow>(Columns + " AND (t1_us, seq) > (@t1, @seq) AND t1_us < @toUs ORDER BY t1_us, seq LIMIT @n",
            new { leader = (long)leader, late, t1, seq, toUs, n });

    /// <summary>The next chunks in falling order of their end, before (t1, seq) and ending at or after <paramref name="fromUs"/>.</summary>
    public static IReadOnlyList<ChunkRow> Down(Tx tx, int leader, long late, long t1, long seq, long fromUs, int n) =>
        tx.Query<ChunkRow>(Columns + " AND (t1_us, seq) < (@t1, @seq) AND t1_us >= @fromUs ORDER BY t1_us DESC, seq DESC LIMIT @n",
            new { leader = (long)leader, late, t1, seq, fromUs, n });

    /// <summary>The chunk that begins before <paramref name="toUs"/> and ends at or after it; of chunks in order there is one at most.</summary>
    public static IReadOnlyList<ChunkRow> Across(Tx tx, int leader, long toUs) =>
        tx.Query<ChunkRow>(Columns + " AND t1_us >= @toUs ORDER BY t1_us, seq LIMIT 1", new { leader = (long)leader, late = 0L, toUs })
            .Where(r => r.T0Us < toUs).ToList();

    /// <summary>Late chunks that begin before <paramref name="toUs"/> and end at or after it.</summary>
    public static IReadOnlyList<ChunkRow> LateAcross(Tx tx, int leader, long toUs, long spanUs) =>
        tx.Query<ChunkRow>(Columns + " AND t1_us >= @toUs AND t1_us <= @endUs AND t0_us < @toUs",
            new { leader = (long)leader, late = 1L, toUs, endUs = toUs > long.MaxValue - spanUs ? long.MaxValue : toUs + spanUs });

    public static string Leaders(int[] leaders) => string.Join(' ', leaders);

    public static int[] Leaders(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => int.Parse(t, CultureInfo.InvariantCulture)).ToArray();
}
