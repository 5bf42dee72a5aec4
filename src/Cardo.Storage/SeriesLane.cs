using Cardo.Storage.Chunks;

namespace Cardo.Storage;

/// <summary>
/// Series of one entity that are written together, as a station's five readings are: a row is one moment and an observed
/// number for each. The newest rows stand side by side until the lane has enough of them to be spread over its series,
/// so that a row touches one place in memory instead of ten. Lanes of one entity have no series in common.
/// </summary>
public sealed class SeriesLane
{
    // A sixth of a chunk's points: few enough to stay near, enough that spreading them costs little a row.
    const int MostRows = 24;

    readonly SeriesHandle[] members;
    readonly SeriesGroup group;
    readonly Place[] places;
    long[] times = new long[2];
    double[] numbers;
    byte[]? doubts;
    int count;
    int last = -1;
    int room;
    long lsn;
    long takenUs;
    int seen = -1;

    internal SeriesLane(SeriesHandle[] members)
    {
        this.members = members;
        group = members[0].Group;
        FirstId = members[0].Id;
        places = Array.ConvertAll(members, m => new Place { Column = m.Column, Slot = m.Slot });
        IsRun = true;
        for (var i = 1; i < members.Length; i++) IsRun &= members[i].Id == members[i - 1].Id + 1;
        numbers = new double[times.Length * members.Length];
    }

    public IReadOnlyList<SeriesHandle> Members => members;

    internal SeriesHandle[] Handles => members;

    internal SeriesGroup Group => group;

    /// <summary>How many series.</summary>
    internal int Width => places.Length;

    /// <summary>The id of its first series.</summary>
    internal int FirstId { get; }

    /// <summary>Whether the ids of its series follow one another, as those do that were made together.</summary>
    internal bool IsRun { get; }

    /// <summary>What a row needs of each series. Copied here: ten thousand lanes in turn would fetch each handle from far memory.</summary>
    internal Span<Place> Places => places;

    /// <summary>Where a series' newest number stands, and the scale at which its last one was a decimal: where to try first. By the writer.</summary>
    internal struct Place
    {
        public LabelColumn Column;
        public int Slot;
        public int Scale;
    }

    /// <summary>Its series were deleted, or belong to another lane now. Under the gate.</summary>
    public bool Ended { get; internal set; }

    /// <summary>Which capture its pages were marked for. By the writer.</summary>
    internal int MarkedFor { get; set; } = -1;

    /// <summary>
    /// Whether a row of this moment can be appended: it must be later than everything its series hold, or else each
    /// sample finds its place by itself (<see cref="SeriesStore.Append(SeriesHandle, in Sample)"/>). Under the gate.
    /// </summary>
    public bool Takes(long atUs)
    {
        if (seen != group.Disturbed) Look();
        return atUs > takenUs && !Ended;
    }

    // Somebody wrote a sample of its own to one of the entity's series.
    void Look()
    {
        takenUs = long.MinValue;
        foreach (var member in members)
            if (member.Newest is { } newest) takenUs = Math.Max(takenUs, newest.AtUs);
        seen = group.Disturbed;
        room = 0;
    }

    internal void Planned(long atUs) => takenUs = atUs;

    /// <summary>The newest row; false before the first. From any thread.</summary>
    public bool Newest(Span<double> into, Span<byte> doubtsInto, out long atUs)
    {
        lock (group.Sync)
        {
            atUs = last < 0 ? 0 : times[last];
            if (last < 0) return false;
            numbers.AsSpan(last * members.Length, members.Length).CopyTo(into);
            if (doubts is null) doubtsInto[..members.Length].Clear();
            else doubts.AsSpan(last * members.Length, members.Length).CopyTo(doubtsInto);
            return true;
        }
    }

    /// <summary>Whether the next row needs <see cref="Turn"/> first. Under the group's lock, as all that follows.</summary>
    internal bool Full => room == 0;

    /// <summary>Spreads what is there; how many rows come next depends on what the series hold.</summary>
    /// <param name="seal">seals a series that has enough</param>
    internal void Turn(int sealPoints, Action<SeriesHandle> seal)
    {
        var most = 0;
        foreach (var member in members)
        {
            if (member.Open.Count >= sealPoints) seal(member);
            most = Math.Max(most, member.Open.Count);
        }
        room = Math.Clamp(sealPoints - most, 1, MostRows);
    }

    internal void Add(long atUs, ReadOnlySpan<double> row, ReadOnlySpan<byte> rowDoubts, long rowLsn)
    {
        var n = places.Length;
        if (count == times.Length) Grow();
        times[count] = atUs;
        row.CopyTo(numbers.AsSpan(count * n, n));
        if (rowDoubts.Length > 0) rowDoubts.CopyTo((doubts ??= new byte[numbers.Length]).AsSpan(count * n, n));
        else if (doubts is not null) doubts.AsSpan(count * n, n).Clear();
        for (var i = 0; i < n; i++)
        {
            ref readonly var place = ref places[i];
            place.Column.OfferNumber(place.Slot, atUs, row[i], rowDoubts.Length > 0 ? rowDoubts[i] : (byte)0);
        }
        last = count++;
        room--;
        lsn = rowLsn;
        group.Staged = true;
    }

    void Grow()
    {
        var rows = Math.Min(MostRows, times.Length * 3);
        Array.Resize(ref times, rows);
        Array.Resize(ref numbers, rows * members.Length);
        if (doubts is not null) Array.Resize(ref doubts, rows * members.Length);
    }

    /// <summary>Gives its rows to their series. What is newest stays readable.</summary>
    internal void Spread()
    {
        if (count == 0) return;
        var rows = new LaneRows(times.AsSpan(0, count), numbers, doubts, members.Length);
        Points? before = null;
        for (var i = 0; i < members.Length; i++)
        {
            members[i].Take(rows, i, before, lsn);
            before = members[i].Points;
        }
        count = 0;
    }
}
