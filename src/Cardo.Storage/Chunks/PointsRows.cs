using Cardo.Kernel;

namespace Cardo.Storage.Chunks;

/// <summary>How rows of a lane are added: many at once, and later than all there is.</summary>
internal sealed partial class Points
{
    /// <param name="beside">took the same rows just before: where both are in step, its moments are copied</param>
    public void Add(in LaneRows rows, int column, Points? beside)
    {
        var (from, n) = (count, rows.Times.Length);
        // Whoever wrote past the lane may have been ahead of it.
        if (from > 0 && rows.Times[0] <= LastUs)
        {
            for (var i = 0; i < n; i++) Put(new Sample(rows.Times[i], SampleKind.Number, rows.Number(i, column), null, (Quality)rows.Doubts(i, column)));
            return;
        }
        if (beside is not null && InStep(beside, from + n)) CopySteps(beside, from, n);
        else
            for (var i = 0; i < n; i++) Open(count, rows.Times[i]);
        for (var i = 0; i < n; i++)
        {
            SetNumber(from + i, rows.Number(i, column));
            var doubt = rows.Doubts(i, column);
            if (doubts is not null || doubt != 0) (doubts ??= new byte[Capacity])[from + i] = doubt;
        }
    }

    bool InStep(Points beside, int countAfter) =>
        times is null && beside.times is null && beside.count == countAfter
        && (count == 0 || (baseUs == beside.baseUs && unitUs == beside.unitUs));

    void CopySteps(Points beside, int from, int n)
    {
        if (count == 0) (baseUs, unitUs) = (beside.baseUs, beside.unitUs);
        while (Capacity < from + n) Resize(Math.Max(from + n, Capacity + (Capacity >> 1)));
        beside.steps.AsSpan(from, n).CopyTo(steps.AsSpan(from));
        count += n;
    }
}
