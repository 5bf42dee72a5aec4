using System.Data.Common;
using Cardo.Kernel;
using Cardo.Storage.Backup;

namespace Cardo.Storage;

/// <summary>How far a backup, a restore or a check is.</summary>
/// <param name="What">the table or file at hand</param>
/// <param name="Share">0 to 1 of the whole</param>
public sealed record StoreProgress(string What, double Share);

/// <summary>What a backup or a restore came to.</summary>
/// <param name="ManifestHash">SHA-256 of the manifest, which holds that of everything else</param>
/// <param name="CheckpointLsn">where the tables stand; the log goes on from there</param>
/// <param name="EndLsn">the end of the log</param>
/// <param name="Aside">where what stood in the data folder before went; null when nothing did</param>
public sealed record BackupReport(string Place, string ManifestHash, long Rows, long Bytes, long CheckpointLsn, long EndLsn, string? Aside = null);

/// <summary>
/// Copies of a whole city: every table of one snapshot, the log from that snapshot's checkpoint on, keys and files, and
/// a manifest with the hash of each. Made beside a running city and without stopping it; the same format from both
/// engines, so that a backup of one is restored into the other. docs/formats/backup.md describes it.
/// </summary>
public static class Backups
{
    /// <summary>
    /// Writes a backup of the city kept in <paramref name="dataDir"/> to a new folder, or to one file when the name ends in
    /// <c>.zip</c>. Refusals: those of <see cref="Db.OpenBeside"/>, <c>backup-there</c>, <c>backup-no-city</c>, <c>backup-moving</c>, <c>backup-io</c>.
    /// </summary>
    public static Outcome<BackupReport> Make(string store, string dataDir, string target, TimeProvider clock, IProgress<StoreProgress>? progress = null)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            return Refusal.Conflict("backup-there", $"{target} is there already: name a new file or folder.");
        if (!Db.OpenBeside(store, dataDir).Try(out var db, out var refusal)) return refusal;
        try
        {
            return new BackupMaker(db, dataDir, clock, progress).Make(target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException)
        {
            Drop(target);
            return new Refusal(RefusalKind.Unavailable, "backup-io", $"The backup could not be made: {e.Message}");
        }
        finally
        {
            db.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    // Half a backup is none, and nothing stood there before: left lying it would keep the name and fill the disk.
    static void Drop(string target)
    {
        try
        {
            if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
            else File.Delete(target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where nothing could be written there may be nothing to take away either.
        }
    }

    /// <summary>
    /// Puts a backup back, after every hash of it was found right. What stands in the data folder is refused, or with
    /// <paramref name="force"/> moved aside; a database with a city in it is refused, or emptied.
    /// Refusals: <c>backup-not-there</c>, <c>backup-damaged</c>, <c>backup-newer</c>, <c>restore-not-empty</c>, <c>restore-failed</c>, those of <see cref="Db.Open"/>.
    /// </summary>
    /// <param name="migrate">makes the tables: given the database and, by room, how many migrations the backup's program had applied</param>
    public static Outcome<BackupReport> Restore(string source, string store, string dataDir, bool force, Func<Db, IReadOnlyDictionary<string, int>, Outcome<Done>> migrate,
        TimeProvider clock, IProgress<StoreProgress>? progress = null)
    {
        if (!BackupSource.Open(source).Try(out var backup, out var refusal)) return refusal;
        using (backup)
        {
            try
            {
                return backup.Fault(progress) is { } damaged ? damaged : new BackupRestorer(backup, store, dataDir, migrate, clock, progress).Restore(force);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException or InvalidDataException)
            {
                return new Refusal(RefusalKind.Unavailable, "restore-failed", $"The backup could not be put back: {e.Message}");
            }
        }
    }
}
