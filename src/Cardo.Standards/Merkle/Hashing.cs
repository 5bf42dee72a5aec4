using System.Security.Cryptography;

namespace Cardo.Standards.Merkle;

/// <summary>The hashes of RFC 9162 section 2.1.1 (the same as RFC 6962): a leaf and an inner node can never collide.</summary>
public static class Hashing
{
    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static Hash Empty { get; } = Hash.From(SHA256.HashData([]));

    /// <summary>SHA-256(0x00 || entry).</summary>
    public static Hash Leaf(ReadOnlySpan<byte> entry)
    {
        Span<byte> result = stackalloc byte[Hash.Size];
        if (entry.Length < 1024)
        {
            Span<byte> input = stackalloc byte[1 + entry.Length];
            input[0] = 0;
            entry.CopyTo(input[1..]);
            SHA256.HashData(input, result);
        }
        else
        {
            var input = new byte[1 + entry.Length];
            entry.CopyTo(input.AsSpan(1));
            SHA256.HashData(input, result);
        }
        return Hash.From(result);
    }

    /// <summary>SHA-256(0x01 || left || right).</summary>
    public static Hash Node(in Hash left, in Hash right)
    {
        Span<byte> input = stackalloc byte[1 + 2 * Hash.Size];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Hash.Size)..]);
        Span<byte> result = stackalloc byte[Hash.Size];
        SHA256.HashData(input, result);
        return Hash.From(result);
    }
}
