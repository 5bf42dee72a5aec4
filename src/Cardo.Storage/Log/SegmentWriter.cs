using Cardo.Kernel;

namespace Cardo.Storage.Log;

/// <summary>Appends batches to segment files and begins new ones. Used by one thread.</summary>
internal sealed class SegmentWriter : IDisposable
{
    readonly string folder;
    readonly Guid logId;
    readonly IDisk disk;
    readonly TimeProvider clock;
    readonly int segmentBytes;
    readonly List<Segments.Segment> files;
    ISyncFile? file;
    long offset;
    volatile bool renew;

    public SegmentWriter(string folder, Guid logId, IDisk disk, TimeProvider clock, int segmentBytes, Segments found)
    {
        (this.folder, this.logId, this.disk, this.clock, this.segmentBytes) = (folder, logId, disk, clock, segmentBytes);
        files = [.. found.Files];
        if (files.Count == 0) Begin(found.TailLsn);
        else
        {
            file = disk.Open(files[^1].Path);
            offset = LogFormat.HeaderBytes + files[^1].EndLsn - files[^1].FirstLsn;
        }
    }

    /// <summary>Writes one group commit and returns when it is on stable storage; throws when it is not.</summary>
    public void Commit(ReadOnlySpan<byte> batch, long firstLsn)
    {
        if (offset >= segmentBytes || (renew && offset > LogFormat.HeaderBytes)) Begin(firstLsn);
        file!.Write(batch, offset);
        file.Sync();
        offset += batch.Length;
        lock (files) files[^1].EndLsn = firstLsn + batch.Length;
    }

    /// <summary>The next commit begins a new file, however short this one is. From any thread.</summary>
    public void Renew() => renew = true;

    void Begin(long firstLsn)
    {
        renew = false;
        file?.Dispose();
        var path = Path.Combine(folder, LogFormat.FileName(firstLsn));
        file = disk.Create(path);
        file.Write(LogFormat.Header(logId, firstLsn, clock.NowUs()), 0);
        file.Sync();
        disk.SyncFolder(folder);
        offset = LogFormat.HeaderBytes;
        lock (files) files.Add(new Segments.Segment(path, firstLsn) { EndLsn = firstLsn });
    }

    /// <summary>Removes the files whose every record is before <paramref name="lsn"/>; the newest always stays.</summary>
    public int Drop(long lsn)
    {
        var dropped = 0;
        lock (files)
        {
            while (files.Count > 1 && files[0].EndLsn <= lsn)
            {
                File.Delete(files[0].Path);
                files.RemoveAt(0);
                dropped++;
            }
        }
        if (dropped > 0) disk.SyncFolder(folder);
        return dropped;
    }

    public long BytesOnDisk
    {
        get
        {
            lock (files) return files[^1].EndLsn - files[0].FirstLsn + (long)files.Count * LogFormat.HeaderBytes;
        }
    }

    public void Dispose() => file?.Dispose();
}
