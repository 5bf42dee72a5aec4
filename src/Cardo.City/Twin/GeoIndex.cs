using Cardo.Standards.NgsiLd;

namespace Cardo.Twin;

/// <summary>
/// Where things are: a grid of cells of 0.005 degrees (about half a kilometre) by the box of <c>location</c>. Moving a
/// bus costs two dictionary operations. What covers more than 64 cells stands in a list of its own.
/// </summary>
internal sealed class GeoIndex
{
    const double CellDegrees = 0.005;
    const int Wide = 64;
    static readonly long[] wideCells = [long.MinValue];

    readonly Lock gate = new();
    readonly Dictionary<long, List<Slot>> cells = [];
    readonly HashSet<Slot> wide = [];

    /// <summary>Puts a slot where its geometry is; null takes it out.</summary>
    public void Place(Slot slot, GeoValue? geo)
    {
        var now = geo is null ? null : CellsOf(new GeoBox(geo.MinX, geo.MinY, geo.MaxX, geo.MaxY));
        if (slot.Cells is { } before && now is not null && before.AsSpan().SequenceEqual(now)) return;
        lock (gate)
        {
            if (slot.Cells is { } old) Take(slot, old);
            slot.Cells = now;
            if (now is null) return;
            if (ReferenceEquals(now, wideCells)) wide.Add(slot);
            else
                foreach (var cell in now)
                    (cells.TryGetValue(cell, out var list) ? list : cells[cell] = new List<Slot>(1)).Add(slot);
        }
    }

    void Take(Slot slot, long[] old)
    {
        if (ReferenceEquals(old, wideCells)) wide.Remove(slot);
        else
            foreach (var cell in old)
                if (cells.TryGetValue(cell, out var list) && list.Remove(slot) && list.Count == 0) cells.Remove(cell);
    }

    /// <summary>
    /// Slots whose box may touch <paramref name="box"/>, each once, in order of creation; null when asking every entity
    /// is as good.
    /// </summary>
    public Slot[]? Near(GeoBox box, int entities)
    {
        var (x0, y0, x1, y1) = Cells(box);
        var asked = (double)(x1 - x0 + 1) * (y1 - y0 + 1);
        if (asked > Math.Max(1024, entities)) return null;
        var found = new HashSet<Slot>();
        lock (gate)
        {
            for (var x = x0; x <= x1; x++)
                for (var y = y0; y <= y1; y++)
                    if (cells.TryGetValue(Key(x, y), out var list)) found.UnionWith(list);
            found.UnionWith(wide);
        }
        var slots = found.ToArray();
        Array.Sort(slots, static (a, b) => a.Seq.CompareTo(b.Seq));
        return slots;
    }

    static long[] CellsOf(GeoBox box)
    {
        var (x0, y0, x1, y1) = Cells(box);
        if ((double)(x1 - x0 + 1) * (y1 - y0 + 1) > Wide) return wideCells;
        var keys = new long[(x1 - x0 + 1) * (y1 - y0 + 1)];
        var n = 0;
        for (var x = x0; x <= x1; x++)
            for (var y = y0; y <= y1; y++) keys[n++] = Key(x, y);
        return keys;
    }

    static (int X0, int Y0, int X1, int Y1) Cells(GeoBox box) =>
        (Cell(box.MinX), Cell(box.MinY), Cell(box.MaxX), Cell(box.MaxY));

    static int Cell(double degrees) => (int)Math.Floor(Math.Clamp(degrees, -360, 360) / CellDegrees);

    static long Key(int x, int y) => ((long)x << 32) | (uint)y;
}
