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

    sealed record Page(Spot[] Spots, int Open);

    static readonly Page nothing = new(new Spot[Length], 0);

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
            var stillOpen = spots.Count(s => s.There && s.IsOpen);
            open += stillOpen - next[page.Key].Open;
            next[page.Key] = new Page(spots, stillOpen);
        }
        pages = next;
        Volatile.Write(ref last, most);
    }

    /// <summary>Walks by number; pages without an open case are passed over where only those are wanted.</summary>
    public void Walk(bool openOnly, bool newestFirst, SpotVisitor visitor)
    {
        var now = pages;
        for (var i = 0; i < now.Length; i++)
        {
            var page = now[newestFirst ? now.Length - 1 - i : i];
            if (openOnly && page.Open == 0) continue;
            for (var k = 0; k < Length; k++)
            {
                ref readonly var spot = ref page.Spots[newestFirst ? Length - 1 - k : k];
                if (spot.There && (!openOnly || spot.IsOpen) && !visitor(in spot)) return;
            }
        }
    }
}
