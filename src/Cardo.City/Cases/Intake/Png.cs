using System.Buffers.Binary;

namespace Cardo.Cases.Intake;

/// <summary>A PNG (W3C REC-PNG) with the chunks that draw it and no others; nothing behind its end.</summary>
internal static class Png
{
    const int MostChunks = 100_000;
    const uint MostSide = 20_000;

    static readonly HashSet<string> stays = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs"];

    /// <summary>null when it is not whole.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> from)
    {
        using var to = new MemoryStream(from.Length);
        to.Write(from[..8]);
        var at = 8;
        for (var i = 0; i < MostChunks && at + 12 <= from.Length; i++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(from[at..]);
            if (length > from.Length - at - 12) return null;
            var type = System.Text.Encoding.ASCII.GetString(from.Slice(at + 4, 4));
            if (i == 0 && (type != "IHDR" || length != 13 || !Sane(from[(at + 8)..]))) return null;
            var chunk = from.Slice(at, (int)length + 12);
            if (stays.Contains(type)) to.Write(chunk);
            if (type == "IEND") return to.ToArray();
            at += chunk.Length;
        }
        return null;
    }

    static bool Sane(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt32BigEndian(header) is > 0 and <= MostSide && BinaryPrimitives.ReadUInt32BigEndian(header[4..]) is > 0 and <= MostSide;
}
