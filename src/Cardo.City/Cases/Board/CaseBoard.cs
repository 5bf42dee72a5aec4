using Cardo.Storage;

namespace Cardo.Cases.Board;

/// <summary>
/// Every case of the city in memory, a few dozen bytes each: lists, maps, clusters and figures are answered from here, and
/// only the rows that are shown are read from the database. Written by the one writer, after the commit; nobody who reads waits
/// for anybody.
/// </summary>
internal sealed class CaseBoard
{
    const int CellsADegree = 200;

    readonly Lock sync = new();
    readonly SpotPages spots = new();
    readonly SpotNames names = new();
    readonly Dictionary<long, List<long>> cells = [];
    long version;

    public CaseBoard(Db db) => BoardLoad.Run(db, piece =>
    {
        Put([.. piece.Rows.Select(r => SpotRow.Read(r.Number, r.Spot, names))]);
        foreach (var (number, _, words) in piece.Rows) Words.Put(number, words);
    });

    /// <summary>What was said of each, to be looked through.</summary>
    public CaseWords Words { get; } = new();

    public long LastNumber => spots.Last;

    /// <summary>Rises with every change.</summary>
    public long Version => Volatile.Read(ref version);

    public string Name(ushort number) => names.Name(number);

    /// <summary>A name's number; null when no case has it.</summary>
    public ushort? NumberOf(string name) => names.Find(name);

    public void Put(IReadOnlyList<Case> changed) => Put([.. changed.Select(c => SpotRow.Read(c.Number, SpotRow.Write(c), names))]);

    void Put(Spot[] after)
    {
        lock (sync)
        {
            foreach (var spot in after)
                // A case may learn its place from a later matter.
                if (spot.HasPlace && spots.Find(spot.Number) is var before && !(before.There && before.HasPlace)) (cells.TryGetValue(Cell(spot.Lon, spot.Lat), out var list) ? list : cells[Cell(spot.Lon, spot.Lat)] = []).Add(spot.Number);
            spots.Put(after);
            Volatile.Write(ref version, version + 1);
        }
    }

    static long Cell(double lon, double lat) => (long)Math.Floor(lon * CellsADegree) * 1_000_000 + (long)Math.Floor(lat * CellsADegree);

    public Spot Find(long number) => spots.Find(number);

    /// <summary>Walks a steady picture of all cases, open ones only or all, while others go on writing. Stops when the visitor says false.</summary>
    /// <param name="newestFirst">the highest number first</param>
    public void Visit(bool openOnly, bool newestFirst, SpotVisitor visitor) => spots.Walk(openOnly, newestFirst, visitor);

    /// <summary>The same for what was reported since a moment, and perhaps some others: old pages are passed over.</summary>
    public void VisitSince(long sinceUs, bool newestFirst, SpotVisitor visitor) => spots.Walk(openOnly: false, newestFirst, visitor, sinceUs);

    /// <summary>A steady picture of all cases, page by page.</summary>
    public ReadOnlySpan<SpotPage> Pages => spots.Now;

    public int OpenCount => spots.OpenCount;

    /// <summary>Cases within some metres of a place, in no order.</summary>
    /// <param name="sinceUs">when only those matter that were reported since: older pages are not looked at</param>
    public List<Spot> Near(double lon, double lat, double metres, Func<Spot, bool> where, long sinceUs = long.MinValue)
    {
        var found = new List<Spot>();
        double up = metres / Metres.ADegree, across = up / Math.Max(0.01, Math.Cos(lat * Math.PI / 180));
        lock (sync)
        {
            var pages = spots.Now;
            for (var x = Math.Floor((lon - across) * CellsADegree); x <= Math.Floor((lon + across) * CellsADegree); x++)
                for (var y = Math.Floor((lat - up) * CellsADegree); y <= Math.Floor((lat + up) * CellsADegree); y++)
                {
                    if (!cells.TryGetValue((long)x * 1_000_000 + (long)y, out var list)) continue;
                    foreach (var number in list)
                    {
                        var page = pages[(int)(number / SpotPage.Length)];
                        if (page.LastOpenedUs < sinceUs) continue;
                        ref readonly var spot = ref page[(int)(number % SpotPage.Length)];
                        if (spot.OpenedUs >= sinceUs && Math.Abs(spot.Lat - lat) <= up * 1.01 && where(spot) && Metres.Between(lon, lat, spot.Lon, spot.Lat) <= metres) found.Add(spot);
                    }
                }
        }
        return found;
    }
}
