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
    int[] pieces = new int[1 << 16];
    (int Cases, int Slot, int LastCase)[] facts = new (int, int, int)[1 << 16];

    /// <summary>Cases learned from.</summary>
    public int Cases { get; private set; }

    /// <summary>Pieces that have a slot.</summary>
    public int Slots { get; private set; }

    /// <summary>Pieces remembered, with a slot or without.</summary>
    public int Known { get; private set; }

    /// <summary>The piece's number, or -1 where it is not known. Numbers stay.</summary>
    public int Find(ulong hash)
    {
        var at = Place(hash);
        return keys[at] == 0 ? -1 : pieces[at];
    }

    /// <summary>The piece's row of weights, or -1.</summary>
    public int Slot(int piece) => facts[piece].Slot - 1;

    /// <summary>How much a piece says: ln((1 + cases) / (1 + cases with it)) + 1.</summary>
    public float Rarity(int piece) => MathF.Log((1f + Cases) / (1f + facts[piece].Cases)) + 1f;

    /// <summary>One more case has this piece; said again for the same case it counts no more.</summary>
    /// <param name="slotsFrom">how many cases must have a piece before it gets a slot</param>
    /// <returns>the piece's number, or -1 when no more are remembered</returns>
    public int Count(ulong hash, int slotsFrom, int maxSlots)
    {
        var at = Place(hash);
        if (keys[at] == 0)
        {
            if (Known >= MaxPieces) return -1;
            if (Known * 2 >= keys.Length)
            {
                Grow();
                at = Place(hash);
            }
            keys[at] = hash | 1;
            pieces[at] = Known++;
        }
        ref var fact = ref facts[pieces[at]];
        if (fact.LastCase == Cases + 1) return pieces[at];
        fact.LastCase = Cases + 1;
        if (++fact.Cases >= slotsFrom && fact.Slot == 0 && Slots < maxSlots) fact.Slot = ++Slots;
        return pieces[at];
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
        var (oldKeys, oldPieces) = (keys, pieces);
        keys = new ulong[oldKeys.Length * 2];
        pieces = new int[keys.Length];
        Array.Resize(ref facts, keys.Length);
        for (var i = 0; i < oldKeys.Length; i++)
        {
            if (oldKeys[i] == 0) continue;
            var at = Place(oldKeys[i]);
            (keys[at], pieces[at]) = (oldKeys[i], oldPieces[i]);
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
            to.Write(pieces[i]);
            to.Write(facts[pieces[i]].Cases);
            to.Write(facts[pieces[i]].Slot);
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
            if ((uint)(made.pieces[at] = from.ReadInt32()) >= made.Known) throw new InvalidDataException("a piece of the vocabulary");
            ref var fact = ref made.facts[made.pieces[at]];
            fact = (from.ReadInt32(), from.ReadInt32(), 0);
            if ((uint)fact.Slot > made.Slots) throw new InvalidDataException("a slot of the vocabulary");
        }
        return made;
    }
}
