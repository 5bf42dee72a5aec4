namespace Cardo.Storage.Chunks;

/// <summary>
/// Turns open points into chunks when one series of an entity has enough of them: its siblings that have about as many
/// go along, those with the same moments into one chunk. So they stay in step and share their moments next time too.
/// </summary>
internal sealed class Sealer(SeriesOptions options)
{
    // Fewer late points than this wait for company instead of making a chunk of their own.
    const int FewLate = 16;
    const int MostTextChars = 64 << 10;

    readonly Lock sync = new();
    readonly HashSet<SeriesHandle> changed = [];
    List<PendingChunk> pending = [];
    long lastSeq;

    public bool HasChanged
    {
        get
        {
            lock (sync) return changed.Count > 0 || pending.Count > 0;
        }
    }

    /// <summary>The series is new, or its row in the catalogue changed.</summary>
    public void Note(SeriesHandle series)
    {
        lock (sync) changed.Add(series);
    }

    public void StartAt(long seq) => lastSeq = seq;

    /// <summary>So many open points make a chunk.</summary>
    public int SealPoints => options.SealPoints;

    public bool IsDue(SeriesHandle series) => series.Open.Count >= options.SealPoints || series.Open.TextChars >= MostTextChars;

    /// <summary>Seals a series and what goes along; all that were sealed. Under the group's lock.</summary>
    public List<SeriesHandle> Seal(SeriesHandle due)
    {
        var left = due.Group.Members.Where(m => m == due || m.Open.Count >= Math.Max(1, options.SealPoints / 2)).ToList();
        var all = left.ToList();
        while (left.Count > 0)
        {
            var first = left[0];
            var same = left.Where(m => m.Open.SameTimes(first.Open)).ToArray();
            left.RemoveAll(m => same.Contains(m));
            SealTogether(same);
        }
        return all;
    }

    void SealTogether(SeriesHandle[] members)
    {
        var all = members[0].Open;
        var sealedUs = members.Max(m => m.SealedUs);
        var cut = sealedUs == long.MinValue ? 0 : all.Seek(sealedUs + 1);
        var few = cut < FewLate && cut < all.Count;
        var columns = members.Select(m => m.Open).ToArray();
        foreach (var member in members) member.Open = new Points();
        if (cut > 0 && few) Reopen(members, columns, cut);
        else if (cut > 0) Add(true, members, columns.Select(c => c.Copy(0, cut)).ToArray());
        if (cut < all.Count) Add(false, members, cut == 0 ? columns : columns.Select(c => c.Copy(cut)).ToArray());
    }

    static void Reopen(SeriesHandle[] members, Points[] columns, int cut)
    {
        for (var m = 0; m < members.Length; m++)
            for (var i = 0; i < cut; i++) members[m].Open.Put(columns[m].At(i));
    }

    void Add(bool late, SeriesHandle[] members, Points[] columns)
    {
        PendingChunk chunk;
        lock (sync)
        {
            chunk = new PendingChunk(late, ++lastSeq, members, columns);
            pending.Add(chunk);
        }
        var span = chunk.LastUs - chunk.FirstUs;
        foreach (var member in members)
        {
            member.Pending = [.. member.Pending, chunk];
            var known = Array.IndexOf(member.Leaders, chunk.Leader) >= 0;
            if (!known) member.Leaders = [.. member.Leaders, chunk.Leader];
            if (!late) member.SealedUs = chunk.LastUs;
            var longer = late && span > member.LateSpanUs;
            if (longer) member.LateSpanUs = span;
            if (known && !longer) continue;
            Note(member);
        }
    }

    /// <summary>Everything sealed so far that is not in the database, and the series whose rows it changed. Off the gate.</summary>
    public (IReadOnlyList<PendingChunk> Chunks, IReadOnlyCollection<SeriesHandle> Changed) Waiting()
    {
        lock (sync) return (pending.ToArray(), changed.ToArray());
    }

    /// <summary>These are in the database now, and go from the waiting ones to the shelves; what was put there.</summary>
    public IReadOnlyList<(SeriesHandle Leader, ShelvedChunk Chunk)> Done(IReadOnlySet<PendingChunk> saved, IReadOnlyCollection<SeriesHandle> rows)
    {
        lock (sync)
        {
            pending = pending.Where(c => !saved.Contains(c)).ToList();
            // A row that changed again since is in a chunk that still waits, and will be written with it.
            var again = pending.SelectMany(c => c.Members).Where(changed.Contains).ToList();
            changed.ExceptWith(rows);
            changed.UnionWith(again);
        }
        var shelved = new List<(SeriesHandle, ShelvedChunk)>(saved.Count);
        foreach (var chunk in saved.OrderBy(c => c.Seq))
        {
            var leader = chunk.Members[0];
            lock (leader.Group.Sync)
            {
                if (leader.Forgotten) continue;
                foreach (var member in chunk.Members) member.Pending = member.Pending.Where(c => c != chunk).ToArray();
                var kept = new ShelvedChunk(chunk.Seq, chunk.Late, chunk.FirstUs, chunk.LastUs, chunk.Bytes!);
                Shelf.Put(leader, kept);
                shelved.Add((leader, kept));
            }
        }
        return shelved;
    }

    /// <summary>Takes chunks of a forgotten entity back.</summary>
    public void Forget(SeriesGroup group)
    {
        lock (sync)
        {
            pending.RemoveAll(c => c.Members[0].Group == group);
            changed.RemoveWhere(s => s.Group == group);
        }
    }
}
