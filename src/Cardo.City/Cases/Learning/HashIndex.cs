using System.Runtime.CompilerServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// Numbers 64-bit hashes in the order in which they come. The table holds 32 bits of each hash and finds its place by
/// others, so a look costs one fetch of far memory, and two of a million hashes are taken for one with a chance of about
/// one in ten thousand. A training is over before the run-time compiler would come round to tuning this; so it is marked.
/// </summary>
internal sealed class HashIndex
{
    const int Smallest = 1 << 12, Large = 1 << 18;

    Entry[] table = new Entry[Smallest];
    ulong[] keys = new ulong[Smallest / 2];

    struct Entry
    {
        public uint Tag;

        /// <summary>One more than the number; 0 for an empty place.</summary>
        public int Next;
    }

    public int Count { get; private set; }

    public ulong Key(int number) => keys[number];

    /// <summary>The hash's number, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ulong hash)
    {
        var mask = table.Length - 1;
        for (var at = (int)(hash >> 32) & mask; ; at = (at + 1) & mask)
        {
            ref readonly var entry = ref table[at];
            if (entry.Next == 0) return -1;
            if (entry.Tag == (uint)hash) return entry.Next - 1;
        }
    }

    /// <summary>The hash's number, given now if it has none; -1 when there are <paramref name="most"/> already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int FindOrAdd(ulong hash, int most)
    {
        var mask = table.Length - 1;
        for (var at = (int)(hash >> 32) & mask; ; at = (at + 1) & mask)
        {
            ref var entry = ref table[at];
            if (entry.Next != 0)
            {
                if (entry.Tag == (uint)hash) return entry.Next - 1;
                continue;
            }
            if (Count >= most) return -1;
            keys[Count++] = hash;
            entry = new Entry { Tag = (uint)hash, Next = Count };
            if (Count == keys.Length) Grow();
            return Count - 1;
        }
    }

    /// <summary>Puts one back that had its number before, without asking whether it is there: hashes are read in their order.</summary>
    public void Restore(ulong hash)
    {
        keys[Count++] = hash;
        Place(Count);
        if (Count == keys.Length) Grow();
    }

    public void Clear()
    {
        table.AsSpan().Clear();
        Count = 0;
    }

    // By four while small: each growth puts everything in its place anew.
    void Grow()
    {
        table = new Entry[table.Length * (table.Length < Large ? 4 : 2)];
        Array.Resize(ref keys, table.Length / 2);
        for (var next = 1; next <= Count; next++) Place(next);
    }

    void Place(int next)
    {
        var (key, mask) = (keys[next - 1], table.Length - 1);
        var at = (int)(key >> 32) & mask;
        while (table[at].Next != 0) at = (at + 1) & mask;
        table[at] = new Entry { Tag = (uint)key, Next = next };
    }
}
