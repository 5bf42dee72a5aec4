namespace Cardo.Storage.Chunks;

/// <summary>Which points of a chunk fall into which period: found once for all columns that share its moments.</summary>
internal sealed class PeriodCuts(long fromUs, long toUs, long periodUs)
{
    readonly List<(int Period, int Start, int End)> cuts = [];

    (int Count, long FirstUs, long StepUs) regular;

    public int Count { get; private set; }

    /// <summary>Periods in order, with the points [Start, End) in each.</summary>
    public List<(int Period, int Start, int End)> All => cuts;

    /// <summary>The period that holds every point; -1 when there is none.</summary>
    public int Whole => cuts.Count == 1 && cuts[0].Start == 0 && cuts[0].End == Count ? cuts[0].Period : -1;

    int PeriodOf(long atUs) => (int)((atUs - fromUs) / periodUs);

    public void Regular(int count, long firstUs, long stepUs)
    {
        // A city's stations mostly keep the same hours: what was cut for the last one holds for the next.
        if (regular == (count, firstUs, stepUs)) return;
        regular = (count, firstUs, stepUs);
        cuts.Clear();
        Count = count;
        if (stepUs <= 0)
        {
            if (count > 1) throw new InvalidDataException("moments that don't rise");
            stepUs = 1;
        }
        var end = Index(toUs, count, firstUs, stepUs);
        for (var i = Index(fromUs, count, firstUs, stepUs); i < end;)
        {
            var period = PeriodOf(firstUs + i * stepUs);
            var next = Math.Min(end, Index(fromUs + (period + 1) * periodUs, count, firstUs, stepUs));
            cuts.Add((period, i, next));
            i = next;
        }
    }

    // The first point at or after a moment.
    static int Index(long atUs, int count, long firstUs, long stepUs) =>
        atUs <= firstUs ? 0 : (int)Math.Min((ulong)count, ((ulong)(atUs - firstUs) + (ulong)stepUs - 1) / (ulong)stepUs);

    public void Any(ReadOnlySpan<long> times)
    {
        regular = default;
        cuts.Clear();
        Count = times.Length;
        var i = 0;
        while (i < times.Length && times[i] < fromUs) i++;
        while (i < times.Length && times[i] < toUs)
        {
            var (start, period) = (i, PeriodOf(times[i]));
            var endUs = Math.Min(toUs, fromUs + (period + 1) * periodUs);
            while (i < times.Length && times[i] < endUs) i++;
            cuts.Add((period, start, i));
        }
    }
}
