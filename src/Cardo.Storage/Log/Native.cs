using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cardo.Storage.Log;

/// <summary>
/// The system calls behind durability. .NET's own flushes (FileStream.Flush(true), RandomAccess.FlushToDisk) return
/// normally on Linux when fsync fails with EIO or ENOSPC, so the log asks the system itself and looks at the answer.
/// </summary>
internal static partial class Native
{
    const int Interrupted = 4; // EINTR
    const int FullSync = 51; // macOS: F_FULLFSYNC, the only call there that reaches the platter

    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.Write(file, bytes, offset);
            return;
        }
        while (!bytes.IsEmpty)
        {
            var n = pwrite(file, bytes, bytes.Length, offset);
            if (n < 0 && Marshal.GetLastPInvokeError() == Interrupted) continue;
            if (n <= 0) throw Failure("pwrite");
            bytes = bytes[(int)n..];
            offset += n;
        }
    }

    public static void Sync(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            if (!FlushFileBuffers(file)) throw Failure("FlushFileBuffers");
            return;
        }
        int result;
        do result = OperatingSystem.IsMacOS() ? fcntl(file, FullSync) : fdatasync(file);
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        // After a failed fsync the kernel may have dropped the pages: trying again would lie (PostgreSQL's lesson of 2018).
        if (result != 0) throw Failure("fdatasync");
    }

    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = open(folder, 0);
        if (handle < 0) throw Failure("open " + folder);
        try
        {
            if (fsync(handle) != 0) throw Failure("fsync " + folder);
        }
        finally
        {
            _ = close(handle);
        }
    }

    /// <summary>Ends the process now: no exit handlers that might still acknowledge something.</summary>
    public static void EndNow(int code)
    {
        if (OperatingSystem.IsWindows()) Environment.Exit(code);
        else _exit(code);
    }

    static IOException Failure(string call) =>
        new($"{call}: {Marshal.GetLastPInvokeErrorMessage()} ({Marshal.GetLastPInvokeError()})");

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pwrite(SafeFileHandle file, ReadOnlySpan<byte> bytes, nint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(SafeFileHandle file, int command);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int handle);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int handle);

    [LibraryImport("libc")]
    private static partial void _exit(int code);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool FlushFileBuffers(SafeFileHandle file);
}
