using System.Runtime.CompilerServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// Which pieces are known and how many cases had each. A piece gets a slot (its row of weights) when a second case has
/// it: half of all pieces are seen once and would only cost memory. A training is over in a second or two, before the
/// run-time compiler would come round to tuning what is asked for every piece; so that is marked for it.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>Pieces remembered; later ones are passed over (64 MB of table at most).</summary>
    public const int MaxPieces = 1 << 21;

    Entry[] table = new Entry[1 << 16];
    (int Cases, int Slot, int LastCase)[] facts = new (int, int, int)[1 << 16];

    // Key and number together: of a table of many megabytes each look fetches far memory once.
    struct Entry
    {
        public ulong Key;
        public int Piece;
    }

    /// <summary>Cases learned from.</summary>
    public int Cases { get; private set; }

    /// <summary>Pieces that have a slot.</summary>
    public int Slots { get; private set; }

    /// <summary>Pieces remembered, with a slot or without.</summary>
    public int Known { get; private set; }

    /// <summary>The piece's number, or -1 where it is not known. Numbers stay.</summary>
    public int Find(ulong hash)
    {
        ref var entry = ref table[Place(hash)];
        return entry.Key == 0 ? -1 : entry.Piece;
    }

    /// <summary>The piece's row of weights, or -1.</summary>
    public int Slot(int piece) => facts[piece].Slot - 1;

    /// <summary>How much a piece says: ln((1 + cases) / (1 + cases with it)) + 1.</summary>
    public float Rarity(int piece) => MathF.Log((1f + Cases) / (1f + facts[piece].Cases)) + 1f;

    /// <summary>The same for every piece, by its number.</summary>
    public float[] Rarities()
    {
        var all = new float[Known];
        for (var i = 0; i < all.Length; i++) all[i] = Rarity(i);
        return all;
    }

    /// <summary>One more case has this piece; said again for the same case it counts no more.</summary>
    /// <param name="slotsFrom">how many cases must have a piece before it gets a slot</param>
    /// <returns>the piece's number, or -1 when no more are remembered</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Count(ulong hash, int slotsFrom, int maxSlots)
    {
        ref var entry = ref table[Place(hash)];
        if (entry.Key == 0)
        {
            if (Known >= MaxPieces) return -1;
            if (Known * 2 >= table.Length)
            {
                Grow();
                entry = ref table[Place(hash)];
            }
            entry = new Entry { Key = hash | 1, Piece = Known++ };
        }
        ref var fact = ref facts[entry.Piece];
        if (fact.LastCase == Cases + 1) return entry.Piece;
        fact.LastCase = Cases + 1;
        if (++fact.Cases >= slotsFrom && fact.Slot == 0 && Slots < maxSlots) fact.Slot = ++Slots;
        return entry.Piece;
    }

    public void CountCase() => Cases++;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int Place(ulong hash)
    {
        hash |= 1;
        var mask = table.Length - 1;
        var at = (int)(hash >> 20) & mask;
        while (table[at].Key != 0 && table[at].Key != hash) at = (at + 1) & mask;
        return at;
    }

    void Grow()
    {
        var old = table;
        table = new Entry[old.Length * 2];
        Array.Resize(ref facts, table.Length);
        foreach (ref readonly var entry in old.AsSpan())
            if (entry.Key != 0) table[Place(entry.Key)] = entry;
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Cases);
        to.Write(Slots);
        to.Write(Known);
        foreach (ref readonly var entry in table.AsSpan())
        {
            if (entry.Key == 0) continue;
            to.Write(entry.Key);
            to.Write(entry.Piece);
            to.Write(facts[entry.Piece].Cases);
            to.Write(facts[entry.Piece].Slot);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">the bytes can't be that; the model's reader makes a refusal of it</exception>
    public static Vocabulary Read(BinaryReader from)
    {
        var made = new Vocabulary { Cases = from.ReadInt32(), Slots = from.ReadInt32(), Known = from.ReadInt32() };
        if (made.Known is < 0 or > MaxPieces || made.Slots < 0 || made.Slots > made.Known || made.Cases < 0) throw new InvalidDataException("sizes of the vocabulary");
        while (made.table.Length < made.Known * 2) made.Grow();
        for (var i = 0; i < made.Known; i++)
        {
            var at = made.Place(from.ReadUInt64() is var key and not 0 ? key : throw new InvalidDataException("a piece of the vocabulary"));
            var piece = from.ReadInt32();
            if ((uint)piece >= made.Known) throw new InvalidDataException("a piece of the vocabulary");
            made.table[at] = new Entry { Key = key, Piece = piece };
            ref var fact = ref made.facts[piece];
            fact = (from.ReadInt32(), from.ReadInt32(), 0);
            if ((uint)fact.Slot > made.Slots) throw new InvalidDataException("a slot of the vocabulary");
        }
        return made;
    }
}
