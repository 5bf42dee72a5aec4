using System.IO.Compression;
using System.Text;

namespace Cardo.Sensing.Import;

/// <summary>Opens a source file: unpacked when it is gzip, decoded from whatever it was written in.</summary>
internal static class SourceFile
{
    /// <summary>No source unpacks to more than this: a small file that unpacks without end is an attack or an accident.</summary>
    public const long MaxUnpacked = 16L << 30;

    /// <summary>The encoding of that name (utf-8, utf-8-sig, big5, gb18030, windows-1252, …), or null.</summary>
    public static Encoding? EncodingOf(string name)
    {
        if (name.ToLowerInvariant() is "utf-8" or "utf8" or "utf-8-sig") return new UTF8Encoding(false);
        var wanted = name.Equals("gbk", StringComparison.OrdinalIgnoreCase) ? "gb18030" : name;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(wanted) ?? Encoding.GetEncoding(wanted);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public static Stream Open(string path, Action<long> told)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        Stream counted = new CountedStream(file, long.MaxValue, told);
        return IsGzip(file) ? new CountedStream(new GZipStream(counted, CompressionMode.Decompress), MaxUnpacked, _ => { }) : counted;
    }

    /// <summary>Text; a byte sequence that is none in this encoding becomes U+FFFD, which the mapper counts.</summary>
    public static StreamReader Text(Stream stream, Encoding encoding) => new(stream, encoding, detectEncodingFromByteOrderMarks: true, 1 << 16);

    /// <summary>UTF-8 without a byte order mark, whatever it was written in.</summary>
    public static Stream Utf8(Stream stream, Encoding encoding) =>
        encoding is UTF8Encoding ? stream : Encoding.CreateTranscodingStream(stream, encoding, new UTF8Encoding(false));

    static bool IsGzip(FileStream file)
    {
        Span<byte> head = stackalloc byte[2];
        var n = file.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return n == 2 && head is [0x1f, 0x8b];
    }
}
