using System.Globalization;
using Cardo.Storage.Log;
using Cardo.Storage.Store;

namespace Cardo.Storage.Checks;

/// <summary>Every record of every segment: its sum, its place, and that none is missing between database and log.</summary>
internal sealed class LogCheck(Db db, string folder, Action<StoreFault> told)
{
    const string Restore = "These bytes had been acknowledged: restore a backup (cardo restore), or without one move the log away and go on from the last checkpoint.";
    const string Harmless = "The database has all of it already: nothing is lost, and the file goes with a later checkpoint.";

    long records;
    long torn;

    public (long Records, long TornBytes) Run()
    {
        if (db.Read(LogRow.Find) is not { } row) return (0, 0);
        while (true)
        {
            (records, torn) = (0, 0);
            var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "log-*.seg").Order(StringComparer.Ordinal).ToList() : [];
            var now = db.Read(LogRow.Find)!;
            // A checkpoint of a running city may drop files between the look at the one and the other.
            if (now == row && Files(files, row)) return (records, torn);
            row = now;
        }
    }

    bool Files(List<string> files, LogRow row)
    {
        if (files.Count == 0 && row.CheckpointLsn > 0) told(new StoreFault(folder, $"the log is gone; the database stands at LSN {row.CheckpointLsn}", Restore));
        long? at = null;
        for (var i = 0; i < files.Count; i++)
        {
            byte[] bytes;
            try
            {
                using var file = new FileStream(files[i], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                bytes = new byte[file.Length];
                file.ReadExactly(bytes);
            }
            catch (FileNotFoundException)
            {
                return false;
            }
            if (!long.TryParse(Path.GetFileName(files[i]).AsSpan(4, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var first)) told(new StoreFault(files[i], "it is not named like a segment", "Move it away."));
            else if (at is null && first > row.CheckpointLsn) told(new StoreFault(files[i], $"the log begins at LSN {first}, the database ends at {row.CheckpointLsn}: a segment is missing", Restore));
            else if (at is { } expected && expected != first) told(new StoreFault(files[i], $"it begins at LSN {first}, the segment before it ends at {expected}", Restore));
            else at = Records(files[i], bytes, first, row, last: i == files.Count - 1);
        }
        if (at < row.CheckpointLsn) told(new StoreFault(folder, $"the log ends at LSN {at}, the database stands at {row.CheckpointLsn}", Restore));
        return true;
    }

    /// <summary>The LSN after the file.</summary>
    long Records(string path, byte[] bytes, long first, LogRow row, bool last)
    {
        var end = first + Math.Max(0, bytes.Length - LogFormat.HeaderBytes);
        if (last && bytes.Length < LogFormat.HeaderBytes)
        {
            torn += bytes.Length;
            return first;
        }
        if (LogFormat.HeaderFault(bytes, Guid.Parse(row.LogId), first) is { } header)
        {
            told(new StoreFault(path, header, end <= row.CheckpointLsn ? Harmless : Restore));
            return end;
        }
        for (var lsn = first; lsn < end;)
        {
            var at = (int)(lsn - first) + LogFormat.HeaderBytes;
            if (LogFormat.TryRead(bytes.AsSpan(at), lsn, out _, out var payload))
            {
                lsn += LogFormat.FrameBytes + payload.Length;
                records++;
                continue;
            }
            if (last && !Segments.MarkAfter(bytes, at + 1, lsn + 1) && lsn >= row.CheckpointLsn) torn += end - lsn;
            else told(new StoreFault($"{path}, offset {at}", $"the record at LSN {lsn} is damaged", lsn < row.CheckpointLsn ? Harmless : Restore));
            break; // where the next record begins is unknown from here on
        }
        return end;
    }
}
