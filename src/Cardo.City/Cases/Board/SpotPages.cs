using System.Numerics;

namespace Cardo.Cases.Board;

/// <summary>Looks at one case; false ends the walk.</summary>
internal delegate bool SpotVisitor(in Spot spot);

/// <summary>
/// Cases by number in pages that never change once they can be seen: a reader walks a steady picture of the whole city
/// without a lock, while the one writer copies the few pages it changes and puts the new picture in the old one's place.
/// </summary>
internal sealed class SpotPages
{
    const int Length = 1024;

    /// <param name="Bits">a bit for each that is open</param>
    sealed record Page(Spot[] Spots, ulong[] Bits, int Open)
    {
        public static Page Of(Spot[] spots)
        {
            var bits = new ulong[Length / 64];
            var open = 0;
            for (var i = 0; i < Length; i++)
            {
                if (!spots[i].There || !spots[i].IsOpen) continue;
                bits[i / 64] |= 1UL << i;
                open++;
            }
            return new Page(spots, bits, open);
        }
    }

    static readonly Page nothing = Page.Of(new Spot[Length]);

    volatile Page[] pages = [];
    long last;
    int open;

    public long Last => Volatile.Read(ref last);

    public int OpenCount => Volatile.Read(ref open);

    public Spot Find(long number)
    {
        var now = pages;
        return number > 0 && number / Length < now.Length ? now[number / Length].Spots[number % Length] : default;
    }

    /// <summary>Only ever called by one at a time.</summary>
    public void Put(IReadOnlyList<Spot> changed)
    {
        if (changed.Count == 0) return;
        var most = Math.Max(last, changed.Max(s => s.Number));
        var next = new Page[Math.Max(pages.Length, most / Length + 1)];
        pages.CopyTo(next, 0);
        Array.Fill(next, nothing, pages.Length, next.Length - pages.Length);
        foreach (var page in changed.GroupBy(s => s.Number / Length))
        {
            var spots = (Spot[])next[page.Key].Spots.Clone();
            foreach (var spot in page) spots[spot.Number % Length] = spot;
            var after = Page.Of(spots);
            open += after.Open - next[page.Key].Open;
            next[page.Key] = after;
        }
        pages = next;
        Volatile.Write(ref last, most);
    }

    /// <summary>Walks by number; where only open ones are wanted, no other is looked at.</summary>
    public void Walk(bool openOnly, bool newestFirst, SpotVisitor visitor)
    {
        var now = pages;
        for (var i = 0; i < now.Length; i++)
        {
            var page = now[newestFirst ? now.Length - 1 - i : i];
            if (openOnly ? !Open(page, newestFirst, visitor) : !All(page, newestFirst, visitor)) return;
        }
    }

    static bool All(Page page, bool newestFirst, SpotVisitor visitor)
    {
        for (var k = 0; k < Length; k++)
        {
            ref readonly var spot = ref page.Spots[newestFirst ? Length - 1 - k : k];
            if (spot.There && !visitor(in spot)) return false;
        }
        return true;
    }

    static bool Open(Page page, bool newestFirst, SpotVisitor visitor)
    {
        if (page.Open == 0) return true;
        for (var w = 0; w < page.Bits.Length; w++)
        {
            var word = newestFirst ? page.Bits.Length - 1 - w : w;
            for (var bits = page.Bits[word]; bits != 0;)
            {
                var bit = newestFirst ? 63 - BitOperations.LeadingZeroCount(bits) : BitOperations.TrailingZeroCount(bits);
                bits &= ~(1UL << bit);
                if (!visitor(in page.Spots[word * 64 + bit])) return false;
            }
        }
        return true;
    }
}
