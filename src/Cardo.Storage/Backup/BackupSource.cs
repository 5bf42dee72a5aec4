using System.IO.Compression;
using System.Security.Cryptography;
using Cardo.Kernel;

namespace Cardo.Storage.Backup;

/// <summary>A backup to be read: a folder or a packed file, with its manifest.</summary>
internal sealed class BackupSource : IDisposable
{
    readonly string place;
    readonly ZipArchive? zip;

    BackupSource(string place, ZipArchive? zip, Manifest manifest, string hash) => (this.place, this.zip, Manifest, ManifestHash) = (place, zip, manifest, hash);

    public Manifest Manifest { get; }

    public string ManifestHash { get; }

    public static Outcome<BackupSource> Open(string place)
    {
        ZipArchive? zip = null;
        try
        {
            if (File.Exists(place)) zip = ZipFile.OpenRead(place);
            else if (!Directory.Exists(place)) return Refusal.NotFound("backup-not-there", $"{place} is not there.");
            var (text, told) = (Bytes(place, zip, Manifest.FileName), Bytes(place, zip, Manifest.HashName));
            if (text is null) return Refusal.NotFound("backup-not-there", $"{place} holds no {Manifest.FileName}: it is not a backup, or one that was never finished.");
            var hash = Manifest.HashOf(text);
            if (told is null || System.Text.Encoding.ASCII.GetString(told).Trim() != hash) return Damaged($"{Manifest.FileName} is not what {Manifest.HashName} says.");
            if (Manifest.Read(text) is not { } manifest) return Damaged($"{Manifest.FileName} can't be read.");
            if (manifest.Format != Manifest.Known) return Refusal.Conflict("backup-newer", $"{place} is of the format {manifest.Format}; this program reads {Manifest.Known}.");
            var source = new BackupSource(place, zip, manifest, hash);
            zip = null;
            return source;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Damaged(e.Message);
        }
        finally
        {
            zip?.Dispose();
        }
    }

    static Refusal Damaged(string what) => Refusal.Conflict("backup-damaged", $"The backup is damaged, nothing was restored: {what}");

    static byte[]? Bytes(string place, ZipArchive? zip, string path)
    {
        using var stream = Stream(place, zip, path);
        if (stream is null) return null;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    static Stream? Stream(string place, ZipArchive? zip, string path)
    {
        if (zip is not null) return zip.GetEntry(path)?.Open();
        var file = Path.Combine(place, path);
        return File.Exists(file) ? File.OpenRead(file) : null;
    }

    public Stream Open(Part part) => new BufferedStream(Stream(place, zip, part.Path) ?? throw new FileNotFoundException(part.Path), 1 << 16);

    /// <summary>Reads every part and compares it with the manifest; null when all is whole.</summary>
    public Refusal? Fault(IProgress<StoreProgress>? progress)
    {
        var (total, before) = ((double)Math.Max(1, Manifest.Parts.Sum(p => p.Bytes)), 0L);
        foreach (var part in Manifest.Parts)
        {
            if (part.Path.Split('/') is not ["tables" or "log" or "files", ..] names || names.Any(n => n is "" or "." or "..") || part.Path.Contains('\\'))
                return Damaged($"'{part.Path}' is no place in a backup.");
            try
            {
                using var stream = Stream(place, zip, part.Path);
                if (stream is null) return Damaged($"{part.Path} is missing.");
                if (Convert.ToHexStringLower(SHA256.HashData(stream)) != part.Sha256) return Damaged($"{part.Path} is not what the manifest says.");
            }
            catch (InvalidDataException e)
            {
                return Damaged($"{part.Path}: {e.Message}");
            }
            progress?.Report(new StoreProgress("checking " + part.Path, (before += part.Bytes) / total / 2));
        }
        return null;
    }

    public void Dispose() => zip?.Dispose();
}
