using System.Runtime.InteropServices;
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
    const double NearlyRound = 1.05;

    readonly Lock sync = new();
    readonly SpotPages spots = new();
    readonly SpotNames names = new();
    readonly Dictionary<long, Cell> cells = [];
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
                if (spot.HasPlace) Stand(spot, spots.Find(spot.Number) is { There: true, HasPlace: true });
            spots.Put(after);
            Volatile.Write(ref version, version + 1);
        }
    }

    /// <summary>Where a case stands, beside its neighbours: those too far away are passed over without being fetched.</summary>
    readonly record struct Standing(long Number, float Lon, float Lat) : IComparable<Standing>
    {
        public int CompareTo(Standing other) => Number.CompareTo(other.Number);
    }

    /// <summary>The cases of a square, by number: whoever asks for the latest need not look at years of others.</summary>
    sealed class Cell
    {
        public List<Standing> All { get; } = [];

        /// <summary>How often one of them came or changed.</summary>
        public long Changes { get; set; }
    }

    void Stand(in Spot spot, bool there)
    {
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, CellOf(spot.Lon, spot.Lat), out _);
        (cell ??= new Cell()).Changes++;
        if (there) return;
        var list = cell.All;
        var standing = new Standing(spot.Number, spot.Lon, spot.Lat);
        if (list.Count == 0 || list[^1].Number < spot.Number) list.Add(standing);
        else if (list.BinarySearch(standing) is < 0 and var gap) list.Insert(~gap, standing);
    }

    static long CellOf(double lon, double lat) => (long)Math.Floor(lon * CellsADegree) * 1_000_000 + (long)Math.Floor(lat * CellsADegree);

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
            var first = new Standing((long)SpotPage.Length * spots.FirstSince(sinceUs), 0, 0);
            foreach (var cell in CellsAround(lon, lat, up, across))
            {
                var begin = cell.All.BinarySearch(first);
                foreach (ref readonly var standing in CollectionsMarshal.AsSpan(cell.All)[(begin < 0 ? ~begin : begin)..])
                {
                    // A little more than the circle: the earth is no plane. The measure below decides.
                    var (dx, dy) = ((standing.Lon - lon) / across, (standing.Lat - lat) / up);
                    if (dx * dx + dy * dy > NearlyRound) continue;
                    ref readonly var spot = ref pages[(int)(standing.Number / SpotPage.Length)][(int)(standing.Number % SpotPage.Length)];
                    if (spot.OpenedUs >= sinceUs && where(spot) && Metres.Between(lon, lat, spot.Lon, spot.Lat) <= metres) found.Add(spot);
                }
            }
        }
        return found;
    }

    /// <summary>Rises with every change of a case within some metres of a place, and of some that are a little further.</summary>
    public long ChangesAround(double lon, double lat, double metres)
    {
        double up = metres / Metres.ADegree, across = up / Math.Max(0.01, Math.Cos(lat * Math.PI / 180));
        lock (sync) return CellsAround(lon, lat, up, across).Sum(c => c.Changes);
    }

    IEnumerable<Cell> CellsAround(double lon, double lat, double up, double across)
    {
        for (var x = Math.Floor((lon - across) * CellsADegree); x <= Math.Floor((lon + across) * CellsADegree); x++)
            for (var y = Math.Floor((lat - up) * CellsADegree); y <= Math.Floor((lat + up) * CellsADegree); y++)
                if (cells.TryGetValue((long)x * 1_000_000 + (long)y, out var cell)) yield return cell;
    }
}
