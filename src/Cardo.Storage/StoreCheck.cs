using System.Data.Common;
using Cardo.Storage.Checks;

namespace Cardo.Storage;

/// <summary>Something that is not as it was written.</summary>
/// <param name="Place">file and offset, or table and row</param>
/// <param name="WayOut">what an operator can do</param>
public sealed record StoreFault(string Place, string What, string WayOut);

/// <summary>What a check read.</summary>
public sealed record StoreTally(long Records, long TornBytes, long Chunks, long Pages);

/// <summary>
/// Reads the log and the series of a city from first byte to last and says what does not hold. Changes nothing, and may
/// run beside the city: what is being written meanwhile counts as an unfinished end, not as a fault.
/// </summary>
public static class StoreCheck
{
    /// <param name="told">hears each fault as it is found</param>
    public static StoreTally Run(Db db, string dataDir, Action<StoreFault> told, IProgress<StoreProgress>? progress = null)
    {
        progress?.Report(new StoreProgress("the log", 0));
        var (records, torn) = new LogCheck(db, Path.Combine(dataDir, "log"), told).Run();
        progress?.Report(new StoreProgress("the database", 0.2));
        if (!Whole(db, told)) return new StoreTally(records, torn, 0, 0);
        progress?.Report(new StoreProgress("history", 0.4));
        var (chunks, pages) = SeriesCheck.Run(db, told);
        progress?.Report(new StoreProgress("history", 1));
        return new StoreTally(records, torn, chunks, pages);
    }

    // SQLite can tell a page that is out of place; PostgreSQL's own tools are amcheck and checksums, and every row is read below.
    static bool Whole(Db db, Action<StoreFault> told)
    {
        if (db.Engine == Engine.Postgres) return true;
        var whole = true;
        try
        {
            foreach (var line in db.Read(tx => tx.Query<string>("PRAGMA integrity_check(20)")).Where(l => l != "ok")) Tell(line);
        }
        catch (DbException e)
        {
            Tell(e.Message);
        }
        return whole;

        void Tell(string what)
        {
            whole = false;
            told(new StoreFault(db.Place, what, "Restore a backup (cardo restore); until then keep the file, for what can still be read."));
        }
    }
}
