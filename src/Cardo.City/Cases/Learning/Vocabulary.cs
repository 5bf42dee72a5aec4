namespace Cardo.Cases.Learning;

/// <summary>
/// Which pieces are known and how many cases had each. A piece gets a slot (its row of weights) when a second case has
/// it: half of all pieces are seen once and would only cost memory.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>Pieces remembered; later ones are passed over (64 MB of table at most).</summary>
    public const int MaxPieces = 1 << 21;

    ulong[] keys = new ulong[1 << 16];
    (int Cases, int Slot)[] facts = new (int, int)[1 << 16];

    /// <summary>Cases learned from.</summary>
    public int Cases { get; private set; }

    /// <summary>Pieces that have a slot.</summary>
    public int Slots { get; private set; }

    /// <summary>Pieces remembered, with a slot or without.</summary>
    public int Known { get; private set; }

    /// <summary>Where a piece stands in the table, or -1. Good until the next <see cref="Count"/>.</summary>
    public int Find(ulong hash)
    {
        var at = Place(hash);
        return keys[at] == 0 ? -1 : at;
    }

    /// <summary>The piece's row of weights, or -1.</summary>
    public int SlotAt(int at) => facts[at].Slot - 1;

    /// <summary>How much a piece says: ln((1 + cases) / (1 + cases with it)) + 1.</summary>
    public float Rarity(int at) => MathF.Log((1f + Cases) / (1f + facts[at].Cases)) + 1f;

    /// <summary>One more case has this piece (say it once a case).</summary>
    /// <param name="slotsFrom">how many cases must have a piece before it gets a slot</param>
    public void Count(ulong hash, int slotsFrom, int maxSlots)
    {
        var at = Place(hash);
        if (keys[at] == 0)
        {
            if (Known >= MaxPieces) return;
            if (Known * 2 >= keys.Length)
            {
                Grow();
                at = Place(hash);
            }
            keys[at] = hash | 1;
            Known++;
        }
        ref var fact = ref facts[at];
        if (++fact.Cases >= slotsFrom && fact.Slot == 0 && Slots < maxSlots) fact.Slot = ++Slots;
    }

    public void CountCase() => Cases++;

    int Place(ulong hash)
    {
        hash |= 1;
        var mask = keys.Length - 1;
        var at = (int)(hash >> 20) & mask;
        while (keys[at] != 0 && keys[at] != hash) at = (at + 1) & mask;
        return at;
    }

    void Grow()
    {
        var (oldKeys, oldFacts) = (keys, facts);
        keys = new ulong[oldKeys.Length * 2];
        facts = new (int, int)[keys.Length];
        for (var i = 0; i < oldKeys.Length; i++)
        {
            if (oldKeys[i] == 0) continue;
            var at = Place(oldKeys[i]);
            (keys[at], facts[at]) = (oldKeys[i], oldFacts[i]);
        }
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Cases);
        to.Write(Slots);
        to.Write(Known);
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0) continue;
            to.Write(keys[i]);
            to.Write(facts[i].Cases);
            to.Write(facts[i].Slot);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">the bytes can't be that; the model's reader makes a refusal of it</exception>
    public static Vocabulary Read(BinaryReader from)
    {
        var made = new Vocabulary { Cases = from.ReadInt32(), Slots = from.ReadInt32(), Known = from.ReadInt32() };
        if (made.Known is < 0 or > MaxPieces || made.Slots < 0 || made.Slots > made.Known || made.Cases < 0) throw new InvalidDataException("sizes of the vocabulary");
        while (made.keys.Length < made.Known * 2) made.Grow();
        for (var i = 0; i < made.Known; i++)
        {
            var at = made.Place(from.ReadUInt64() is var key and not 0 ? key : throw new InvalidDataException("a piece of the vocabulary"));
            made.keys[at] = key;
            made.facts[at] = (from.ReadInt32(), from.ReadInt32());
            if ((uint)made.facts[at].Slot > made.Slots) throw new InvalidDataException("a slot of the vocabulary");
        }
        return made;
    }
}
