using Cardo.Cases.Store;
using Cardo.Cases.Verbs;
using Cardo.Storage;

namespace Cardo.Cases.Board;

/// <summary>
/// Every case of the city in memory, a few dozen bytes each: lists, maps, clusters and figures are answered from here, and
/// only the rows that are shown are read from the database. Written by the one writer, after the commit; nobody who reads waits
/// for anybody.
/// </summary>
internal sealed class CaseBoard
{
    const int CellsADegree = 200, AtOnce = 10_000;

    readonly Lock sync = new();
    readonly SpotPages spots = new();
    readonly Dictionary<string, ushort> numbers = new(StringComparer.Ordinal) { [""] = 0 };
    readonly List<string> names = [""];
    readonly Dictionary<long, List<long>> cells = [];
    readonly SortedSet<long> drawn = [];
    long version;

    public CaseBoard(Db db)
    {
        // While some are read the ones before them are taken in, by all processors: a million are a matter of seconds.
        IReadOnlyList<CaseRow> Read(long from) => db.Read(tx => CaseStore.After(tx, from, AtOnce));
        for (var next = Task.Run(() => Read(0)); ;)
        {
            var rows = next.GetAwaiter().GetResult();
            if (rows.Count == 0) break;
            next = Task.Run(() => Read(rows[^1].Number));
            Put([.. rows.AsParallel().AsOrdered().Select(r => Spelling.Read<Case>(r.State))]);
            foreach (var row in rows) Words.Put(row.Number, row.Words ?? "", row.Place);
        }
    }

    /// <summary>What was said of each, to be looked through.</summary>
    public CaseWords Words { get; } = new();

    public long LastNumber => spots.Last;

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

    public void Put(IReadOnlyList<Case> changed)
    {
        lock (sync)
        {
            var after = changed.Select(Spot).ToList();
            foreach (var spot in after)
                if (spot.HasPlace && !spots.Find(spot.Number).There) (cells.TryGetValue(Cell(spot.Lon, spot.Lat), out var list) ? list : cells[Cell(spot.Lon, spot.Lat)] = []).Add(spot.Number);
            spots.Put(after);
            foreach (var spot in after)
                if (spot.Check == 1) drawn.Add(spot.Number);
                else drawn.Remove(spot.Number);
            Volatile.Write(ref version, version + 1);
        }
    }

    Spot Spot(Case c)
    {
        var first = c.Decisions.Count > 0 ? c.Decisions[0] : null;
        var before = spots.Find(c.Number);
        return new Spot(c.Number, c.Status, c.Priority, Named(c.Service), Named(c.Unit ?? ""), before.FirstUnit != 0 ? before.FirstUnit : Named(first?.Unit ?? ""),
            before.Auto != 0 ? before.Auto : first is null ? (byte)0 : first.By == DecidedBy.Model ? (byte)3 : first.Automatic ? (byte)2 : (byte)1, c.Imported, c.Commitment?.Paused ?? false,
            c.Lon is { } lon ? (float)lon : float.NaN, c.Lat is { } lat ? (float)lat : float.NaN,
            c.OpenedUs, c.UpdatedUs, c.Commitment?.ResolveByUs ?? 0, c.ClosedUs ?? 0, c.Matters, (byte)Math.Min(c.Commitment?.Level ?? 0, byte.MaxValue),
            before.Advised != 0 ? before.Advised : Named(c.Advice?.Unit ?? (first?.By == DecidedBy.Model ? first.Unit : "")), Named(Answers.Unit(c) ?? ""), c.Check is null ? (byte)0 : c.Check.Right is { } right ? right ? (byte)2 : (byte)3 : (byte)1, c.Alarms.Count > 0);
    }

    ushort Named(string name)
    {
        if (numbers.TryGetValue(name, out var number)) return number;
        names.Add(name);
        return numbers[name] = (ushort)(names.Count - 1);
    }

    static long Cell(double lon, double lat) => (long)Math.Floor(lon * CellsADegree) * 1_000_000 + (long)Math.Floor(lat * CellsADegree);

    public Spot Find(long number) => spots.Find(number);

    /// <summary>Walks a steady picture of all cases, open ones only or all, while others go on writing. Stops when the visitor says false.</summary>
    /// <param name="newestFirst">the highest number first</param>
    public void Visit(bool openOnly, bool newestFirst, SpotVisitor visitor) => spots.Walk(openOnly, newestFirst, visitor);

    /// <summary>Visits cases that were drawn for a check of their dispatch and wait for it, the latest first.</summary>
    public void VisitDrawn(SpotVisitor visitor)
    {
        long[] numbers;
        lock (sync) numbers = [.. drawn.Reverse()];
        foreach (var number in numbers)
            if (!visitor(spots.Find(number))) return;
    }

    public int OpenCount => spots.OpenCount;

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
                            if (spots.Find(number) is var spot && where(spot) && Metres.Between(lon, lat, spot.Lon, spot.Lat) <= metres) found.Add(spot);
        return found;
    }
}
