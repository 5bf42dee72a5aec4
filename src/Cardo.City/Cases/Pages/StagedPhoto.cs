using Cardo.Cases.Store;
using Cardo.Kernel;

namespace Cardo.Cases.Pages;

/// <summary>
/// A picture that came with a form which has to be shown again: it is kept, and the form carries a sealed note of it, since no
/// browser sends a file twice and nobody else's picture may be named. After two days unsent it is swept away.
/// </summary>
internal static class StagedPhoto
{
    public static string Keep(CaseDesk desk, Photo photo)
    {
        desk.Db.Write(tx => ApartStore.KeepMedia(tx, photo, desk.NowUs));
        return $"{photo.Media.Hash}.{photo.Media.Type}.{photo.Media.Bytes}.{desk.TrackingToken(Named(photo.Media.Hash))}";
    }

    /// <summary>Refusals: <c>photo-unknown</c> for a note that is not ours, <c>photo-gone</c> for one that lay too long.</summary>
    public static Outcome<Photo> Read(CaseDesk desk, string note)
    {
        var parts = note.Split('.');
        if (parts.Length != 4 || parts[0].Length != 64 || !desk.HoldsToken(Named(parts[0]), parts[3])) return Refusal.Bad("photo-unknown", "The note names no picture of this form.");
        if (desk.MediaOf(parts[0]) is not { } kept) return Refusal.Bad("photo-gone", "A picture of this form was kept for two days and is gone now. The rest was kept: choose it again.");
        return new Photo(new Media(parts[0], kept.Type, kept.Bytes.Length, MediaUse.Report), kept.Bytes);
    }

    static string Named(string hash) => "photo:" + hash;
}
