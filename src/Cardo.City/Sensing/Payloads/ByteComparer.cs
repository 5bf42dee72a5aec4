namespace Cardo.Sensing.Payloads;

/// <summary>Names and keys as the bytes they came in.</summary>
internal sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly ByteComparer It = new();

    public bool Equals(byte[]? a, byte[]? b) => a.AsSpan().SequenceEqual(b);

    public int GetHashCode(byte[] utf8) => GetHashCode((ReadOnlySpan<byte>)utf8);

    public byte[] Create(ReadOnlySpan<byte> utf8) => utf8.ToArray();

    public bool Equals(ReadOnlySpan<byte> utf8, byte[] other) => utf8.SequenceEqual(other);

    // Keyed by the runtime per process, so that nobody can choose names that collide.
    public int GetHashCode(ReadOnlySpan<byte> utf8)
    {
        var hash = new HashCode();
        hash.AddBytes(utf8);
        return hash.ToHashCode();
    }
}
