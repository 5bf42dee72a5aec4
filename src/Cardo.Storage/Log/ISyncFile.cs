namespace Cardo.Storage.Log;

/// <summary>A file whose writes and syncs throw <see cref="IOException"/> whenever the system did not do all of it.</summary>
internal interface ISyncFile : IDisposable
{
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns only when everything written is on stable storage.</summary>
    void Sync();

    void Cut(long length);
}
