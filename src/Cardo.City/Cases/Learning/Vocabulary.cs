using System.Runtime.CompilerServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// Which pieces are known and how many cases had each. A piece gets a slot (its row of weights) when a second case has
/// it: half of all pieces are seen once and would only cost memory.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>Pieces remembered; later ones are passed over.</summary>
    public const int MaxPieces = 1 << PieceBits;

    /// <summary>A piece and how often a case has it are kept in 32 bits.</summary>
    const int PieceBits = 21, MostTimes = 1 << (32 - PieceBits - 1);

    readonly HashIndex index = new();
    Fact[] facts = new Fact[1 << 12];

    struct Fact
    {
        public int Cases, Slot, LastCase, At;
    }

    /// <summary>Cases learned from.</summary>
    public int Cases { get; private set; }

    /// <summary>Pieces that have a slot.</summary>
    public int Slots { get; private set; }

    /// <summary>The piece's number, or -1 where it is not known. Numbers stay.</summary>
    public int Find(ulong hash) => index.Find(hash);

    /// <summary>The piece's row of weights, or -1.</summary>
    public int Slot(int piece) => facts[piece].Slot - 1;

    /// <summary>How much a piece says: ln((1 + cases) / (1 + cases with it)) + 1.</summary>
    public float Rarity(int piece) => MathF.Log((1f + Cases) / (1f + facts[piece].Cases)) + 1f;

    /// <summary>Slot and rarity of every piece, by its number.</summary>
    public (int Slot, float Rarity)[] Weighed()
    {
        var all = new (int, float)[index.Count];
        for (var i = 0; i < all.Length; i++) all[i] = (Slot(i), Slot(i) < 0 ? 0 : Rarity(i));
        return all;
    }

    /// <summary>One more case has these pieces; said again in the same case a piece counts no more.</summary>
    /// <param name="slotsFrom">how many cases must have a piece before it gets a slot</param>
    /// <param name="into">given each different piece once, in the order of the case (<see cref="PieceOf"/>, <see cref="TimesOf"/>)</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Count(ReadOnlySpan<ulong> hashes, int slotsFrom, int maxSlots, Span<int> into)
    {
        var (n, now) = (0, Cases + 1);
        foreach (var hash in hashes)
        {
            var piece = index.FindOrAdd(hash, MaxPieces);
            if (piece < 0) continue;
            if (piece >= facts.Length) Array.Resize(ref facts, facts.Length * 2);
            ref var fact = ref facts[piece];
            if (fact.LastCase == now)
            {
                if (TimesOf(into[fact.At]) < MostTimes) into[fact.At] += MaxPieces;
                continue;
            }
            (fact.LastCase, fact.At, into[n]) = (now, n, piece);
            n++;
            if (++fact.Cases >= slotsFrom && fact.Slot == 0 && Slots < maxSlots) fact.Slot = ++Slots;
        }
        return n;
    }

    /// <summary>The known ones of these pieces, each once, with how often it is there; nothing is counted.</summary>
    public static int Pack(Span<int> pieces)
    {
        pieces.Sort();
        var n = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            if (pieces[i] < 0) continue;
            if (n > 0 && PieceOf(pieces[n - 1]) == pieces[i])
            {
                if (TimesOf(pieces[n - 1]) < MostTimes) pieces[n - 1] += MaxPieces;
            }
            else pieces[n++] = pieces[i];
        }
        return n;
    }

    public static int PieceOf(int packed) => packed & (MaxPieces - 1);

    public static int TimesOf(int packed) => (packed >> PieceBits) + 1;

    public void CountCase() => Cases++;

    public void Write(BinaryWriter to)
    {
        to.Write(Cases);
        to.Write(Slots);
        to.Write(index.Count);
        for (var piece = 0; piece < index.Count; piece++)
        {
            to.Write(index.Key(piece));
            to.Write(facts[piece].Cases);
            to.Write(facts[piece].Slot);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">the bytes can't be that; the model's reader makes a refusal of it</exception>
    public static Vocabulary Read(BinaryReader from)
    {
        var made = new Vocabulary { Cases = from.ReadInt32(), Slots = from.ReadInt32() };
        var known = from.ReadInt32();
        if (known is < 0 or > MaxPieces || made.Slots < 0 || made.Slots > known || made.Cases < 0) throw new InvalidDataException("sizes of the vocabulary");
        for (var piece = 0; piece < known; piece++)
        {
            made.index.Restore(from.ReadUInt64());
            if (piece >= made.facts.Length) Array.Resize(ref made.facts, made.facts.Length * 2);
            ref var fact = ref made.facts[piece];
            (fact.Cases, fact.Slot) = (from.ReadInt32(), from.ReadInt32());
            if ((uint)fact.Slot > made.Slots) throw new InvalidDataException("a slot of the vocabulary");
        }
        return made;
    }
}
