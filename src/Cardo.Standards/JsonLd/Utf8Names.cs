using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Cardo.Standards.JsonLd;

/// <summary>A bounded map from UTF-8 names to what they mean, read without a lock and without making a string.</summary>
public sealed class Utf8Names<T>(int capacity)
{
    readonly ConcurrentDictionary<byte[], T> map = new(Utf8Comparer.It);
    int count;

    public bool TryGet(ReadOnlySpan<byte> utf8, [MaybeNullWhen(false)] out T value) =>
        map.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(utf8, out value);

    public void Add(ReadOnlySpan<byte> utf8, T value)
    {
        if (Volatile.Read(ref count) < capacity && map.TryAdd(utf8.ToArray(), value)) Interlocked.Increment(ref count);
    }

    sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Utf8Comparer It = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> bytes) => Utf8Hash.Of(bytes);
    }
}
