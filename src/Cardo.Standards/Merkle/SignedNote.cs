using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Cardo.Standards.Merkle;

/// <summary>One signature line of a note: whose key, and its four bytes of id before the signature.</summary>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Signature);

/// <summary>A signed note of C2SP: a text, an empty line, and lines <c>— NAME BASE64(key id || signature)</c>.</summary>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Longer ones are refused unread.</summary>
    public const int MaxLength = 1 << 20;

    const int MaxSignatures = 100;

    /// <summary>The note as it is published.</summary>
    public string Serialize()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var s in Signatures)
        {
            var bytes = new byte[4 + s.Signature.Length];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, s.KeyId);
            s.Signature.CopyTo(bytes, 4);
            note.Append("— ").Append(s.Name).Append(' ').Append(Convert.ToBase64String(bytes)).Append('\n');
        }
        return note.ToString();
    }

    /// <summary>Reads a note; false when it isn't one written exactly as <see cref="Serialize"/> would.</summary>
    public static bool TryParse(string note, [NotNullWhen(true)] out SignedNote? parsed)
    {
        parsed = null;
        if (note.Length > MaxLength || !note.EndsWith('\n')) return false;
        var cut = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (cut < 0) return false;
        var text = note[..(cut + 1)];
        if (text.Any(c => c < ' ' && c != '\n') || text.Contains('\uFFFD')) return false;
        var lines = note[(cut + 2)..].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length is 0 or > MaxSignatures) return false;
        var signatures = new List<NoteSignature>();
        foreach (var line in lines)
        {
            if (!line.StartsWith("— ", StringComparison.Ordinal) || line[2..].Split(' ') is not [{ Length: > 0 } name, var base64]) return false;
            var bytes = new byte[base64.Length];
            if (!Convert.TryFromBase64String(base64, bytes, out var n) || n < 5) return false;
            signatures.Add(new(name, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..n]));
        }
        parsed = new SignedNote(text, signatures);
        return parsed.Serialize() == note;
    }

    /// <summary>
    /// Whether this verifier's key signed the text. Lines of other keys are passed over; two lines of this key, or one
    /// that doesn't hold, refuse the note.
    /// </summary>
    public bool SignedBy(NoteVerifier key, VerifySignature verify)
    {
        var own = Signatures.Where(s => s.Name == key.Name && s.KeyId == key.Id).ToList();
        return own is [var one] && verify(key.PublicKey, Encoding.UTF8.GetBytes(Text), one.Signature);
    }
}

/// <summary>Checks an Ed25519 signature (RFC 8032). Standards has no cryptography of its own: the platform's is handed in.</summary>
public delegate bool VerifySignature(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
