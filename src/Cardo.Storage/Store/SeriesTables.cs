using System.Globalization;

namespace Cardo.Storage.Store;

/// <summary>The tables of series: catalogue, chunks, seals and open points.</summary>
internal static class SeriesTables
{
    internal sealed record SeriesRow(long Id, string Tenant, string Entity, string Attribute, string Dataset, string Leaders, long LateSpanUs);

    internal sealed record ChunkRow(long Seq, long Leader, long Late, long T0Us, long T1Us, byte[] Salt, byte[] Bytes);

    internal sealed record SealRow(long LastSeq, long FirstSeq, byte[] Hashes);

    internal sealed record OpenRow(long Page, byte[] Bytes);

    internal sealed record Edge(long Id, long? SealedUs);

    internal sealed record Reach(long Leader, long T1Us);

    const string Select = "SELECT seq, leader, late, t0_us, t1_us, salt, bytes FROM storage_chunks";

    const string Columns = Select + " WHERE leader = @leader AND late = @late";

    public static IReadOnlyList<SeriesRow> Series(Tx tx) =>
        tx.Query<SeriesRow>("SELECT id, tenant, entity, attribute, dataset, leaders, late_span_us FROM storage_series ORDER BY id");

    public static IReadOnlyList<Edge> Edges(Tx tx) => tx.Query<Edge>(
        "SELECT s.id, (SELECT max(c.t1_us) FROM storage_chunks c WHERE c.leader = s.id AND c.late = 0) AS sealed_us FROM storage_series s");

    /// <summary>The last number given; those of chunks that went are never given again.</summary>
    public static long LastSeq(Tx tx) => Math.Max(tx.Scalar<long>("SELECT coalesce(max(seq), 0) FROM storage_chunks"), LastSealed(tx));

    public static long LastSealed(Tx tx) => tx.Scalar<long>("SELECT coalesce(max(last_seq), 0) FROM storage_seals");

    public static IReadOnlyList<OpenRow> Open(Tx tx) => tx.Query<OpenRow>("SELECT page, bytes FROM storage_open ORDER BY page");

    public static void PutSeries(Tx tx, IEnumerable<SeriesRow> rows) => tx.Upsert("storage_series", "id", rows);

    public static void PutOpen(Tx tx, IEnumerable<OpenRow> rows) => tx.Upsert("storage_open", "page", rows);

    public static void PutChunks(Tx tx, IEnumerable<ChunkRow> rows) => tx.Upsert("storage_chunks", "seq", rows);

    public static void PutSeal(Tx tx, SealRow row) => tx.Upsert("storage_seals", "last_seq", row);

    /// <summary>Removes what belongs to a series; the numbers of the chunks it led.</summary>
    public static IReadOnlyList<long> Forget(Tx tx, int id)
    {
        tx.Execute("DELETE FROM storage_series WHERE id = @id", new { id = (long)id });
        return tx.Query<long>("DELETE FROM storage_chunks WHERE leader = @id RETURNING seq", new { id = (long)id });
    }

    /// <summary>Removes the chunks of a leader that end before a moment; their numbers.</summary>
    public static IReadOnlyList<long> DropBefore(Tx tx, int leader, long beforeUs) =>
        tx.Query<long>("DELETE FROM storage_chunks WHERE leader = @leader AND late IN (0, 1) AND t1_us < @beforeUs RETURNING seq", new { leader = (long)leader, beforeUs });

    /// <summary>The next chunks in the order of sealing, after a number.</summary>
    public static IReadOnlyList<ChunkRow> After(Tx tx, long seq, int n) => tx.Query<ChunkRow>(Select + " WHERE seq > @seq ORDER BY seq LIMIT @n", new { seq, n });

    /// <summary>The chunks sealed last before a number, the newest first.</summary>
    public static IReadOnlyList<ChunkRow> Before(Tx tx, long seq, int n) => tx.Query<ChunkRow>(Select + " WHERE seq < @seq ORDER BY seq DESC LIMIT @n", new { seq, n });

    /// <summary>Up to where the chunks reach, by leader, that were sealed before a number.</summary>
    public static IReadOnlyList<Reach> Reaches(Tx tx, long seq) =>
        tx.Query<Reach>("SELECT leader, max(t1_us) AS t1_us FROM storage_chunks WHERE seq < @seq GROUP BY leader", new { seq });

    /// <summary>The next seals, after the chunk of a number.</summary>
    public static IReadOnlyList<SealRow> Seals(Tx tx, long afterSeq, int n) =>
        tx.Query<SealRow>("SELECT last_seq, first_seq, hashes FROM storage_seals WHERE last_seq > @afterSeq ORDER BY last_seq LIMIT @n", new { afterSeq, n });

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
