namespace Cardo.Cases.Board;

/// <summary>Looks at one case; false ends the walk.</summary>
internal delegate bool SpotVisitor(in Spot spot);

/// <summary>
/// Cases by number in pages that never change once they can be seen: a reader walks a steady picture of the whole city
/// without a lock, while the one writer copies the few pages it changes and puts the new picture in the old one's place.
/// </summary>
internal sealed class SpotPages
{
    volatile SpotPage[] pages = [];
    long last;
    int open;

    public long Last => Volatile.Read(ref last);

    public int OpenCount => Volatile.Read(ref open);

    /// <summary>A steady picture: page <c>i</c> has the numbers from <c>i * SpotPage.Length</c> on.</summary>
    public ReadOnlySpan<SpotPage> Now => pages;

    public Spot Find(long number)
    {
        var now = pages;
        return number > 0 && number / SpotPage.Length < now.Length ? now[number / SpotPage.Length][(int)(number % SpotPage.Length)] : default;
    }

    /// <summary>The first page on which something was reported since; how many there are when there is none.</summary>
    public int FirstSince(long sinceUs)
    {
        var now = pages;
        var first = 0;
        while (first < now.Length && now[first].LastOpenedUs < sinceUs) first++;
        return first;
    }

    /// <summary>Only ever called by one at a time.</summary>
    public void Put(IReadOnlyList<Spot> changed)
    {
        if (changed.Count == 0) return;
        var most = Math.Max(last, changed.Max(s => s.Number));
        var next = new SpotPage[Math.Max(pages.Length, most / SpotPage.Length + 1)];
        pages.CopyTo(next, 0);
        Array.Fill(next, SpotPage.Empty, pages.Length, next.Length - pages.Length);
        foreach (var page in changed.GroupBy(s => s.Number / SpotPage.Length))
        {
            var after = next[page.Key].With(page);
            open += after.OpenCount - next[page.Key].OpenCount;
            next[page.Key] = after;
        }
        pages = next;
        Volatile.Write(ref last, most);
    }

    /// <summary>Walks by number; where only open ones are wanted, no other is looked at.</summary>
    /// <param name="sinceUs">pages on which nothing was reported since are passed over; others on the rest are visited</param>
    public void Walk(bool openOnly, bool newestFirst, SpotVisitor visitor, long sinceUs = long.MinValue)
    {
        var now = pages;
        for (var i = 0; i < now.Length; i++)
        {
            var page = now[newestFirst ? now.Length - 1 - i : i];
            if (page.LastOpenedUs >= sinceUs && !page.Visit(openOnly ? page.Open : page.There, newestFirst, visitor)) return;
        }
    }
}
