using System.Security.Cryptography;
using Cardo.Kernel;

namespace Cardo.Cases.Intake;

/// <summary>
/// Takes pictures in: what they are is told by their first bytes, never by their name; where and with what they were
/// taken is cut out, and so is all that stands behind their end.
/// </summary>
internal static class Pictures
{
    public const int MostBytes = 8_000_000;

    public static Outcome<Photo> Take(byte[] bytes, MediaUse use)
    {
        if (bytes.Length > MostBytes) return Refusal.TooLarge("photo-too-large", $"The photo has {bytes.Length / 1_000_000} MB; at most {MostBytes / 1_000_000} MB are taken. The rest of the report was kept: choose a smaller one.");
        var (type, clean) = bytes switch
        {
            [0xFF, 0xD8, 0xFF, ..] => ("image/jpeg", Jpeg.Clean(bytes)),
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => ("image/png", Png.Clean(bytes)),
            [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => ("image/webp", WebP.Clean(bytes)),
            _ => ("", null),
        };
        if (clean is null) return new Refusal(RefusalKind.UnsupportedMedia, "photo-not-one", "The file is not a whole JPEG, PNG or WebP picture, whatever its name says. Nothing was taken: choose another one, or send without it.");
        return new Photo(new Media(Convert.ToHexStringLower(SHA256.HashData(clean)), type, clean.Length, use), clean);
    }
}
