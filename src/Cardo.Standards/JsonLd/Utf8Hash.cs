using System.Runtime.InteropServices;

namespace Cardo.Standards.JsonLd;

/// <summary>A quick hash of bytes, seeded by chance at start, so that nobody can prepare names that collide.</summary>
internal static class Utf8Hash
{
    static readonly ulong seed = ((ulong)(uint)HashCode.Combine(17) << 32) | (uint)HashCode.Combine(42);

    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var hash = seed ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[8..];
        }
        ulong rest = 0;
        foreach (var b in bytes) rest = rest << 8 | b;
        hash = Mix(hash ^ rest);
        return (int)(hash ^ hash >> 32);
    }

    static ulong Mix(ulong x)
    {
        var high = Math.BigMul(x, 0x9E3779B97F4A7C15, out var low);
        return high ^ low;
    }
}
