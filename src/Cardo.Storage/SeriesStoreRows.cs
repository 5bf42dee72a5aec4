using System.Runtime.InteropServices;
using Cardo.Storage.Chunks;

namespace Cardo.Storage;

/// <summary>Rows: samples of several series of one entity that were taken together, many entities in one record.</summary>
public sealed partial class SeriesStore
{
    /// <summary>Series in one lane: wider things are written sample by sample.</summary>
    public const int MostInLane = 128;

    readonly RowRecords rows = new();
    readonly List<PlannedRow> planned = [];
    Action<SeriesHandle>? sealNow;
    int captures;
    int numbersPlanned;

    const int HeldBytesANumber = 16;

    readonly record struct PlannedRow(SeriesLane Lane, long AtUs, ReadOnlyMemory<double> Numbers, ReadOnlyMemory<byte> Doubts, int End);

    /// <summary>Told of each row that a start applies again from the log; false asks for its samples one by one (<see cref="Replayed"/>).</summary>
    public Func<SeriesLane, long, bool>? ReplayedRow { get; set; }

    /// <summary>The lane of these series, in this order; null when they are not of one entity, or too many. Under the gate.</summary>
    public static SeriesLane? Lane(IReadOnlyList<SeriesHandle> members)
    {
        if (members.Count is 0 or > MostInLane) return null;
        var group = members[0].Group;
        foreach (var member in members)
            if (member.Group != group || member.Forgotten) return null;
        return group.Lane(members);
    }

    /// <summary>
    /// Puts a row into the next record; <see cref="AppendPlanned"/> writes it. The lane takes its moment
    /// (<see cref="SeriesLane.Takes"/>), and the memory stays as it is until then. Under the gate.
    /// </summary>
    /// <param name="doubts">quality of each number; empty when all are good</param>
    public void Plan(SeriesLane lane, long atUs, ReadOnlyMemory<double> numbers, ReadOnlyMemory<byte> doubts)
    {
        if (planned.Count == 0) rows.Begin(atUs);
        rows.Add(lane, atUs, numbers.Span, doubts.Span);
        numbersPlanned += numbers.Length;
        planned.Add(new PlannedRow(lane, atUs, numbers, doubts, rows.Written.Length));
        lane.Planned(atUs);
    }

    /// <summary>Logs and applies what was planned since the last time; the LSN to wait for. Under the gate.</summary>
    /// <param name="applied">told of each row while what it touched is still near: its place among the planned. Takes no lock.</param>
    public long AppendPlanned(Action<int>? applied = null)
    {
        if (planned.Count == 0) return log.TailLsn;
        // A number in a record of rows is a few bytes, and more in memory until it is in the database.
        var lsn = log.Append(Stream, rows.Written, Math.Max(0, numbersPlanned * HeldBytesANumber - rows.Written.Length));
        numbersPlanned = 0;
        // Each row has an LSN of its own, where it ends: a checkpoint may save a page between two rows of one series.
        var begin = lsn - rows.Written.Length;
        ApplyPlanned(begin, applied);
        planned.Clear();
        return lsn;
    }

    // Taking a lock waits until all that was written before is out: neighbours share one, and it is held until somebody else's turn.
    void ApplyPlanned(long begin, Action<int>? applied)
    {
        Lock? held = null;
        try
        {
            var rows = CollectionsMarshal.AsSpan(planned);
            for (var i = 0; i < rows.Length; i++)
            {
                ref readonly var row = ref rows[i];
                var sync = row.Lane.Group.Sync;
                if (sync != held)
                {
                    held?.Exit();
                    held = null;
                    sync.Enter();
                    held = sync;
                }
                Apply(row.Lane, row.AtUs, row.Numbers.Span, row.Doubts.Span, begin + row.End);
                applied?.Invoke(i);
            }
        }
        finally
        {
            held?.Exit();
        }
    }

    // Under the group's lock.
    void Apply(SeriesLane lane, long atUs, ReadOnlySpan<double> numbers, ReadOnlySpan<byte> doubts, long lsn)
    {
        if (lane.Full) lane.Turn(sealer.SealPoints, sealNow ??= SealNow);
        lane.Add(atUs, numbers, doubts, lsn);
        if (lane.MarkedFor == captures) return;
        lane.MarkedFor = captures;
        foreach (var member in lane.Handles) dirtyPages.Add(member.Id / SeriesSaver.PageSeries);
    }

    void SealNow(SeriesHandle series)
    {
        foreach (var member in sealer.Seal(series)) dirtyPages.Add(member.Id / SeriesSaver.PageSeries);
    }

    void ReplayRows(long end, ReadOnlySpan<byte> payload) => RowRecords.Read(payload, (ids, atUs, numbers, doubts, left) =>
    {
        var lsn = end - left;
        if (LaneOf(ids, lsn) is { } lane && lane.Takes(atUs))
        {
            lane.Planned(atUs);
            lock (lane.Group.Sync) Apply(lane, atUs, numbers, doubts, lsn);
            if (ReplayedRow?.Invoke(lane, atUs) != false) return;
            for (var i = 0; i < ids.Length; i++) Replayed?.Invoke(lane.Handles[i], Cell(atUs, numbers, doubts, i));
            return;
        }
        for (var i = 0; i < ids.Length; i++)
        {
            if (catalog.Find(ids[i]) is not { } series) continue;
            var sample = Cell(atUs, numbers, doubts, i);
            if (lsn > series.AppliedLsn) Apply(series, sample, lsn);
            Replayed?.Invoke(series, sample);
        }
    });

    static Sample Cell(long atUs, ReadOnlySpan<double> numbers, ReadOnlySpan<byte> doubts, int i) =>
        new(atUs, SampleKind.Number, numbers[i], null, doubts.Length > 0 ? (Kernel.Quality)doubts[i] : Kernel.Quality.Good);

    // None while what the database holds of one of them may go beyond this record.
    SeriesLane? LaneOf(ReadOnlySpan<int> ids, long lsn)
    {
        if (catalog.Find(ids[0]) is not { } first) return null;
        var lane = first.Group.Lane(ids);
        if (lane is null)
        {
            var members = new SeriesHandle[ids.Length];
            for (var i = 0; i < ids.Length; i++)
            {
                if (catalog.Find(ids[i]) is not { } member) return null;
                members[i] = member;
            }
            lane = Lane(members);
        }
        if (lane is null) return null;
        lock (lane.Group.Sync)
            foreach (var member in lane.Handles)
                if (lsn <= member.AppliedSoFar) return null;
        return lane;
    }
}
