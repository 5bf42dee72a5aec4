using System.Globalization;
using Cardo.Storage.Log;
using Microsoft.Win32.SafeHandles;

namespace Cardo.Storage.Backup;

/// <summary>
/// The segments of a running log, held open: a checkpoint may remove their names meanwhile, their bytes stay readable.
/// </summary>
internal sealed class LogCopy(string folder) : IDisposable
{
    readonly SortedDictionary<long, SafeHandle> held = [];

    sealed record SafeHandle(string Name, SafeFileHandle File);

    /// <summary>Takes hold of every segment that stands there now.</summary>
    public void Hold()
    {
        if (!Directory.Exists(folder)) return;
        foreach (var path in Directory.EnumerateFiles(folder, "log-*.seg"))
        {
            var name = Path.GetFileName(path);
            if (!long.TryParse(name.AsSpan(4, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var first) || held.ContainsKey(first)) continue;
            try
            {
                held[first] = new SafeHandle(name, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            }
            catch (FileNotFoundException)
            {
                // Dropped between listing and opening: the database had all of it.
            }
        }
    }

    static long End(long first, SafeHandle segment) => first + Math.Max(0, RandomAccess.GetLength(segment.File) - LogFormat.HeaderBytes);

    /// <summary>Lets go of what the database already has; whether the rest goes on from there without a gap.</summary>
    public bool ContinuesFrom(long checkpointLsn)
    {
        foreach (var (first, segment) in held.ToList())
            if (End(first, segment) <= checkpointLsn && first != held.Keys.Last())
            {
                segment.File.Dispose();
                held.Remove(first);
            }
        if (held.Count == 0) return checkpointLsn == 0;
        var at = held.Keys.First();
        if (at > checkpointLsn) return false;
        foreach (var (first, segment) in held)
        {
            if (first != at) return false;
            at = End(first, segment);
        }
        return at >= checkpointLsn;
    }

    /// <summary>Writes each segment as far as it goes now; the end of the last.</summary>
    public long Write(Action<string, long, Action<Stream>> put)
    {
        var buffer = new byte[1 << 20];
        long end = 0;
        foreach (var (first, segment) in held)
        {
            // A group commit under way may end in the middle here: a start cuts that off, nobody was told of it.
            var length = RandomAccess.GetLength(segment.File);
            put("log/" + segment.Name, length, to =>
            {
                for (long at = 0; at < length;)
                {
                    var n = RandomAccess.Read(segment.File, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - at)), at);
                    if (n == 0) throw new IOException($"{segment.Name} became shorter while it was read");
                    to.Write(buffer, 0, n);
                    at += n;
                }
            });
            end = first + Math.Max(0, length - LogFormat.HeaderBytes);
        }
        return end;
    }

    public void Dispose()
    {
        foreach (var segment in held.Values) segment.File.Dispose();
    }
}
