using System.Buffers.Binary;

namespace Cardo.Cases.Intake;

/// <summary>A WebP (RFC 9649) without EXIF and XMP; nothing behind its end.</summary>
internal static class WebP
{
    const int MostChunks = 10_000;
    const byte HasExif = 0x08, HasXmp = 0x04;

    static readonly HashSet<string> stays = ["VP8 ", "VP8L", "VP8X", "ANIM", "ANMF", "ALPH", "ICCP"];

    /// <summary>null when it is not whole.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> from)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(from[4..]);
        if (size < 12 || size > from.Length - 8) return null;
        using var to = new MemoryStream(from.Length);
        to.Write(from[..12]);
        var (at, end, drawn) = (12, (int)size + 8, false);
        for (var i = 0; i < MostChunks && at + 8 <= end; i++)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(from[(at + 4)..]);
            var whole = 8L + length + (length & 1);
            if (at + 8L + length > end) return null;
            var type = System.Text.Encoding.ASCII.GetString(from.Slice(at, 4));
            var chunk = from.Slice(at, (int)Math.Min(whole, end - at)).ToArray();
            drawn |= type is "VP8 " or "VP8L" or "ANMF";
            if (type == "VP8X" && length >= 10) chunk[8] &= unchecked((byte)~(HasExif | HasXmp));
            if (stays.Contains(type)) to.Write(chunk);
            at += (int)Math.Min(whole, end - at);
        }
        if (!drawn) return null;
        var bytes = to.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)(bytes.Length - 8));
        return bytes;
    }
}
