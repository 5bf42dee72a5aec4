using System.IO.Compression;
using System.Security.Cryptography;

namespace Cardo.Storage.Backup;

/// <summary>Where a backup is written: a folder, or one packed file. Readable by its owner alone, for it holds the city's keys.</summary>
internal sealed class BackupTarget : IDisposable
{
    readonly string place;
    readonly ZipArchive? zip;

    public BackupTarget(string place)
    {
        this.place = place;
        if (!place.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(place);
            else Directory.CreateDirectory(place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
        if (Path.GetDirectoryName(Path.GetFullPath(place)) is { } folder) Directory.CreateDirectory(folder);
        zip = new ZipArchive(Private(place), ZipArchiveMode.Create);
    }

    static FileStream Private(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file, options);
    }

    /// <summary>Writes one part and gives its length and hash.</summary>
    public (long Bytes, string Sha256) Put(string path, Action<Stream> write)
    {
        if (zip is not null)
        {
            using var entry = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
            return Hashed(entry, write);
        }
        var file = Path.Combine(place, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var stream = Private(file);
        var done = Hashed(stream, write);
        stream.Flush(true);
        return done;
    }

    static (long Bytes, string Sha256) Hashed(Stream to, Action<Stream> write)
    {
        using var sum = SHA256.Create();
        using var counting = new CountingStream(to);
        using (var hashing = new CryptoStream(counting, sum, CryptoStreamMode.Write, leaveOpen: true))
        using (var buffered = new BufferedStream(hashing, 1 << 16)) write(buffered);
        return (counting.Count, Convert.ToHexStringLower(sum.Hash!));
    }

    public void Dispose() => zip?.Dispose();

    sealed class CountingStream(Stream inner) : Stream
    {
        public long Count { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            inner.Write(buffer);
            Count += buffer.Length;
        }

        public override void Flush() => inner.Flush();
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => Count;
        public override long Position { get => Count; set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
