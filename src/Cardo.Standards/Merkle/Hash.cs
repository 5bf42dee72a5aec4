using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Cardo.Standards.Merkle;

/// <summary>A SHA-256 value: 32 bytes held inline, so that a million of them are one array.</summary>
public readonly record struct Hash(ulong A, ulong B, ulong C, ulong D)
{
    public const int Size = 32;

    /// <summary>The 32 bytes as a value; any other length is a bug of the caller.</summary>
    public static Hash From(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));
    }

    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], D);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Standard base 64 with padding (44 characters), as checkpoints and proofs write it.</summary>
    public string Base64 => Convert.ToBase64String(ToArray());

    public string Hex => Convert.ToHexStringLower(ToArray());

    /// <summary>Reads canonical base 64: 44 characters, padded, no stray bits in the last one.</summary>
    public static bool TryParse(ReadOnlySpan<char> base64, [MaybeNullWhen(false)] out Hash hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[Size + 1];
        if (base64.Length != 44 || !Convert.TryFromBase64Chars(base64, bytes, out var n) || n != Size) return false;
        hash = From(bytes[..Size]);
        // A second spelling of the same bytes would let a flipped bit pass unseen.
        Span<char> again = stackalloc char[44];
        return Convert.TryToBase64Chars(bytes[..Size], again, out _) && again.SequenceEqual(base64);
    }

    public override string ToString() => Hex;
}
