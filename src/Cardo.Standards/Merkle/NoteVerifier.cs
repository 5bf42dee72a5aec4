using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cardo.Standards.Merkle;

/// <summary>A verifier key of C2SP signed-note: <c>NAME+HEX(key id)+BASE64(0x01 || Ed25519 public key)</c>.</summary>
public sealed record NoteVerifier
{
    const byte Ed25519 = 1;

    /// <param name="name">the key's name: not empty, no space, no plus sign</param>
    /// <param name="publicKey">32 bytes</param>
    public NoteVerifier(string name, byte[] publicKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, 32);
        if (!IsName(name)) throw new ArgumentException("a key's name is not empty and has neither white space nor a plus sign", nameof(name));
        (Name, PublicKey) = (name, publicKey);
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519, .. publicKey]));
    }

    public string Name { get; }

    public byte[] PublicKey { get; }

    /// <summary>The first four bytes of SHA-256(name || 0x0A || 0x01 || public key).</summary>
    public uint Id { get; }

    public string Text => $"{Name}+{Id:x8}+{Convert.ToBase64String([Ed25519, .. PublicKey])}";

    public static bool TryParse(string text, [NotNullWhen(true)] out NoteVerifier? verifier)
    {
        verifier = null;
        // Base 64 may hold plus signs itself, so only the first two divide.
        if (text.Length > 1024 || text.Split('+', 3) is not [var name, var id, var base64] || !IsName(name)) return false;
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var n) || n != 33 || bytes[0] != Ed25519) return false;
        var key = new NoteVerifier(name, bytes[1..33]);
        if (!uint.TryParse(id, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var said) || said != key.Id || key.Text != text) return false;
        verifier = key;
        return true;
    }

    static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || c == '+');

    public override string ToString() => Text;
}
