using Cardo.Cases.Store;
using Cardo.Cases.Verbs;
using Cardo.Storage;

namespace Cardo.Cases.Board;

/// <summary>
/// Every case of the city in memory, a few dozen bytes each: lists, maps, clusters and figures are answered from here, and
/// only the rows that are shown are read from the database. Written by the one writer, after the commit.
/// </summary>
internal sealed class CaseBoard
{
    const int PageLength = 8192, CellsADegree = 200;

    readonly Lock sync = new();
    readonly List<Spot[]> pages = [];
    readonly Dictionary<string, ushort> numbers = new(StringComparer.Ordinal) { [""] = 0 };
    readonly List<string> names = [""];
    readonly Dictionary<long, List<long>> cells = [];
    readonly SortedSet<long> open = [], drawn = [];
    long last, version;

    public CaseBoard(Db db)
    {
        for (var from = 0L; ;)
        {
            var rows = db.Read(tx => CaseStore.After(tx, from, 10_000));
            if (rows.Count == 0) break;
            Put(rows.Select(r => Spelling.Read<Case>(r.State)));
            from = rows[^1].Number;
        }
    }

    public long LastNumber => Volatile.Read(ref last);

    /// <summary>Rises with every change.</summary>
    public long Version => Volatile.Read(ref version);

    public string Name(ushort number)
    {
        lock (sync) return names[number];
    }

    /// <summary>A name's number; null when no case has it.</summary>
    public ushort? NumberOf(string name)
    {
        lock (sync) return numbers.TryGetValue(name, out var number) ? number : null;
    }

    public void Put(IEnumerable<Case> changed)
    {
        lock (sync)
        {
            foreach (var each in changed) Put(each);
            version++;
        }
    }

    void Put(Case c)
    {
        var page = (int)(c.Number / PageLength);
        while (pages.Count <= page) pages.Add(new Spot[PageLength]);
        ref var spot = ref pages[page][c.Number % PageLength];
        var first = c.Decisions.Count > 0 ? c.Decisions[0] : null;
        var before = spot;
        spot = new Spot(c.Number, c.Status, c.Priority, Named(c.Service), Named(c.Unit ?? ""), before.FirstUnit != 0 ? before.FirstUnit : Named(first?.Unit ?? ""),
            before.Auto != 0 ? before.Auto : first is null ? (byte)0 : first.By == DecidedBy.Model ? (byte)3 : first.Automatic ? (byte)2 : (byte)1, c.Imported, c.Commitment?.Paused ?? false,
            c.Lon is { } lon ? (float)lon : float.NaN, c.Lat is { } lat ? (float)lat : float.NaN,
            c.OpenedUs, c.UpdatedUs, c.Commitment?.ResolveByUs ?? 0, c.ClosedUs ?? 0, c.Matters, (byte)Math.Min(c.Commitment?.Level ?? 0, byte.MaxValue),
            before.Advised != 0 ? before.Advised : Named(c.Advice?.Unit ?? (first?.By == DecidedBy.Model ? first.Unit : "")), Named(Answers.Unit(c) ?? ""), c.Check is null ? (byte)0 : c.Check.Right is { } right ? right ? (byte)2 : (byte)3 : (byte)1, c.Alarms.Count > 0);
        if (!before.There && spot.HasPlace) (cells.TryGetValue(Cell(spot.Lon, spot.Lat), out var list) ? list : cells[Cell(spot.Lon, spot.Lat)] = []).Add(c.Number);
        if (spot.IsOpen) open.Add(c.Number);
        else open.Remove(c.Number);
        if (spot.Check == 1) drawn.Add(c.Number);
        else if (before.Check == 1) drawn.Remove(c.Number);
        if (c.Number > last) Volatile.Write(ref last, c.Number);
    }

    ushort Named(string name)
    {
        if (numbers.TryGetValue(name, out var number)) return number;
        names.Add(name);
        return numbers[name] = (ushort)(names.Count - 1);
    }

    static long Cell(double lon, double lat) => (long)Math.Floor(lon * CellsADegree) * 1_000_000 + (long)Math.Floor(lat * CellsADegree);

    public Spot Find(long number)
    {
        lock (sync) return At(number);
    }

    Spot At(long number) => number > 0 && number / PageLength < pages.Count ? pages[(int)(number / PageLength)][number % PageLength] : default;

    /// <summary>Visits cases under the lock, so keep it short: open ones only, or all. Stops when the visitor says false.</summary>
    /// <param name="newestFirst">the highest number first</param>
    public void Visit(bool openOnly, bool newestFirst, Func<Spot, bool> visitor)
    {
        lock (sync)
        {
            if (openOnly)
            {
                foreach (var number in newestFirst ? open.Reverse() : open)
                    if (!visitor(At(number))) return;
                return;
            }
            for (var i = newestFirst ? last : 1; newestFirst ? i > 0 : i <= last; i += newestFirst ? -1 : 1)
                if (At(i) is { There: true } spot && !visitor(spot)) return;
        }
    }

    /// <summary>Visits cases that were drawn for a check of their dispatch and wait for it, the latest first.</summary>
    public void VisitDrawn(Func<Spot, bool> visitor)
    {
        lock (sync)
            foreach (var number in drawn.Reverse())
                if (!visitor(At(number))) return;
    }

    public int OpenCount
    {
        get { lock (sync) return open.Count; }
    }

    /// <summary>Cases within some metres of a place, in no order.</summary>
    public List<Spot> Near(double lon, double lat, double metres, Func<Spot, bool> where)
    {
        var found = new List<Spot>();
        double up = metres / Metres.ADegree, across = up / Math.Max(0.01, Math.Cos(lat * Math.PI / 180));
        lock (sync)
            for (var x = Math.Floor((lon - across) * CellsADegree); x <= Math.Floor((lon + across) * CellsADegree); x++)
                for (var y = Math.Floor((lat - up) * CellsADegree); y <= Math.Floor((lat + up) * CellsADegree); y++)
                    if (cells.TryGetValue((long)x * 1_000_000 + (long)y, out var list))
                        foreach (var number in list)
                            if (At(number) is var spot && where(spot) && Metres.Between(lon, lat, spot.Lon, spot.Lat) <= metres) found.Add(spot);
        return found;
    }
}
