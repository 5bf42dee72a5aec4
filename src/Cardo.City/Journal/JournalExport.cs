using System.Text;
using Cardo.Kernel;
using Cardo.Standards.Merkle;

namespace Cardo.Journal;

/// <summary>What an export wrote.</summary>
/// <param name="Size">entries</param>
/// <param name="Files">files written anew; full tiles already there stay</param>
public sealed record Exported(string Dir, long Size, Hash Root, int Files);

/// <summary>
/// Writes the whole journal as files in the layout of C2SP tlog-tiles: <c>checkpoint</c>, <c>key</c>, <c>tile/…</c>.
/// Any static web server can serve the folder, and <see cref="JournalCheck"/> needs nothing else.
/// </summary>
public static class JournalExport
{
    /// <summary>
    /// Writes into <paramref name="dir"/>. Where an earlier export stands there, it must be the beginning of this
    /// journal. Refusals: <c>journal-diverged</c>, <c>journal-export-foreign</c>, <c>journal-export-io</c>.
    /// </summary>
    /// <param name="progress">told the share done, 0 to 1</param>
    public static Outcome<Exported> Run(JournalDesk desk, string dir, Action<double>? progress = null)
    {
        desk.Integrate();
        var (checkpoint, note) = desk.Head();
        try
        {
            Directory.CreateDirectory(dir);
            if (Diverged(desk, dir, checkpoint) is { } refusal) return refusal;
            var tiles = Tile.Of(checkpoint.Size).Concat(Tile.BundlesOf(checkpoint.Size)).ToList();
            var files = 0;
            for (var i = 0; i < tiles.Count; i++)
            {
                files += WriteTile(desk, dir, tiles[i]) ? 1 : 0;
                if (i % 64 == 0) progress?.Invoke((double)i / tiles.Count);
            }
            DropStale(dir, [.. tiles.Select(t => t.Path)]);
            Put(Path.Combine(dir, "key"), Encoding.UTF8.GetBytes(desk.Verifier.Text + "\n"));
            // The head comes last: a reader in between sees the older, smaller, whole journal.
            Put(Path.Combine(dir, "checkpoint"), Encoding.UTF8.GetBytes(note));
            progress?.Invoke(1);
            return new Exported(dir, checkpoint.Size, checkpoint.Root, files + 2);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Refusal(RefusalKind.Unavailable, "journal-export-io", $"{dir} can't be written: {e.Message}");
        }
    }

    static Refusal? Diverged(JournalDesk desk, string dir, Checkpoint now)
    {
        var file = Path.Combine(dir, "checkpoint");
        if (!File.Exists(file))
            return Directory.EnumerateFileSystemEntries(dir).Any() ? Refusal.Conflict("journal-export-foreign", $"{dir} is not empty and holds no journal: name another folder.") : null;
        if (!SignedNote.TryParse(File.ReadAllText(file), out var note) || Checkpoint.Parse(note.Text) is not { } then)
            return Refusal.Conflict("journal-export-foreign", $"{file} is not a checkpoint: name another folder.");
        var path = desk.ProveConsistency(then.Size, now.Size);
        return path is not null && Proofs.VerifyConsistency(then.Size, then.Root, now.Size, now.Root, path) ? null
            : Refusal.Conflict("journal-diverged", $"The journal exported to {dir} before ({then.Size} entries) is not the beginning of this one ({now.Size} entries): keep both and find out why.");
    }

    static bool WriteTile(JournalDesk desk, string dir, Tile tile)
    {
        var file = Path.Combine(dir, tile.Path);
        if (tile.Width == Tile.Full && File.Exists(file)) return false;
        var bytes = desk.Read(tile) ?? throw new InvalidOperationException($"{tile.Path} lies under the signed head but is not there");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Put(file, bytes);
        return true;
    }

    static void Put(string file, byte[] bytes)
    {
        File.WriteAllBytes(file + ".new", bytes);
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Partial tiles of an earlier, smaller export.</summary>
    static void DropStale(string dir, HashSet<string> keep)
    {
        var tiles = Path.Combine(dir, "tile");
        if (!Directory.Exists(tiles)) return;
        foreach (var partial in Directory.EnumerateDirectories(tiles, "*.p", SearchOption.AllDirectories).ToList())
        {
            foreach (var file in Directory.EnumerateFiles(partial))
                if (!keep.Contains(Path.GetRelativePath(dir, file).Replace('\\', '/'))) File.Delete(file);
            if (!Directory.EnumerateFileSystemEntries(partial).Any()) Directory.Delete(partial);
        }
    }
}
