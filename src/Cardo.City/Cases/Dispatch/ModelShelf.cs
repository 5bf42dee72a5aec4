using System.Security.Cryptography;
using System.Text.Json;
using Cardo.Cases.Learning;
using Cardo.Kernel;

namespace Cardo.Cases.Dispatch;

/// <summary>
/// The model on disk, so that a start need not train: <c>DATA/cases/dispatch-HASH.model</c> (docs/methods/dispatch.md) and
/// <c>dispatch.json</c> that names it. It can always be made again from the cases, so what can't be read is trained anew.
/// </summary>
internal sealed class ModelShelf(string folder)
{
    sealed record Note(string File, string Sha256, string Hash, long MadeUs, int Since, byte[] Learned);

    string NoteFile => Path.Combine(folder, "dispatch.json");

    public static ModelShelf Of(Settings settings) => new(Path.Combine(settings.DataDir, "cases"));

    /// <summary>The first 12 hex digits of a model's SHA-256: its name.</summary>
    public static string HashOf(DispatchModel model) => Convert.ToHexStringLower(SHA256.HashData(Bytes(model)))[..12];

    static byte[] Bytes(DispatchModel model)
    {
        using var buffer = new MemoryStream();
        model.Save(buffer);
        return buffer.ToArray();
    }

    /// <summary>Writes the model and then, by renaming, the note that names it: a crash in between leaves the one before.</summary>
    public Outcome<Done> Save(Trained trained)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var bytes = Bytes(trained.Model);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var file = $"dispatch-{hash[..16]}.model";
            Write(Path.Combine(folder, file), bytes);
            Write(NoteFile, JsonSerializer.SerializeToUtf8Bytes(new Note(file, hash, trained.Hash, trained.MadeUs, trained.Since, trained.Learned.Bytes())));
            foreach (var old in Directory.EnumerateFiles(folder, "dispatch-*.model").Where(f => Path.GetFileName(f) != file)) File.Delete(old);
            return Done.It;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal.Bad("model-not-written", $"The dispatch model could not be kept in {folder}: {e.Message}. It works on, and is trained again at the next start.");
        }
    }

    sealed record AlikeNote(float[] Weights, double Cut);

    string AlikeFile => Path.Combine(folder, "duplicates.json");

    /// <summary>Writes what this city's staff taught of duplicates; if that fails it is learned again with the next training.</summary>
    public Outcome<Done> Save(DuplicateScore score)
    {
        try
        {
            Directory.CreateDirectory(folder);
            Write(AlikeFile, JsonSerializer.SerializeToUtf8Bytes(new AlikeNote(score.Weights.ToArray(), score.Cut)));
            return Done.It;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal.Bad("model-not-written", e.Message);
        }
    }

    /// <returns>null when staff have not taught enough yet, or the file is of another version</returns>
    public DuplicateScore? LoadAlike()
    {
        try
        {
            return File.Exists(AlikeFile) && JsonSerializer.Deserialize<AlikeNote>(File.ReadAllBytes(AlikeFile)) is { Weights.Length: var count } note && count == PairFeatures.Count
                && note.Weights.All(float.IsFinite) && note.Cut is > 0 and < 1 ? new DuplicateScore(note.Weights, note.Cut) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    static void Write(string to, byte[] bytes)
    {
        using (var file = File.Create(to + ".new"))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(to + ".new", to, overwrite: true);
    }

    /// <returns>null when there is none, or none that can be trusted</returns>
    public Trained? Load()
    {
        try
        {
            if (!File.Exists(NoteFile) || JsonSerializer.Deserialize<Note>(File.ReadAllBytes(NoteFile)) is not { File: { } name, Sha256: { } hash, Hash: { } called, Learned: { } learned } note || name != Path.GetFileName(name)) return null;
            var bytes = File.ReadAllBytes(Path.Combine(folder, name));
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != hash) return null;
            using var stream = new MemoryStream(bytes);
            return DispatchModel.Load(stream).Try(out var model, out _) ? new Trained(model, called, note.MadeUs, Numbers.From(learned), note.Since) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
