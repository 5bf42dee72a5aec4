using Cardo.Kernel;
using Cardo.Storage.Sql;

namespace Cardo.Storage;

/// <summary>
/// The database of a city. Writes run one after another on both engines, each in a transaction of its own that is
/// committed when the work returns and rolled back when it throws; reads run beside them on a steady snapshot.
/// </summary>
public sealed class Db : IAsyncDisposable
{
    readonly IBackend backend;
    readonly FolderLock? folder;
    readonly Lock writing = new();

    Db(IBackend backend, FolderLock? folder) => (this.backend, this.folder) = (backend, folder);

    public Engine Engine => backend.Engine;

    /// <summary>What a person may read of where the data is: a path, or host and database without the password.</summary>
    public string Place => backend.Place;

    /// <summary>
    /// Opens the store and locks the data folder against a second process.
    /// Refusals: <c>store-url</c>, <c>store-folder</c>, <c>store-in-use</c>, <c>store-unreachable</c>, <c>store-damaged</c>.
    /// </summary>
    /// <param name="store"><c>sqlite:FILE</c> (relative to the data folder; <c>sqlite:</c> alone is cardo.db) or <c>postgres:CONNECTION</c>
    /// (Npgsql's keywords, or a postgres:// address)</param>
    /// <param name="dataDir">where log and files live; made when it is missing</param>
    public static Outcome<Db> Open(string store, string dataDir)
    {
        var made = Backends.Parse(store, dataDir);
        if (!made.Try(out var backend, out var refusal)) return refusal;
        if (!FolderLock.Take(dataDir).Try(out var folder, out refusal)) return refusal;
        var opened = backend.Start(alone: true);
        if (opened is null) return new Db(backend, folder);
        backend.Dispose();
        folder.Dispose();
        return opened;
    }

    /// <summary>
    /// Opens the store beside a city that may be running on it, without its locks: for commands that touch
    /// administrative rows alone (a key, an enrolment). The log and what lives in memory are not theirs.
    /// Refusals as for <see cref="Open"/>, without <c>store-in-use</c>.
    /// </summary>
    public static Outcome<Db> OpenBeside(string store, string dataDir)
    {
        if (!Backends.Parse(store, dataDir).Try(out var backend, out var refusal)) return refusal;
        if (backend.Start(alone: false) is not { } fault) return new Db(backend, null);
        backend.Dispose();
        return fault;
    }

    /// <summary>Why nothing can be kept there yet: opening a file that isn't there would make it. A database server says so itself.</summary>
    public static Refusal? Missing(string store, string dataDir)
    {
        if (!Backends.Parse(store, dataDir).Try(out var backend, out var refusal)) return refusal;
        using (backend) return backend.Engine == Engine.Sqlite && !File.Exists(backend.Place) ? Refusal.NotFound("store-no-city", $"There is no city in {dataDir}: {backend.Place} is not there.") : null;
    }

    /// <summary>Reads on a snapshot. Writing inside is refused by the database.</summary>
    public T Read<T>(Func<Tx, T> work)
    {
        var connection = backend.Reader();
        var whole = false;
        try
        {
            using var transaction = backend.BeginRead(connection);
            var result = work(new Tx(Engine, connection, transaction));
            transaction.Commit();
            whole = true;
            return result;
        }
        finally
        {
            backend.Return(connection, whole);
        }
    }

    /// <summary>Writes in a transaction. Exceptions roll it back. Writes must not be nested: hand the <see cref="Tx"/> on instead.</summary>
    public T Write<T>(Func<Tx, T> work)
    {
        if (writing.IsHeldByCurrentThread) throw new InvalidOperationException("Db.Write inside Db.Write: hand the Tx on instead");
        lock (writing)
        {
            var connection = backend.Writer();
            var whole = false;
            try
            {
                using var transaction = backend.BeginWrite(connection);
                var result = work(new Tx(Engine, connection, transaction));
                transaction.Commit();
                whole = true;
                return result;
            }
            finally
            {
                backend.ReturnWriter(connection, whole);
            }
        }
    }

    /// <inheritdoc cref="Write{T}"/>
    public void Write(Action<Tx> work) => Write(tx =>
    {
        work(tx);
        return Done.It;
    });

    /// <summary>
    /// Makes what was deleted unreadable in the database's files too: SQLite's pages are overwritten when rows go, and its
    /// write-ahead log is emptied here; PostgreSQL vacuums. False when it has to wait for the next time.
    /// </summary>
    public bool Scrub()
    {
        lock (writing)
        {
            try
            {
                backend.Scrub();
                return true;
            }
            catch (System.Data.Common.DbException)
            {
                // A reader or another process is in the way. Nothing is lost, and the next deletion scrubs this too.
                return false;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (writing) backend.Dispose();
        folder?.Dispose();
        return ValueTask.CompletedTask;
    }
}
