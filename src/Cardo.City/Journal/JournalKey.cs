using System.Text;
using Cardo.Journal.Signing;
using Cardo.Kernel;
using Cardo.Standards.Merkle;

namespace Cardo.Journal;

/// <summary>
/// The key that signs the journal's head. Made at the first start and kept as <c>journal.key</c> in the data folder,
/// readable by its owner alone, in the form of C2SP signed-note: <c>PRIVATE+KEY+NAME+ID+BASE64(0x01 || seed)</c>.
/// </summary>
public sealed class JournalKey
{
    const string Prefix = "PRIVATE+KEY+";
    readonly byte[] seed;

    JournalKey(string name, byte[] seed, bool isNew)
    {
        (this.seed, IsNew) = (seed, isNew);
        Verifier = new NoteVerifier(name, Ed25519.PublicKey(seed));
    }

    /// <summary>What others need to check the signature; no secret.</summary>
    public NoteVerifier Verifier { get; }

    /// <summary>The log's name; that of the key.</summary>
    public string Origin => Verifier.Name;

    /// <summary>Whether it was made just now: the journal then says so in an entry.</summary>
    internal bool IsNew { get; }

    /// <summary>
    /// Opens the key of this data folder, or makes one under the name <paramref name="origin"/>.
    /// Refusals: <c>libcrypto-missing</c>, <c>journal-key-damaged</c>, <c>journal-key-unreadable</c>.
    /// </summary>
    public static Outcome<JournalKey> Open(string dataDir, string origin, Ids ids)
    {
        if (!Ed25519.IsThere) return new Refusal(RefusalKind.Unavailable, "libcrypto-missing", "The journal is signed by OpenSSL's libcrypto (version 1.1.1 or 3), which is not on this machine: install it (apt-get install libssl3).");
        var file = Path.Combine(dataDir, "journal.key");
        try
        {
            Directory.CreateDirectory(dataDir);
            if (File.Exists(file)) return Read(File.ReadAllText(file).TrimEnd('\n'), file);
            var seed = new byte[Ed25519.KeySize];
            ids.Fill(seed);
            var key = new JournalKey(Name(origin), seed, true);
            Write(file, key.Text);
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Refusal(RefusalKind.Unavailable, "journal-key-unreadable", $"{file}: {e.Message}");
        }
    }

    string Text => $"{Prefix}{Verifier.Name}+{Verifier.Id:x8}+{Convert.ToBase64String([1, .. seed])}";

    static Outcome<JournalKey> Read(string text, string file)
    {
        var bytes = new byte[64];
        if (text.StartsWith(Prefix, StringComparison.Ordinal) && text[Prefix.Length..].Split('+', 3) is [{ Length: > 0 } name, _, var base64]
            && Convert.TryFromBase64String(base64, bytes, out var n) && n == 33 && bytes[0] == 1)
        {
            var key = new JournalKey(name, bytes[1..33], false);
            if (key.Text == text) return key;
        }
        return Refusal.Conflict("journal-key-damaged", $"{file} is not a journal key: restore it from a backup, or take it away and the journal goes on under a new key, saying so.");
    }

    static void Write(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
        stream.Flush(true);
    }

    /// <summary>A log's name has neither white space nor a plus sign.</summary>
    static string Name(string origin)
    {
        var name = string.Concat(origin.Trim().ToLowerInvariant().Select(c => char.IsWhiteSpace(c) || c == '+' || char.IsControl(c) ? '-' : c));
        return name.Length == 0 ? "cardo/journal" : name;
    }

    /// <summary>The checkpoint as a signed note, ready to be published.</summary>
    internal string Sign(Checkpoint checkpoint)
    {
        var signature = Ed25519.Sign(seed, Encoding.UTF8.GetBytes(checkpoint.Text));
        return new SignedNote(checkpoint.Text, [new NoteSignature(Verifier.Name, Verifier.Id, signature)]).Serialize();
    }
}
