using System.Globalization;
using System.Text;

namespace Cardo.Standards.Merkle;

/// <summary>A proof of C2SP tlog-proof: which entry, its path, and the signed checkpoint it leads to. Says all that is needed offline.</summary>
/// <param name="Index">the entry's number, from 0</param>
/// <param name="Checkpoint">the signed note as published</param>
public sealed record LogProof(long Index, IReadOnlyList<Hash> Path, string Checkpoint)
{
    const string Head = "c2sp.org/tlog-proof@v1";

    public string Serialize()
    {
        var text = new StringBuilder(Head).Append('\n').Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Path) text.Append(hash.Base64).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }

    /// <summary>Reads a proof; null when it isn't one. An <c>extra</c> line is passed over.</summary>
    public static LogProof? Parse(string text)
    {
        if (text.Length > SignedNote.MaxLength) return null;
        var cut = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (cut < 0) return null;
        var lines = text[..cut].Split('\n');
        if (lines[0] != Head) return null;
        var at = lines.Length > 1 && lines[1].StartsWith("extra ", StringComparison.Ordinal) ? 2 : 1;
        if (lines.Length <= at || !lines[at].StartsWith("index ", StringComparison.Ordinal)) return null;
        if (!long.TryParse(lines[at].AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || lines.Length - at > 65) return null;
        var path = new List<Hash>();
        foreach (var line in lines[(at + 1)..])
        {
            if (!Hash.TryParse(line, out var hash)) return null;
            path.Add(hash);
        }
        return new LogProof(index, path, text[(cut + 2)..]);
    }

    /// <summary>Why the proof doesn't show that this log holds the entry; null when it does.</summary>
    public string? Fault(ReadOnlySpan<byte> entry, NoteVerifier key, VerifySignature verify)
    {
        if (!SignedNote.TryParse(Checkpoint, out var note)) return "the checkpoint is not a signed note";
        if (!note.SignedBy(key, verify)) return $"the checkpoint is not signed by {key.Name}";
        if (Merkle.Checkpoint.Parse(note.Text) is not { } head) return "the signed text is not a checkpoint";
        if (head.Origin != key.Name) return $"the checkpoint is of {head.Origin}, not of {key.Name}";
        return Proofs.VerifyInclusion(Hashing.Leaf(entry), Index, head.Size, Path, head.Root) ? null : "the path does not lead from this entry to the signed root";
    }
}
