using System.Text;
using Cardo.Journal.Signing;
using Cardo.Kernel;
using Cardo.Standards.Jcs;
using Cardo.Standards.Merkle;

namespace Cardo.Journal;

/// <summary>What a check found.</summary>
/// <param name="Faults">each thing that doesn't hold, with the file it stands in; at most 100</param>
/// <param name="Key">the key the head was checked with</param>
/// <param name="KeyTrusted">whether the caller brought the key; else it came with the files and proves only that they belong together</param>
public sealed record JournalReport(long Size, Hash Root, IReadOnlyList<string> Faults, NoteVerifier Key, bool KeyTrusted)
{
    public bool Holds => Faults.Count == 0;
}

/// <summary>Checks exported journals and proofs offline: from files alone, without a city, a database or a network.</summary>
public static class JournalCheck
{
    const int MostFaults = 100;

    /// <summary>
    /// Recomputes everything in an exported journal: each entry is canonical JSON and hashes into its level-0 tile,
    /// each tile into the one above, the top into the signed root; no file is missing, too long or too many.
    /// Refusals: <c>journal-not-there</c>, <c>journal-key-unknown</c>, <c>libcrypto-missing</c>.
    /// </summary>
    /// <param name="key">the city's verifier key as published; null takes the one among the files</param>
    /// <param name="since">a signed checkpoint kept from earlier: this journal must begin with it</param>
    /// <param name="progress">told the share done, 0 to 1</param>
    public static Outcome<JournalReport> Run(string dir, string? key = null, string? since = null, Action<double>? progress = null)
    {
        if (!Ed25519.IsThere) return new Refusal(RefusalKind.Unavailable, "libcrypto-missing", "OpenSSL's libcrypto (1.1.1 or 3) is needed to check signatures and is not on this machine.");
        var head = Path.Combine(dir, "checkpoint");
        if (!File.Exists(head)) return Refusal.NotFound("journal-not-there", $"{dir} holds no file 'checkpoint': it is not an exported journal.");
        var keyText = key ?? ReadText(Path.Combine(dir, "key"))?.TrimEnd('\n');
        if (keyText is null || !NoteVerifier.TryParse(keyText, out var verifier))
            return Refusal.Bad("journal-key-unknown", key is null ? $"{dir}/key is missing or not a verifier key." : "The key given is not a verifier key (NAME+ID+BASE64).");
        var walk = new Walk(dir, progress);
        var note = ReadText(head) is { } text && SignedNote.TryParse(text, out var parsed) ? parsed : null;
        if (note is null) walk.Fault("checkpoint: not a signed note");
        else if (!note.SignedBy(verifier, Ed25519.Verify)) walk.Fault($"checkpoint: not signed by {verifier.Name}");
        if (note is null || Checkpoint.Parse(note.Text) is not { } checkpoint)
        {
            walk.Fault("checkpoint: the signed text is not a checkpoint");
            return new JournalReport(0, Hashing.Empty, walk.Faults, verifier, key is not null);
        }
        if (note.Signatures.Count != 1) walk.Fault("checkpoint: more signatures than the city's own");
        if (checkpoint.Origin != verifier.Name) walk.Fault($"checkpoint: it is of {checkpoint.Origin}, not of {verifier.Name}");
        if (key is null && ReadText(Path.Combine(dir, "key")) != verifier.Text + "\n") walk.Fault("key: not written as a verifier key and a line feed");
        walk.Tree(checkpoint);
        if (since is not null) Since(walk, checkpoint, verifier, since);
        return new JournalReport(checkpoint.Size, checkpoint.Root, walk.Faults, verifier, key is not null);
    }

    static void Since(Walk walk, Checkpoint now, NoteVerifier key, string since)
    {
        if (!SignedNote.TryParse(since, out var note) || !note.SignedBy(key, Ed25519.Verify) || Checkpoint.Parse(note.Text) is not { } then)
        {
            walk.Fault($"the earlier checkpoint is not one signed by {key.Name}");
            return;
        }
        if (then.Size > now.Size) walk.Fault($"the earlier checkpoint had {then.Size} entries, this journal has {now.Size}: entries are missing");
        else if (walk.Holds && Proofs.Root(then.Size, new TileTree(walk.Hashes).Node) != then.Root)
            walk.Fault($"the first {then.Size} entries are not those of the earlier checkpoint: history was rewritten");
    }

