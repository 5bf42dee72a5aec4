using Cardo.Storage.Chunks;
using Cardo.Storage.Store;

namespace Cardo.Storage;

/// <summary>
/// Reads all sealed history again: every chunk must have the hash it was sealed with, be readable, and say of itself what
/// its points say. Works on the database alone, also while the city runs; for <c>cardo store check</c>.
/// </summary>
public static class HistoryCheck
{
    const int RowsARead = 2000;

    /// <param name="told">hears each fault as it is found; a chunk may have several</param>
    /// <param name="explained">whether it is known why the chunk of a number is gone (a journal says); null: gone chunks are not asked about</param>
    public static HistoryTally Run(Db db, Action<ChunkFault> told, Func<long, bool>? explained = null)
    {
        var tally = new HistoryTally(0, 0, 0, 0, 0);
        var names = db.Read(SeriesTables.Series).ToDictionary(s => (int)s.Id, s => new SeriesName(s.Tenant, s.Entity, s.Attribute, s.Dataset));
        var rows = Rows(db).GetEnumerator();
        var row = rows.MoveNext() ? rows.Current : null;
        foreach (var seal in Seals(db))
        {
            for (; row is not null && row.Seq < seal.FirstSeq; row = Next(rows)) Unsealed(row);
            for (var i = 0; i < seal.Hashes.Count; i++)
            {
                var seq = seal.FirstSeq + i;
                var hash = seal.Hashes[i];
                if (hash.AsSpan().IndexOfAnyExcept((byte)0) >= 0) tally = tally with { Hashes = tally.Hashes + 1 };
                if (row?.Seq != seq)
                {
                    Gone(seq, hash);
                    continue;
                }
                Look(row, hash);
                row = Next(rows);
            }
        }
        // What a checkpoint stores while this reads is sealed by the same transaction, after the seals read here.
        var last = db.Read(SeriesTables.LastSealed);
        for (; row is not null; row = Next(rows))
            if (row.Seq > last) Unsealed(row);
        return tally;

        void Tell(long seq, string code, string what, IReadOnlyList<SeriesName> series)
        {
            tally = tally with { Faults = tally.Faults + 1 };
            told(new ChunkFault(seq, code, what, series));
        }

        void Unsealed(SeriesTables.ChunkRow r)
        {
            tally = tally with { Chunks = tally.Chunks + 1, Bytes = tally.Bytes + r.Bytes.Length };
            Tell(r.Seq, "chunk-unsealed", $"chunk {r.Seq} has no recorded hash", Series(r, names));
        }

        void Gone(long seq, byte[] hash)
        {
            if (explained is null || hash.AsSpan().IndexOfAnyExcept((byte)0) < 0 || explained(seq)) return;
            Tell(seq, "chunk-missing", $"chunk {seq} was sealed and is gone, and nothing says why", []);
        }

        void Look(SeriesTables.ChunkRow r, byte[] hash)
        {
            tally = tally with { Chunks = tally.Chunks + 1, Bytes = tally.Bytes + r.Bytes.Length };
            var series = Series(r, names);
            if (!Chunks.Seals.Hash(r).AsSpan().SequenceEqual(hash)) Tell(r.Seq, "chunk-changed", $"chunk {r.Seq} is not what was sealed: its hash is another", series);
            var points = ChunkAudit.Points(r, (code, what) => Tell(r.Seq, code, what, series));
            tally = tally with { Points = tally.Points + points };
        }
    }

    /// <summary>The seals in order, as they stand.</summary>
    public static IEnumerable<ChunkSeal> Seals(Db db)
    {
        for (var after = 0L; ;)
        {
            var read = db.Read(tx => SeriesTables.Seals(tx, after, 16));
            if (read.Count == 0) yield break;
            foreach (var row in read) yield return Chunks.Seals.Read(row);
            after = read[^1].LastSeq;
        }
    }

    static IEnumerable<SeriesTables.ChunkRow> Rows(Db db)
    {
        for (var after = 0L; ;)
        {
            var read = db.Read(tx => SeriesTables.After(tx, after, RowsARead));
            if (read.Count == 0) yield break;
            foreach (var row in read) yield return row;
            after = read[^1].Seq;
        }
    }

    static SeriesTables.ChunkRow? Next(IEnumerator<SeriesTables.ChunkRow> rows) => rows.MoveNext() ? rows.Current : null;

    static List<SeriesName> Series(SeriesTables.ChunkRow row, Dictionary<int, SeriesName> names)
    {
        var found = new List<SeriesName>();
        try
        {
            var reader = new BlockReader(row.Bytes);
            while (reader.Next())
                if (names.TryGetValue(reader.Series, out var name)) found.Add(name);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            // As far as it can be read; the leader always.
            if (found.Count == 0 && names.TryGetValue((int)row.Leader, out var name)) found.Add(name);
        }
        return found;
    }
}
