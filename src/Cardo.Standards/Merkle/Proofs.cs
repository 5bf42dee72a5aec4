using System.Numerics;

namespace Cardo.Standards.Merkle;

/// <summary>
/// Makes and checks inclusion and consistency proofs of RFC 9162 sections 2.1.3 and 2.1.4.
/// Making needs a reader of complete subtrees: level 0 are leaves, level n node i covers leaves [i·2ⁿ, (i+1)·2ⁿ).
/// </summary>
public static class Proofs
{
    /// <summary>Reads the hash of a complete subtree; asked only for those that lie whole within the tree.</summary>
    public delegate Hash Read(int level, long index);

    /// <summary>The root over the first <paramref name="size"/> leaves.</summary>
    public static Hash Root(long size, Read read) => size == 0 ? Hashing.Empty : Range(0, size, read);

    /// <summary>The hash over leaves [from, to), where from is a multiple of the power of two above the length.</summary>
    static Hash Range(long from, long to, Read read)
    {
        var n = to - from;
        if (BitOperations.IsPow2(n)) return read(BitOperations.Log2((ulong)n), from >> BitOperations.Log2((ulong)n));
        var k = Split(n);
        return Hashing.Node(Range(from, from + k, read), Range(from + k, to, read));
    }

    /// <summary>The largest power of two smaller than <paramref name="n"/> (n ≥ 2).</summary>
    static long Split(long n) => 1L << BitOperations.Log2((ulong)(n - 1));

    /// <summary>The path of leaf <paramref name="index"/> in the tree of <paramref name="size"/> leaves (RFC 9162, 2.1.3.1).</summary>
    public static IReadOnlyList<Hash> Inclusion(long index, long size, Read read)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<Hash>();
        long from = 0, to = size;
        while (to - from > 1)
        {
            var k = from + Split(to - from);
            if (index < k) { path.Add(Range(k, to, read)); to = k; }
            else { path.Add(Range(from, k, read)); from = k; }
        }
        path.Reverse();
        return path;
    }

    /// <summary>The proof that the tree of <paramref name="newSize"/> leaves begins with that of <paramref name="oldSize"/> (RFC 9162, 2.1.4.1).</summary>
    public static IReadOnlyList<Hash> Consistency(long oldSize, long newSize, Read read)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var path = new List<Hash>();
        if (oldSize == 0 || oldSize == newSize) return path;
        long from = 0, to = newSize;
        var whole = true; // whether the old tree is exactly the subtree we stand on
        while (oldSize != to)
        {
            var k = from + Split(to - from);
            if (oldSize <= k) { path.Add(Range(k, to, read)); to = k; }
            else { path.Add(Range(from, k, read)); from = k; whole = false; }
        }
        if (!whole) path.Add(Range(from, to, read));
        path.Reverse();
        return path;
    }

    /// <summary>Whether the path proves the leaf under the root (RFC 9162, 2.1.3.2).</summary>
    public static bool VerifyInclusion(in Hash leaf, long index, long size, IReadOnlyList<Hash> path, in Hash root)
    {
        if (index < 0 || index >= size) return false;
        long fn = index, sn = size - 1;
        var r = leaf;
        foreach (var p in path)
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                r = Hashing.Node(p, r);
                while ((fn & 1) == 0 && fn != 0) { fn >>= 1; sn >>= 1; }
            }
            else r = Hashing.Node(r, p);
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && r == root;
    }

    /// <summary>
    /// Whether the path proves that the newer tree begins with the older one (RFC 9162, 2.1.4.2).
    /// Every tree begins with the empty one, and a tree with itself: the path is then empty.
    /// </summary>
    public static bool VerifyConsistency(long oldSize, in Hash oldRoot, long newSize, in Hash newRoot, IReadOnlyList<Hash> path)
    {
        if (oldSize < 0 || oldSize > newSize) return false;
        if (oldSize == newSize) return path.Count == 0 && oldRoot == newRoot;
        if (oldSize == 0) return path.Count == 0 && oldRoot == Hashing.Empty;
        var steps = BitOperations.IsPow2(oldSize) ? [oldRoot, .. path] : path;
        if (steps.Count == 0) return false;
        long fn = oldSize - 1, sn = newSize - 1;
        while ((fn & 1) == 1) { fn >>= 1; sn >>= 1; }
        Hash fr = steps[0], sr = steps[0];
        foreach (var c in steps.Skip(1))
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                fr = Hashing.Node(c, fr);
                sr = Hashing.Node(c, sr);
                while ((fn & 1) == 0 && fn != 0) { fn >>= 1; sn >>= 1; }
            }
            else sr = Hashing.Node(sr, c);
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && fr == oldRoot && sr == newRoot;
    }
}
