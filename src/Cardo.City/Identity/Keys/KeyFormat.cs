using System.Security.Cryptography;
using System.Text;
using Cardo.Standards.Merkle;

namespace Cardo.Identity.Keys;

/// <summary>
/// <c>cardo_device_ID_SECRET</c> and <c>cardo_token_ID_SECRET</c>: the id is 16 and the secret 32 characters of base 32
/// (160 bits). The prefix lets scanners of leaked secrets find it; the id lets the check find the row.
/// </summary>
internal static class KeyFormat
{
    public const int IdLength = 16;
    public const int SecretLength = 32;
    public const int MaxLength = 64;

    const string DevicePrefix = "cardo_device_";
    const string TokenPrefix = "cardo_token_";

    public static string Word(KeyKind kind) => kind == KeyKind.Device ? "device" : "token";

    public static KeyKind Kind(string word) => word == "device" ? KeyKind.Device : KeyKind.Token;

    public static string Spell(KeyKind kind, string id, string secret) => $"{(kind == KeyKind.Device ? DevicePrefix : TokenPrefix)}{id}_{secret}";

    /// <summary>Splits a presented key; nothing else than what <see cref="Spell"/> writes is taken.</summary>
    public static bool TrySplit(ReadOnlySpan<char> key, out KeyKind kind, out ReadOnlySpan<char> id, out ReadOnlySpan<char> secret)
    {
        kind = KeyKind.Token;
        id = secret = default;
        if (key.StartsWith(DevicePrefix)) { kind = KeyKind.Device; key = key[DevicePrefix.Length..]; }
        else if (key.StartsWith(TokenPrefix)) key = key[TokenPrefix.Length..];
        else return false;
        if (key.Length != IdLength + 1 + SecretLength || key[IdLength] != '_') return false;
        id = key[..IdLength];
        secret = key[(IdLength + 1)..];
        return true;
    }

    /// <summary>SHA-256 of the secret's ASCII. A secret of 160 random bits needs no slow hash: it can't be guessed.</summary>
    public static Hash Hash(ReadOnlySpan<char> secret)
    {
        Span<byte> bytes = stackalloc byte[3 * SecretLength];
        if (secret.Length > SecretLength) return default;
        var n = Encoding.UTF8.GetBytes(secret, bytes);
        Span<byte> hash = stackalloc byte[Standards.Merkle.Hash.Size];
        SHA256.HashData(bytes[..n], hash);
        return Standards.Merkle.Hash.From(hash);
    }

    /// <summary>Compares in a time that doesn't depend on where they differ.</summary>
    public static bool Same(in Hash a, in Hash b) => ((a.A ^ b.A) | (a.B ^ b.B) | (a.C ^ b.C) | (a.D ^ b.D)) == 0;
}
