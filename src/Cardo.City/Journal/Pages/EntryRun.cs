namespace Cardo.Journal.Pages;

/// <summary>Entries of one kind that follow each other: a reader sees them as one line, and each by itself when they ask.</summary>
/// <param name="Count">entries from <paramref name="Oldest"/> to <paramref name="Newest"/></param>
internal sealed record EntryRun(RecordedEntry Newest, RecordedEntry Oldest, long Count)
{
    const int Least = 3, ARead = 1000, MostReads = 10;

    /// <summary>
    /// What stands before an entry, newest first: three or more of one kind in a row as one run, all others by themselves.
    /// At most <paramref name="most"/> lines, and those of the last 10,000 entries: a longer run goes on on the next page.
    /// </summary>
    public static IReadOnlyList<EntryRun> Before(JournalDesk desk, long before, int most)
    {
        List<RecordedEntry> same = [];
        List<EntryRun> lines = [];
        for (var reads = 0; reads < MostReads && lines.Count < most; reads++)
        {
            var some = desk.Newest(before, ARead);
            foreach (var entry in some)
            {
                if (same.Count > 0 && same[0].Kind != entry.Kind) Close();
                if (lines.Count >= most) return lines[..most];
                same.Add(entry);
            }
            if (some.Count < ARead) break;
            before = some[^1].Index;
        }
        Close();
        return lines.Count > most ? lines[..most] : lines;

        void Close()
        {
            if (same.Count >= Least) lines.Add(new EntryRun(same[0], same[^1], same.Count));
            else lines.AddRange(same.Select(e => new EntryRun(e, e, 1)));
            same.Clear();
        }
    }
}
