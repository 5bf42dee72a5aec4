using System.Text;
using Cardo.Journal.Checking;
using Cardo.Journal.Signing;
using Cardo.Kernel;
using Cardo.Standards.Merkle;
using Cardo.Storage;

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
        if (!File.Exists(Path.Combine(dir, "checkpoint"))) return Refusal.NotFound("journal-not-there", $"{dir} holds no file 'checkpoint': it is not an exported journal.");
        return Run(new FolderFiles(dir), key, since, MostFaults, progress);
    }

    /// <inheritdoc cref="Run(string, string?, string?, Action{double}?)"/>
    /// <param name="mostFaults">the check ends when it has found so many</param>
    internal static Outcome<JournalReport> Run(ITreeFiles files, string? key, string? since, int mostFaults, Action<double>? progress)
    {
        if (!Ed25519.IsThere) return new Refusal(RefusalKind.Unavailable, "libcrypto-missing", "OpenSSL's libcrypto (1.1.1 or 3) is needed to check signatures and is not on this machine.");
        var ownKey = ReadText(files, "key");
        var keyText = key ?? ownKey?.TrimEnd('\n');
        if (keyText is null || !NoteVerifier.TryParse(keyText, out var verifier))
            return Refusal.Bad("journal-key-unknown", key is null ? "The file 'key' is missing or not a verifier key." : "The key given is not a verifier key (NAME+ID+BASE64).");
        var walk = new TreeWalk(files, mostFaults, progress);
        var note = ReadText(files, "checkpoint") is { } text && SignedNote.TryParse(text, out var parsed) ? parsed : null;
        if (note is null) walk.Fault("checkpoint: not a signed note");
        else if (!note.SignedBy(verifier, Ed25519.Verify)) walk.Fault($"checkpoint: not signed by {verifier.Name}");
        if (note is null || Checkpoint.Parse(note.Text) is not { } checkpoint)
        {
            walk.Fault("checkpoint: the signed text is not a checkpoint");
            return new JournalReport(0, Hashing.Empty, walk.Faults, verifier, key is not null);
        }
        if (note.Signatures.Count != 1) walk.Fault("checkpoint: more signatures than the city's own");
        if (checkpoint.Origin != verifier.Name) walk.Fault($"checkpoint: it is of {checkpoint.Origin}, not of {verifier.Name}");
        if (key is null && ownKey != verifier.Text + "\n") walk.Fault("key: not written as a verifier key and a line feed");
        if (walk.Holds || mostFaults > 1) walk.Tree(checkpoint);
        if (since is not null) Since(walk, checkpoint, verifier, since);
        return new JournalReport(checkpoint.Size, checkpoint.Root, walk.Faults, verifier, key is not null);
    }

    static void Since(TreeWalk walk, Checkpoint now, NoteVerifier key, string since)
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

    /// <summary>
    /// Recomputes the journal of a city from its database and compares it with tiles and signed head. Works beside a running
    /// city. Refusals: those of <see cref="JournalKey.Open"/>.
    /// </summary>
    /// <param name="told">hears what does not hold</param>
    /// <returns>how many entries were read</returns>
    public static Outcome<long> Stored(Db db, string dataDir, Action<StoreFault> told) =>
        File.Exists(Path.Combine(dataDir, "journal.key")) ? JournalKey.Open(dataDir, "", Ids.System).Then(key => (Outcome<long>)StoredTree.Check(db, key.Verifier, told)) : 0L;

    static string? ReadText(ITreeFiles files, string path)
    {
        try
        {
            return files.Read(path) is { } bytes && bytes.Length <= SignedNote.MaxLength ? new UTF8Encoding(false, true).GetString(bytes) : null;
        }
        catch (ArgumentException)
        {
            return null; // not UTF-8
        }
    }
}
