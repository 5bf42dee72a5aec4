using System.Data.Common;
using Cardo.Standards.Merkle;
using Cardo.Storage;

namespace Cardo.Journal.Store;

/// <summary>An entry on its way into the tree.</summary>
internal sealed record PendingEntry(long Id, long AtUs, string Kind, string Json);

/// <summary>The head as stored.</summary>
internal sealed record StoredHead(long Size, string Note);

/// <summary>The journal's SQL.</summary>
internal static class JournalStore
{
    public static long AddPending(Tx tx, long atUs, string kind, string json) =>
        tx.Scalar<long>("INSERT INTO journal_pending (at_us, kind, json) VALUES (@atUs, @kind, @json) RETURNING id", new { atUs, kind, json });

    /// <summary>Takes the oldest pending entries out. Rows are named one by one: another process may commit an older one meanwhile.</summary>
    public static IReadOnlyList<PendingEntry> TakePending(Tx tx, int limit) =>
        [.. tx.Query<PendingEntry>("DELETE FROM journal_pending WHERE id IN (SELECT id FROM journal_pending ORDER BY id LIMIT @limit) RETURNING id, at_us, kind, json", new { limit })
            .OrderBy(p => p.Id)];

    /// <summary>What of a kind is not in the tree yet.</summary>
    public static IReadOnlyList<string> PendingOf(Tx tx, string kind) => tx.Query<string>("SELECT json FROM journal_pending WHERE kind = @kind ORDER BY id", new { kind });

    public static bool AnyPending(Tx tx) => tx.Scalar<long?>("SELECT id FROM journal_pending LIMIT 1") is not null;

    /// <summary>The head; held against other writers until the transaction ends.</summary>
    public static StoredHead LockHead(Tx tx) =>
        tx.One<StoredHead>(tx.Engine == Engine.Postgres ? "SELECT size, note FROM journal_head WHERE id = 1 FOR UPDATE" : "SELECT size, note FROM journal_head WHERE id = 1")!;

    public static StoredHead Head(Tx tx) => tx.One<StoredHead>("SELECT size, note FROM journal_head WHERE id = 1")!;

    public static void SetHead(Tx tx, long size, string note) => tx.Execute("UPDATE journal_head SET size = @size, note = @note WHERE id = 1", new { size, note });

    /// <summary>
    /// Writes leaves by one prepared statement: a group commit has thousands of rows, and spelling a statement for each
    /// costs more than writing them. PostgreSQL takes the columns as arrays, so that the whole group is one round trip.
    /// </summary>
    public static void AddEntries(Tx tx, IReadOnlyList<RecordedEntry> entries)
    {
        using var command = tx.Connection.CreateCommand();
        command.Transaction = tx.Transaction;
        if (tx.Engine == Engine.Postgres)
        {
            command.CommandText = "INSERT INTO journal_entries (idx, at_us, kind, json) SELECT * FROM unnest(@index, @at, @kind, @json)";
            Add("@index", entries.Select(e => e.Index).ToArray());
            Add("@at", entries.Select(e => e.AtUs).ToArray());
            Add("@kind", entries.Select(e => e.Kind).ToArray());
            Add("@json", entries.Select(e => e.Json).ToArray());
            command.ExecuteNonQuery();
            return;
        }
        command.CommandText = "INSERT INTO journal_entries (idx, at_us, kind, json) VALUES (@index, @at, @kind, @json)";
        var (index, at, kind, json) = (Add("@index", null), Add("@at", null), Add("@kind", null), Add("@json", null));
        foreach (var entry in entries)
        {
            (index.Value, at.Value, kind.Value, json.Value) = (entry.Index, entry.AtUs, entry.Kind, entry.Json);
            command.ExecuteNonQuery();
        }

        DbParameter Add(string name, object? value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
            return parameter;
        }
    }

    public static void PutTile(Tx tx, Tile tile, Hash[] hashes)
    {
        var bytes = new byte[hashes.Length * Hash.Size];
        for (var i = 0; i < hashes.Length; i++) hashes[i].CopyTo(bytes.AsSpan(i * Hash.Size));
        tx.Execute("INSERT INTO journal_tiles (level, idx, hashes) VALUES (@level, @index, @bytes) ON CONFLICT (level, idx) DO UPDATE SET hashes = excluded.hashes",
            new { level = tile.Level, index = tile.Index, bytes });
    }

    /// <summary>The hashes of a tile as far as it is filled; empty when it isn't there.</summary>
    public static Hash[] Tile(Tx tx, int level, long index)
    {
        var bytes = tx.One<byte[]>("SELECT hashes FROM journal_tiles WHERE level = @level AND idx = @index", new { level, index }) ?? [];
        var hashes = new Hash[bytes.Length / Hash.Size];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = Hash.From(bytes.AsSpan(i * Hash.Size, Hash.Size));
        return hashes;
    }

    /// <summary>Entries [from, from + limit) in order.</summary>
    public static IReadOnlyList<RecordedEntry> Entries(Tx tx, long from, int limit) =>
        tx.Query<RecordedEntry>("SELECT idx AS \"index\", at_us, kind, json FROM journal_entries WHERE idx >= @from AND idx < @to ORDER BY idx", new { from, to = from + limit });

    /// <summary>The newest entries before <paramref name="before"/>, newest first, of one kind where it is given.</summary>
    public static IReadOnlyList<RecordedEntry> Newest(Tx tx, long before, int limit, string? kind) =>
        tx.Query<RecordedEntry>("SELECT idx AS \"index\", at_us, kind, json FROM journal_entries WHERE idx < @before"
            + (kind is null ? "" : " AND kind = @kind") + " ORDER BY idx DESC LIMIT @limit", new { before, limit, kind });

    public static IReadOnlyList<string> Kinds(Tx tx) => tx.Query<string>("SELECT DISTINCT kind FROM journal_entries ORDER BY kind LIMIT 100");
}
