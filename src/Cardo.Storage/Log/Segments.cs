using System.Globalization;
using Cardo.Kernel;

namespace Cardo.Storage.Log;

/// <summary>The log's files on disk: what stands there at a start, and whether it can be believed.</summary>
internal sealed class Segments(string folder, Guid logId)
{
    readonly List<Segment> files = [];

    internal sealed record Segment(string Path, long FirstLsn)
    {
        public long EndLsn { get; set; }
    }

    public IReadOnlyList<Segment> Files => files;

    public long TailLsn => files.Count == 0 ? 0 : files[^1].EndLsn;

    public long TornBytes { get; private set; }

    /// <summary>
    /// Lists the files, checks every record after the checkpoint, and cuts an unfinished write off the end.
    /// A fault before the last group commit is refused: those bytes had been acknowledged.
    /// </summary>
    public Refusal? Check(long checkpointLsn, IDisk disk)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "log-*.seg").Order(StringComparer.Ordinal))
        {
            if (!long.TryParse(Path.GetFileName(path).AsSpan(4, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var first))
                return Fault("log-corrupt", $"{path} is not named like a segment.");
            files.Add(new Segment(path, first) { EndLsn = first + Math.Max(0, new FileInfo(path).Length - LogFormat.HeaderBytes) });
        }
        if (files.Count == 0)
            return checkpointLsn == 0 ? null : Fault("log-missing", $"The log in {folder} is gone, but the database was written up to LSN {checkpointLsn}: put the folder back, or restore both from one backup.");
        if (DropUnbegun(disk) is { } unbegun) return unbegun;
        var from = files.FindLastIndex(f => f.FirstLsn <= checkpointLsn);
        if (from < 0)
            return Fault("log-missing", $"The log in {folder} begins at LSN {files[0].FirstLsn}, but the database was written only up to {checkpointLsn}: was an older backup of it put back?");
        for (var i = from; i < files.Count; i++)
        {
            if (CheckFile(i, checkpointLsn, disk) is { } fault) return fault;
        }
        return TailLsn >= checkpointLsn ? null
            : Fault("log-short", $"The log in {folder} ends at LSN {TailLsn}, but the database was written up to {checkpointLsn}: the end of {files[^1].Path} is lost.");
    }

    // A death between making a file and its first group commit leaves a name with no or half a header.
    Refusal? DropUnbegun(IDisk disk)
    {
        var last = files[^1];
        var length = new FileInfo(last.Path).Length;
        if (length >= LogFormat.HeaderBytes || (files.Count > 1 && files[^2].EndLsn != last.FirstLsn) || (files.Count == 1 && last.FirstLsn != 0)) return null;
        File.Delete(last.Path);
        disk.SyncFolder(folder);
        TornBytes += length;
        files.RemoveAt(files.Count - 1);
        return null;
    }

    Refusal? CheckFile(int index, long checkpointLsn, IDisk disk)
    {
        var file = files[index];
        var bytes = File.ReadAllBytes(file.Path);
        if (LogFormat.HeaderFault(bytes, logId, file.FirstLsn) is { } header) return Fault("log-corrupt", $"{file.Path} can't be read: {header}.");
        if (index + 1 < files.Count && file.EndLsn != files[index + 1].FirstLsn)
            return Fault("log-corrupt", $"{file.Path} ends at LSN {file.EndLsn} and the next segment begins at {files[index + 1].FirstLsn}: a segment is missing or cut.");
        var lsn = Math.Max(file.FirstLsn, checkpointLsn);
        while (lsn < file.EndLsn)
        {
            var at = Offset(file, lsn);
            if (LogFormat.TryRead(bytes.AsSpan(at), lsn, out _, out var payload)) lsn += LogFormat.FrameBytes + payload.Length;
            else return index == files.Count - 1 && !MarkAfter(bytes, at + 1, lsn + 1) ? CutTail(file, lsn, disk)
                : Fault("log-corrupt", $"{file.Path} is damaged at offset {at} (LSN {lsn}), before records that were acknowledged: nothing was changed; restore from a backup.");
        }
        return null;
    }

    internal static bool MarkAfter(ReadOnlySpan<byte> bytes, int at, long lsn)
    {
        for (; at + LogFormat.MarkBytes <= bytes.Length; at++, lsn++)
        {
            if (bytes[at] == LogFormat.MarkPayload && LogFormat.IsMark(bytes[at..], lsn)) return true;
        }
        return false;
    }

    Refusal? CutTail(Segment file, long lsn, IDisk disk)
    {
        using var open = disk.Open(file.Path);
        open.Cut(Offset(file, lsn));
        open.Sync();
        TornBytes += file.EndLsn - lsn;
        file.EndLsn = lsn;
        return null;
    }

    /// <summary>Hands over each record after the checkpoint, in order; how many there were.</summary>
    public long Replay(long checkpointLsn, Apply apply)
    {
        long records = 0;
        foreach (var file in files.Where(f => f.EndLsn > checkpointLsn))
        {
            var bytes = File.ReadAllBytes(file.Path);
            for (var lsn = Math.Max(file.FirstLsn, checkpointLsn); lsn < file.EndLsn;)
            {
                if (!LogFormat.TryRead(bytes.AsSpan(Offset(file, lsn)), lsn, out var stream, out var payload))
                    throw new InvalidOperationException($"{file.Path} changed between checking and reading it");
                lsn += LogFormat.FrameBytes + payload.Length;
                if (stream == LogFormat.MarkStream) continue;
                apply(lsn, stream, payload);
                records++;
            }
        }
        return records;
    }

    public delegate void Apply(long lsn, byte stream, ReadOnlySpan<byte> payload);

    static int Offset(Segment file, long lsn) => checked((int)(lsn - file.FirstLsn) + LogFormat.HeaderBytes);

    static Refusal Fault(string code, string message) => new(RefusalKind.Unavailable, code, message);
}
