using System.Text;
using Cardo.Cases;
using Cardo.Cases.Intake;

namespace Cardo.Tests.Cases;

/// <summary>Pictures are what their bytes say, and tell nobody where they were taken.</summary>
public class PicturesTests
{
    static readonly byte[] frame = [0xFF, 0xC0, 0, 11, 8, 0, 10, 0, 20, 1, 1, 0x11, 0];
    static readonly byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9];

    static byte[] Segment(byte marker, byte[] body) => [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    static byte[] Exif(int orientation) =>
        [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0, .. "GPS 23.00N 120.20E"u8];

    internal static byte[] Jpeg(int orientation = 6) =>
        [0xFF, 0xD8, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]), .. Segment(0xE1, Exif(orientation)), .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x>GPS</x>"u8]),
            .. Segment(0xFE, [.. "taken by Chen"u8]), .. frame, .. scan, .. "PK\u0003\u0004 a zip behind the picture"u8];

    [Fact]
    public void A_jpeg_loses_where_it_was_taken_and_keeps_which_way_is_up()
    {
        var photo = Pictures.Take(Jpeg(), MediaUse.Report).Value;
        photo.Media.Type.ShouldBe("image/jpeg");
        var text = Encoding.Latin1.GetString(photo.Bytes);
        foreach (var secret in new[] { "GPS", "Chen", "PK", "xap" }) text.ShouldNotContain(secret);
        text.ShouldContain("JFIF");
        text.ShouldContain(Encoding.Latin1.GetString([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]));
        photo.Bytes[^2..].ShouldBe([0xFF, 0xD9]);
        Pictures.Take(photo.Bytes, MediaUse.Report).Value.Media.Hash.ShouldBe(photo.Media.Hash, "clean is clean");
        Encoding.Latin1.GetString(Pictures.Take(Jpeg(1), MediaUse.Report).Value.Bytes).ShouldNotContain("Exif");
    }

    [Fact]
    public void A_png_and_a_webp_lose_their_texts()
    {
        byte[] Chunk(string type, byte[] body) => [0, 0, 0, (byte)body.Length, .. Encoding.ASCII.GetBytes(type), .. body, 1, 2, 3, 4];
        byte[] png = [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", [0, 0, 0, 9, 0, 0, 0, 9, 8, 2, 0, 0, 0]), .. Chunk("tEXt", [.. "GPS"u8]), .. Chunk("eXIf", [.. "GPS"u8]), .. Chunk("IDAT", [1, 2]), .. Chunk("IEND", []), .. "MZ"u8];
        var cleanPng = Pictures.Take(png, MediaUse.Report).Value;
        Encoding.Latin1.GetString(cleanPng.Bytes).ShouldNotContain("GPS");
        cleanPng.Bytes.Length.ShouldBe(8 + 25 + 14 + 12);

        byte[] Part(string type, byte[] body) => [.. Encoding.ASCII.GetBytes(type), (byte)body.Length, 0, 0, 0, .. body];
        byte[] parts = [.. Part("VP8X", [0x0C, 0, 0, 0, 9, 0, 0, 9, 0, 0]), .. Part("VP8 ", [1, 2, 3, 4]), .. Part("EXIF", [.. "GPS!"u8])];
        byte[] webp = [.. "RIFF"u8, (byte)(parts.Length + 4), 0, 0, 0, .. "WEBP"u8, .. parts];
        var cleanWebp = Pictures.Take(webp, MediaUse.Report).Value;
        Encoding.Latin1.GetString(cleanWebp.Bytes).ShouldNotContain("GPS");
        cleanWebp.Bytes[20].ShouldBe((byte)0);
        cleanWebp.Bytes[4].ShouldBe((byte)(cleanWebp.Bytes.Length - 8));
    }

    [Theory]
    [InlineData("MZ\u0090 this program cannot be run in DOS mode")]
    [InlineData("\u007fELF")]
    [InlineData("<svg onload=alert(1)>")]
    [InlineData("GIF89a")]
    [InlineData("")]
    public void A_file_that_is_no_picture_is_refused_whatever_it_is_called(string content) =>
        Pictures.Take(Encoding.Latin1.GetBytes(content), MediaUse.Report).Refusal.Code.ShouldBe("photo-not-one");

    [Fact]
    public void A_picture_that_is_cut_anywhere_is_refused_or_whole_and_never_throws()
    {
        var whole = Jpeg();
        for (var n = 0; n < whole.Length; n++)
        {
            var taken = Pictures.Take(whole[..n], MediaUse.Report);
            if (taken.Ok) taken.Value.Bytes[^2..].ShouldBe([0xFF, 0xD9]);
        }
        var random = new Random(3);
        for (var i = 0; i < 3000; i++)
        {
            var bad = (byte[])whole.Clone();
            for (var k = 0; k < 4; k++) bad[random.Next(3, bad.Length)] = (byte)random.Next(256);
            _ = Pictures.Take(bad, MediaUse.Report).Ok;
        }
    }

    [Fact]
    public void A_picture_of_twenty_megabytes_is_too_large() => Pictures.Take(new byte[20_000_000], MediaUse.Report).Refusal.Code.ShouldBe("photo-too-large");
}
