using System.Text;
using Cardo.Kernel;
using Cardo.Storage.Store;

namespace Cardo.Storage.Backup;

/// <summary>
/// Makes one backup. The order is what makes it one moment: hold the log's files, begin the snapshot, hold what came since;
/// from then on nothing a running city does can take anything away from what is being read.
/// </summary>
internal sealed class BackupMaker(Db db, string dataDir, TimeProvider clock, IProgress<StoreProgress>? progress)
{
    const int Tries = 5;

    readonly List<Part> parts = [];

    public Outcome<BackupReport> Make(string target)
    {
        for (var i = 0; i < Tries; i++)
        {
            using var log = new LogCopy(Path.Combine(dataDir, "log"));
            log.Hold();
            if (db.Read(tx => Snapshot(tx, log, target)) is { } done) return done;
        }
        return new Refusal(RefusalKind.Unavailable, "backup-moving", "Checkpoints followed each other so fast that no moment could be held: try again.");
    }

    // Null: a checkpoint came between holding the log and beginning the snapshot, and took a segment along.
    Outcome<BackupReport>? Snapshot(Tx tx, LogCopy log, string target)
    {
        if (Tables.All(tx) is not { Count: > 0 } tables || !tables.Contains("storage_log") || LogRow.Find(tx) is not { } row)
            return Refusal.NotFound("backup-no-city", $"There is no city in {db.Place} yet.");
        log.Hold();
        if (!log.ContinuesFrom(row.CheckpointLsn)) return null;
        var counts = tables.ToDictionary(t => t, t => Tables.Count(tx, t));
        var (total, before) = ((double)Math.Max(1, counts.Values.Sum()), 0L);
        using var to = new BackupTarget(target);
        CopyFiles(to);
        foreach (var table in tables)
        {
            long rows = 0;
            var (bytes, hash) = to.Put("tables/" + table, stream =>
                Tables.Read(tx, table, reader => rows = RowStream.Write(reader, stream, done => progress?.Report(new StoreProgress(table, (before + done) / total)))));
            parts.Add(new Part("tables/" + table, bytes, hash, rows));
            before += rows;
        }
        var end = log.Write((path, _, write) => Put(to, path, write));
        return Finish(to, target, new Manifest(Manifest.Known, Instants.Format(clock.NowUs()), db.Engine.ToString().ToLowerInvariant(), row.LogId, row.CheckpointLsn, end, Tables.Applied(tx), parts));
    }

    BackupReport Finish(BackupTarget to, string target, Manifest manifest)
    {
        var bytes = manifest.ToBytes();
        var hash = Manifest.HashOf(bytes);
        to.Put(Manifest.FileName, s => s.Write(bytes));
        to.Put(Manifest.HashName, s => s.Write(Encoding.ASCII.GetBytes(hash + "\n")));
        progress?.Report(new StoreProgress("manifest", 1));
        return new BackupReport(target, hash, parts.Sum(p => p.Rows), parts.Sum(p => p.Bytes), manifest.CheckpointLsn, manifest.EndLsn);
    }

    void Put(BackupTarget to, string path, Action<Stream> write)
    {
        var (bytes, hash) = to.Put(path, write);
        parts.Add(new Part(path, bytes, hash, 0));
    }

    /// <summary>Keys and whatever else the rooms keep in the data folder, without the log, the database's own files and the lock.</summary>
    void CopyFiles(BackupTarget to)
    {
        if (!Directory.Exists(dataDir)) return;
        foreach (var file in Directory.EnumerateFiles(dataDir, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(dataDir, file).Replace('\\', '/');
            if (path.StartsWith("log/", StringComparison.Ordinal) || path == "cardo.lock" || IsDatabase(file)) continue;
            Put(to, "files/" + path, stream =>
            {
                using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                from.CopyTo(stream);
            });
        }
    }

    bool IsDatabase(string file) =>
        db.Engine == Engine.Sqlite && Path.GetFullPath(file).StartsWith(Path.GetFullPath(db.Place), StringComparison.Ordinal)
        && Path.GetFullPath(file)[Path.GetFullPath(db.Place).Length..] is "" or "-wal" or "-shm" or "-journal";
}
