using Cardo.Storage.Log;

namespace Cardo.Tests.Storage;

/// <summary>The machine's disk, until it is told to fail or to wait.</summary>
internal sealed class FakeDisk : IDisk
{
    volatile string? failure;

    public ManualResetEventSlim Open { get; } = new(initialState: true);

    public int Syncs { get; private set; }

    public void FailSyncs(string with) => failure = with;

    public ISyncFile Create(string path) => new Watched(this, SystemDisk.It.Create(path));

    ISyncFile IDisk.Open(string path) => new Watched(this, SystemDisk.It.Open(path));

    public void SyncFolder(string folder) => SystemDisk.It.SyncFolder(folder);

    sealed class Watched(FakeDisk disk, ISyncFile file) : ISyncFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset) => file.Write(bytes, offset);

        public void Sync()
        {
            disk.Open.Wait();
            disk.Syncs++;
            if (disk.failure is { } why) throw new IOException(why);
            file.Sync();
        }

        public void Cut(long length) => file.Cut(length);

        public void Dispose() => file.Dispose();
    }
}
