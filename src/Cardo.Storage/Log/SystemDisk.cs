using Microsoft.Win32.SafeHandles;

namespace Cardo.Storage.Log;

/// <summary>The machine's disk.</summary>
internal sealed class SystemDisk : IDisk
{
    public static readonly SystemDisk It = new();

    public ISyncFile Create(string path) => new SyncFile(File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read));

    public ISyncFile Open(string path) => new SyncFile(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read));

    public void SyncFolder(string folder) => Native.SyncFolder(folder);

    sealed class SyncFile(SafeFileHandle handle) : ISyncFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset) => Native.Write(handle, bytes, offset);

        public void Sync() => Native.Sync(handle);

        public void Cut(long length) => RandomAccess.SetLength(handle, length);

        public void Dispose() => handle.Dispose();
    }
}
