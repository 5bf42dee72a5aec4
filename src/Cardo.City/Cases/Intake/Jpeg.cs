using System.Buffers.Binary;

namespace Cardo.Cases.Intake;

/// <summary>
/// A JPEG (ITU T.81) without its metadata: of the application segments only JFIF, the colour profile and Adobe's mark stay,
/// and of EXIF only which way is up. What stands after the end of the image goes.
/// </summary>
internal static class Jpeg
{
    const int MostSegments = 10_000, MostSide = 20_000;

    /// <summary>null when it is not whole.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> from)
    {
        using var to = new MemoryStream(from.Length);
        to.Write([0xFF, 0xD8]);
        var (at, framed) = (2, false);
        for (var i = 0; i < MostSegments; i++)
        {
            while (at + 1 < from.Length && from[at] == 0xFF && from[at + 1] == 0xFF) at++; // fill bytes
            if (at + 4 > from.Length && !(at + 2 <= from.Length && from[at + 1] == 0xD9)) return null;
            if (from[at] != 0xFF) return null;
            var marker = from[at + 1];
            if (marker == 0xD9)
            {
                to.Write([0xFF, 0xD9]);
                return framed ? to.ToArray() : null;
            }
            if (marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8)) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(from[(at + 2)..]);
            if (length < 2 || at + 2 + length > from.Length) return null;
            var segment = from.Slice(at, 2 + length);
            if (IsFrame(marker))
            {
                if (length < 8 || !Sane(segment)) return null;
                framed = true;
            }
            Write(to, marker, segment);
            at += segment.Length;
            if (marker != 0xDA) continue;
            var end = ScanEnd(from, at);
            to.Write(from[at..end]);
            at = end;
        }
        return null;
    }

    static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    static bool Sane(ReadOnlySpan<byte> frame)
    {
        int height = BinaryPrimitives.ReadUInt16BigEndian(frame[5..]), width = BinaryPrimitives.ReadUInt16BigEndian(frame[7..]);
        return height is > 0 and <= MostSide && width is > 0 and <= MostSide;
    }

    static void Write(MemoryStream to, byte marker, ReadOnlySpan<byte> segment)
    {
        var body = segment[4..];
        if (marker == 0xE1)
        {
            if (body.StartsWith("Exif\0\0"u8) && Orientation(body[6..]) is var up and > 1) to.Write(OnlyOrientation(up));
        }
        else if (marker is >= 0xE0 and <= 0xEF)
        {
            var stays = (marker == 0xE0 && body.StartsWith("JFIF\0"u8)) || (marker == 0xE2 && body.StartsWith("ICC_PROFILE\0"u8)) || (marker == 0xEE && body.StartsWith("Adobe"u8));
            if (stays) to.Write(segment);
        }
        else if (marker != 0xFE) to.Write(segment); // 0xFE: a comment
    }

    // Entropy-coded data: 0xFF 0x00 is a stuffed byte, D0 to D7 are restarts; any other marker ends it.
    static int ScanEnd(ReadOnlySpan<byte> from, int at)
    {
        while (at + 1 < from.Length)
        {
            var next = from[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= from.Length) return from.Length;
            at += next;
            if (from[at + 1] is 0x00 or (>= 0xD0 and <= 0xD7)) at += 2;
            else return at;
        }
        return from.Length;
    }

    /// <summary>Which way is up, 1 to 8 (EXIF tag 0x0112); 1 when it does not say.</summary>
    static int Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 10) return 1;
        var little = tiff[0] == 'I';
        int U16(ReadOnlySpan<byte> b) => little ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);
        var first = (int)Math.Min(int.MaxValue, little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]));
        if (first < 8 || first > tiff.Length - 2) return 1;
        var count = U16(tiff[first..]);
        for (var i = 0; i < count; i++)
        {
            var entry = first + 2 + i * 12;
            if (entry + 12 > tiff.Length) return 1;
            if (U16(tiff[entry..]) == 0x0112) return U16(tiff[(entry + 8)..]) is var up and >= 1 and <= 8 ? up : 1;
        }
        return 1;
    }

    static byte[] OnlyOrientation(int up) =>
        [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)up, 0, 0, 0, 0, 0, 0];
}
