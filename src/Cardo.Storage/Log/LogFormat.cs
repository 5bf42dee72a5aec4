using System.Buffers.Binary;
using System.Numerics;

namespace Cardo.Storage.Log;

/// <summary>
/// The bytes of the log; docs/formats/log-and-chunks.md writes the same in words. All integers are little-endian.
/// An LSN counts the record bytes before a point over the whole life of the log; file headers are not counted.
/// </summary>
internal static class LogFormat
{
    public const int HeaderBytes = 64;
    public const int FrameBytes = 9;
    public const int MaxPayload = 16 << 20;
    public const uint Version = 1;

    /// <summary>The log's own stream: each group commit begins with a record of it, which carries its own LSN.</summary>
    public const byte MarkStream = 0;
    public const int MarkPayload = 8;
    public const int MarkBytes = FrameBytes + MarkPayload;

    static ReadOnlySpan<byte> Magic => "CARDOLOG"u8;

    public static string FileName(long firstLsn) => $"log-{firstLsn:x16}.seg";

    public static byte[] Header(Guid logId, long firstLsn, long createdUs)
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), HeaderBytes);
        logId.TryWriteBytes(header.AsSpan(16), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), firstLsn);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(40), createdUs);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(60), Crc32C.Of(header.AsSpan(0, 60)));
        return header;
    }

    /// <summary>What is wrong with a file's header; null when it is the one of this log and place.</summary>
    public static string? HeaderFault(ReadOnlySpan<byte> file, Guid logId, long firstLsn)
    {
        if (file.Length < HeaderBytes) return "it ends within its header";
        if (!file.StartsWith(Magic)) return "it is not a log segment";
        if (Crc32C.Of(file[..60]) != BinaryPrimitives.ReadUInt32LittleEndian(file[60..])) return "its header is damaged";
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[8..]) != Version) return "it is of another version of the log";
        if (new Guid(file.Slice(16, 16), bigEndian: true) != logId) return "it belongs to another log than the one this database knows";
        return BinaryPrimitives.ReadInt64LittleEndian(file[32..]) == firstLsn ? null : "its name and its header disagree";
    }

    /// <summary>Writes a record that begins at <paramref name="lsn"/>; its length.</summary>
    public static int Write(Span<byte> to, long lsn, byte stream, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, payload.Length);
        to[8] = stream;
        payload.CopyTo(to[FrameBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], RecordCrc(lsn, to[..(FrameBytes + payload.Length)]));
        return FrameBytes + payload.Length;
    }

    public static int WriteMark(Span<byte> to, long lsn)
    {
        Span<byte> payload = stackalloc byte[MarkPayload];
        BinaryPrimitives.WriteInt64LittleEndian(payload, lsn);
        return Write(to, lsn, MarkStream, payload);
    }

    /// <summary>Whether a whole record that belongs at <paramref name="lsn"/> begins these bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, long lsn, out byte stream, out ReadOnlySpan<byte> payload)
    {
        stream = 0;
        payload = default;
        if (from.Length < FrameBytes) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(from);
        if (length is < 0 or > MaxPayload || from.Length < FrameBytes + length) return false;
        if (RecordCrc(lsn, from[..(FrameBytes + length)]) != BinaryPrimitives.ReadUInt32LittleEndian(from[4..])) return false;
        stream = from[8];
        payload = from.Slice(FrameBytes, length);
        return true;
    }

    /// <summary>Whether a group commit begins here: then everything before it had been synced when it was written.</summary>
    public static bool IsMark(ReadOnlySpan<byte> from, long lsn) =>
        from.Length >= MarkBytes && from[8] == MarkStream && BinaryPrimitives.ReadInt32LittleEndian(from) == MarkPayload
        && BinaryPrimitives.ReadInt64LittleEndian(from[FrameBytes..]) == lsn && TryRead(from, lsn, out _, out _);

    // The place is part of the sum, so bytes of another place never pass for a record.
    static uint RecordCrc(long lsn, ReadOnlySpan<byte> record)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, (ulong)lsn);
        crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(record));
        return Crc32C.Of(record[8..], ~crc);
    }
}
