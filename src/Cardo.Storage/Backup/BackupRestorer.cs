using System.Globalization;
using Cardo.Kernel;
using Cardo.Storage.Log;
using Cardo.Storage.Sql;

namespace Cardo.Storage.Backup;

/// <summary>Puts a checked backup into a data folder and a database. Until all of it is there, what stood there before is only moved aside.</summary>
internal sealed class BackupRestorer(BackupSource backup, string store, string dataDir, Func<Db, IReadOnlyDictionary<string, int>, Outcome<Done>> migrate, TimeProvider clock, IProgress<StoreProgress>? progress)
{
    public Outcome<BackupReport> Restore(bool force)
    {
        var there = Directory.Exists(dataDir) && Directory.EnumerateFileSystemEntries(dataDir).Any();
        if (there && !force) return NotEmpty($"{Path.GetFullPath(dataDir)} is not empty");
        string? aside = null;
        if (there)
        {
            // A city that runs on the folder keeps it locked: its files must not be moved from under it.
            if (!FolderLock.Take(dataDir).Try(out var held, out var inUse)) return inUse;
            held.Dispose();
            aside = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDir))}.before-restore-{clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
            Directory.Move(dataDir, aside);
        }
        var whole = false;
        try
        {
            var done = Into(force, aside);
            whole = done.Ok;
            return done;
        }
        finally
        {
            if (!whole)
            {
                if (Directory.Exists(dataDir)) Directory.Delete(dataDir, recursive: true);
                if (aside is not null) Directory.Move(aside, dataDir);
            }
        }
    }

    static Refusal NotEmpty(string what) => Refusal.Conflict("restore-not-empty", $"{what}: name another place, or say --force (what is in a folder is moved aside, what is in a database is replaced).");

    Outcome<BackupReport> Into(bool force, string? aside)
    {
        if (!Db.Open(store, dataDir).Try(out var db, out var refusal)) return refusal;
        try
        {
            // Of a database of its own the tables may be there already; of one beside the folder (SQLite) they went aside with it.
            if (!force && db.Read(tx => Tables.All(tx) is var tables && tables.Contains("storage_log") && Tables.Count(tx, "storage_log") > 0)) return NotEmpty($"A city is kept in {db.Place}");
            if (!migrate(db, backup.Manifest.Migrations).Try(out _, out refusal)) return refusal;
            if (!db.Write(Load).Try(out var rows, out refusal)) return refusal;
            Files();
            progress?.Report(new StoreProgress("done", 1));
            var manifest = backup.Manifest;
            return new BackupReport(db.Place, backup.ManifestHash, rows, manifest.Parts.Sum(p => p.Bytes), manifest.CheckpointLsn, manifest.EndLsn, aside);
        }
        finally
        {
            db.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    Outcome<long> Load(Tx tx)
    {
        var tables = Tables.All(tx);
        var parts = backup.Manifest.Parts.Where(p => p.Path.StartsWith("tables/", StringComparison.Ordinal)).ToDictionary(p => p.Path["tables/".Length..], StringComparer.Ordinal);
        if (parts.Keys.Except(tables).FirstOrDefault() is { } strange) return Refusal.Conflict("backup-newer", $"The backup has a table {strange}, which this program doesn't know.");
        Tables.Empty(tx, tables);
        var (total, before) = ((double)Math.Max(1, parts.Values.Sum(p => p.Rows)), 0L);
        foreach (var table in tables)
        {
            if (!parts.TryGetValue(table, out var part)) continue;
            using var stream = backup.Open(part);
            var rows = Tables.Fill(tx, table, stream, done => progress?.Report(new StoreProgress(table, 0.5 + (before + done) / total / 2)));
            if (rows != part.Rows) throw new InvalidDataException($"{part.Path} has {rows} rows instead of {part.Rows}");
            before += rows;
        }
        return before;
    }

    void Files()
    {
        var log = Directory.CreateDirectory(Path.Combine(dataDir, "log")).FullName;
        foreach (var part in backup.Manifest.Parts)
        {
            if (part.Path.StartsWith("tables/", StringComparison.Ordinal)) continue;
            var file = Path.Combine(dataDir, part.Path.StartsWith("files/", StringComparison.Ordinal) ? part.Path["files/".Length..] : part.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var to = new FileStream(file, options);
            using var from = backup.Open(part);
            from.CopyTo(to);
            to.Flush();
            Native.Sync(to.SafeFileHandle);
        }
        Native.SyncFolder(log);
        Native.SyncFolder(dataDir);
    }
}