    /// <summary>
    /// Checks one entry against a proof file (C2SP tlog-proof). The value says under which head it stands.
    /// Refusals: <c>proof-unreadable</c>, <c>journal-key-unknown</c>, <c>proof-fails</c>, <c>libcrypto-missing</c>.
    /// </summary>
    /// <param name="entry">the entry's bytes as published</param>
    public static Outcome<Checkpoint> Proof(string proof, ReadOnlySpan<byte> entry, string key)
    {
        if (!Ed25519.IsThere) return new Refusal(RefusalKind.Unavailable, "libcrypto-missing", "OpenSSL's libcrypto (1.1.1 or 3) is needed to check signatures and is not on this machine.");
        if (LogProof.Parse(proof) is not { } parsed) return Refusal.Bad("proof-unreadable", "This is not a proof of C2SP tlog-proof.");
        if (!NoteVerifier.TryParse(key.Trim(), out var verifier)) return Refusal.Bad("journal-key-unknown", "The key given is not a verifier key (NAME+ID+BASE64).");
        if (parsed.Fault(entry, verifier, Ed25519.Verify) is { } fault) return Refusal.Conflict("proof-fails", $"The proof does not hold: {fault}.");
        return SignedNote.TryParse(parsed.Checkpoint, out var note) ? Checkpoint.Parse(note.Text)! : Refusal.Bad("proof-unreadable", "No checkpoint.");
    }

    static string? ReadText(string file)
    {
        try
        {
            return File.Exists(file) && new FileInfo(file).Length <= SignedNote.MaxLength ? new UTF8Encoding(false, true).GetString(File.ReadAllBytes(file)) : null;
        }
        catch (ArgumentException)
        {
            return null; // not UTF-8
        }
    }

    /// <summary>One pass over the files of a tree.</summary>
    sealed class Walk(string dir, Action<double>? progress)
    {
        readonly List<string> faults = [];
        readonly HashSet<string> seen = ["checkpoint", "key"];

        public IReadOnlyList<string> Faults => faults;

        public bool Holds => faults.Count == 0;

        long size;

        public void Fault(string what)
        {
            if (faults.Count < MostFaults) faults.Add(what);
        }

        public void Tree(Checkpoint checkpoint)
        {
            size = checkpoint.Size;
            var edge = new TreeEdge();
            var bundles = (size + Tile.Full - 1) / Tile.Full;
            foreach (var bundle in Tile.BundlesOf(size))
            {
                if (!Leaves(bundle, edge)) return; // what follows would only repeat this fault
                foreach (var (tile, hashes) in edge.TakeChanged())
                    if (tile.Width == Tile.Full || edge.Size == size) Compare(tile, hashes);
                if (bundle.Index % 64 == 0) progress?.Invoke((double)bundle.Index / bundles);
            }
            if (edge.Root != checkpoint.Root) Fault("checkpoint: the entries do not lead to the signed root");
            Strangers();
            progress?.Invoke(1);
        }

        bool Leaves(Tile bundle, TreeEdge edge)
        {
            var bytes = Bytes(bundle.Path);
            if (bytes is null) { Fault($"{bundle.Path}: missing"); return false; }
            if (Bundle.Read(bytes) is not { } entries || entries.Count != bundle.Width) { Fault($"{bundle.Path}: not a bundle of {bundle.Width} entries"); return false; }
            for (var i = 0; i < entries.Count; i++)
            {
                if (!Canonical.Is(entries[i].Span)) Fault($"{bundle.Path}: entry {bundle.Index * Tile.Full + i} is not canonical JSON");
                edge.Append(Hashing.Leaf(entries[i].Span));
            }
            return true;
        }

        void Compare(Tile tile, Hash[] expected)
        {
            if (Bytes(tile.Path) is not { } bytes) { Fault($"{tile.Path}: missing"); return; }
            if (bytes.Length != expected.Length * Hash.Size) { Fault($"{tile.Path}: {bytes.Length} bytes instead of {expected.Length * Hash.Size}"); return; }
            for (var i = 0; i < expected.Length; i++)
                if (Hash.From(bytes.AsSpan(i * Hash.Size, Hash.Size)) != expected[i])
                    Fault(tile.Level == 0 ? $"{tile.Path}: entry {tile.Index * Tile.Full + i} is not what was hashed" : $"{tile.Path}: hash {i} is not that of the tile below");
        }

        byte[]? Bytes(string path)
        {
            seen.Add(path);
            var file = new FileInfo(Path.Combine(dir, path));
            // The longest thing there can be is a full bundle of the longest entries.
            return file.Exists && file.Length <= Tile.Full * (Bundle.MaxEntry + 2L) ? File.ReadAllBytes(file.FullName) : null;
        }

        void Strangers()
        {
            foreach (var file in Directory.EnumerateFiles(dir, "*", SearchOption.AllDirectories))
                if (Path.GetRelativePath(dir, file).Replace('\\', '/') is var path && !seen.Contains(path)) Fault($"{path}: does not belong to this journal");
        }

        public Hash[] Hashes(int level, long index)
        {
            var width = (int)Math.Min(Tile.Full, (size >> (Tile.Height * level)) - index * Tile.Full);
            var bytes = Bytes(new Tile(level, index, width).Path)!;
            return [.. Enumerable.Range(0, width).Select(i => Hash.From(bytes.AsSpan(i * Hash.Size, Hash.Size)))];
        }
    }
}
