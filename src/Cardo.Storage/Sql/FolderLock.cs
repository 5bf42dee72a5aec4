using System.Globalization;
using Cardo.Kernel;

namespace Cardo.Storage.Sql;

/// <summary>Holds <c>cardo.lock</c> open and locked, so that two processes can't write one data folder. The system lets go of it at any death.</summary>
internal sealed class FolderLock : IDisposable
{
    readonly FileStream file;

    FolderLock(FileStream file) => this.file = file;

    public static Outcome<FolderLock> Take(string dataDir)
    {
        var path = Path.Combine(dataDir, "cardo.lock");
        try
        {
            Directory.CreateDirectory(dataDir);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unusable(dataDir, e);
        }
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush();
            return new FolderLock(file);
        }
        catch (UnauthorizedAccessException e)
        {
            return Unusable(dataDir, e);
        }
        catch (IOException e) when (e is DirectoryNotFoundException or PathTooLongException || !File.Exists(path))
        {
            return Unusable(dataDir, e);
        }
        catch (IOException e) when (!IsSharing(e))
        {
            return Unusable(dataDir, e);
        }
        catch (IOException)
        {
            return Refusal.Conflict("store-in-use", $"Another process uses {Path.GetFullPath(dataDir)}: stop it first, or name another data folder.");
        }
    }

    // EWOULDBLOCK (11 on Linux, 35 on macOS) from flock, or Windows' sharing violation.
    static bool IsSharing(IOException e) => (e.HResult & 0xffff) is 11 or 35 or 32 or 33;

    static Refusal Unusable(string dataDir, Exception e) =>
        new(RefusalKind.Unavailable, "store-folder", $"The data folder {Path.GetFullPath(dataDir)} can't be written: {e.Message}");

    public void Dispose() => file.Dispose();
}
