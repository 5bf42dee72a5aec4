using Cardo.Cases.Store;

namespace Cardo.Cases.Pages;

/// <summary>
/// A picture that came with a form which has to be shown again: it is kept, and the form carries a sealed note of it, since no
/// browser sends a file twice and nobody else's picture may be named.
/// </summary>
internal static class StagedPhoto
{
    public static string Keep(CaseDesk desk, Photo photo)
    {
        desk.Db.Write(tx => ApartStore.KeepMedia(tx, photo));
        return $"{photo.Media.Hash}.{photo.Media.Type}.{photo.Media.Bytes}.{desk.TrackingToken(Named(photo.Media.Hash))}";
    }

    public static Photo? Read(CaseDesk desk, string note)
    {
        var parts = note.Split('.');
        if (parts.Length != 4 || parts[0].Length != 64 || !desk.HoldsToken(Named(parts[0]), parts[3]) || desk.MediaOf(parts[0]) is not { } kept) return null;
        return new Photo(new Media(parts[0], kept.Type, kept.Bytes.Length, MediaUse.Report), kept.Bytes);
    }

    static string Named(string hash) => "photo:" + hash;
}
