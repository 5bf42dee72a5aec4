using Cardo.Standards.NgsiLd;

namespace Cardo.Twin.Indexes;

/// <summary>
/// Where things are: a grid of cells of 0.005 degrees (about half a kilometre) by the box of <c>location</c>. Moving a
/// bus costs two dictionary operations. What covers more than 64 cells stands in a list of its own.
/// </summary>
internal sealed class GeoIndex
{
    const double CellDegrees = 0.005;
    const int Wide = 64;
    static readonly long[] wideCells = [long.MinValue];

    // Slots keep the key of their cell: all that stand in one cell share it.
    sealed class Cell(long key)
    {
        public readonly long[] Key = [key];
        public readonly List<Slot> Slots = new(1);
    }

    readonly Lock gate = new();
    readonly Dictionary<long, Cell> cells = [];
    readonly HashSet<Slot> wide = [];

    /// <summary>Puts a slot where its geometry is; null takes it out.</summary>
    public void Place(Slot slot, GeoValue? geo)
    {
        var (x0, y0, x1, y1) = geo is null ? default : Cells(new GeoBox(geo.MinX, geo.MinY, geo.MaxX, geo.MaxY));
        if (geo is not null && x0 == x1 && y0 == y1 && slot.Cells is [var there] && there == Key(x0, y0)) return;
        lock (gate)
        {
            if (slot.Cells is { } old) Take(slot, old);
            slot.Cells = null;
            if (geo is null) return;
            if ((double)(x1 - x0 + 1) * (y1 - y0 + 1) > Wide)
            {
                slot.Cells = wideCells;
                wide.Add(slot);
                return;
            }
            var keys = x0 == x1 && y0 == y1 ? null : new List<long>();
            for (var x = x0; x <= x1; x++)
                for (var y = y0; y <= y1; y++)
                {
                    var cell = cells.TryGetValue(Key(x, y), out var known) ? known : cells[Key(x, y)] = new Cell(Key(x, y));
                    cell.Slots.Add(slot);
                    if (keys is null) slot.Cells = cell.Key;
                    else keys.Add(cell.Key[0]);
                }
            if (keys is not null) slot.Cells = [.. keys];
        }
    }

    void Take(Slot slot, long[] old)
    {
        if (ReferenceEquals(old, wideCells)) wide.Remove(slot);
        else
            foreach (var key in old)
                if (cells.TryGetValue(key, out var cell) && cell.Slots.Remove(slot) && cell.Slots.Count == 0) cells.Remove(key);
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
        var found = new List<Slot>();
        HashSet<Slot>? several = null;
        lock (gate)
        {
            for (var x = x0; x <= x1; x++)
                for (var y = y0; y <= y1; y++)
                    if (cells.TryGetValue(Key(x, y), out var cell))
                        foreach (var slot in cell.Slots)
                            if (slot.Cells!.Length == 1 || (several ??= []).Add(slot)) found.Add(slot);
            found.AddRange(wide);
        }
        // Whole cells are more than the box: what stands outside of it needs no sorting.
        found.RemoveAll(s => s.Now?.Find(Names.Location)?.Value.Geo is not { } geo || !box.Touches(geo));
        var slots = found.ToArray();
        Array.Sort(slots, static (a, b) => a.Seq.CompareTo(b.Seq));
        return slots;
    }

    static (int X0, int Y0, int X1, int Y1) Cells(GeoBox box) =>
        (Index(box.MinX), Index(box.MinY), Index(box.MaxX), Index(box.MaxY));

    static int Index(double degrees) => (int)Math.Floor(Math.Clamp(degrees, -360, 360) / CellDegrees);

    static long Key(int x, int y) => ((long)x << 32) | (uint)y;
}
