using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Cardo.Kernel;
using Microsoft.Data.Sqlite;

namespace Cardo.Storage.Sql;

/// <summary>
/// SQLite in WAL mode, every commit synced (synchronous=FULL). One connection writes; readers are kept in a pool of
/// ours because the provider's own does not keep their pragmas.
/// </summary>
internal sealed class SqliteBackend(string file) : IBackend
{
    const int KeptReaders = 16;

    readonly ConcurrentBag<SqliteConnection> readers = [];
    SqliteConnection? writer;

    public Engine Engine => Engine.Sqlite;

    public string Place => file;

    public Refusal? Start(bool alone)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            writer = Connect("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000; PRAGMA secure_delete=ON");
            using var probe = writer.BeginTransaction(deferred: false);
            probe.Rollback();
            return null;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26)
        {
            return new Refusal(RefusalKind.Unavailable, "store-damaged", $"{file} is not a whole SQLite database: {e.Message}");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 5 or 6)
        {
            return Refusal.Conflict("store-in-use", $"Another process holds {file}: {e.Message}");
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return new Refusal(RefusalKind.Unavailable, "store-folder", $"{file} can't be written: {e.Message}");
        }
    }

    SqliteConnection Connect(string pragmas)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = 30 }.ToString();
        var connection = new SqliteConnection(text);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout=5000; " + pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public DbConnection Reader() => readers.TryTake(out var reader) ? reader : Connect("PRAGMA query_only=1; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456");

    public DbTransaction BeginRead(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: true);

    public void Return(DbConnection connection, bool whole)
    {
        if (whole && readers.Count < KeptReaders) readers.Add((SqliteConnection)connection);
        else connection.Dispose();
    }

    public DbConnection Writer() => writer ?? throw new ObjectDisposedException(nameof(Db));

    public DbTransaction BeginWrite(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false);

    public void ReturnWriter(DbConnection connection, bool whole)
    {
    }

    // What is deleted is overwritten with zeros in its page (secure_delete); older copies of the page stand in the
    // write-ahead log until that is emptied. A reader in the way leaves it to the next time.
    public void Scrub()
    {
        using var command = Writer().CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        while (readers.TryTake(out var reader)) reader.Dispose();
        writer?.Dispose();
        writer = null;
    }
}
