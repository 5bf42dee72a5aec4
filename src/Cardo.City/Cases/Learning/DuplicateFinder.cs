using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// The matters of the last sixty days by place, so that likely duplicates of a new one are found among its neighbours
/// alone: a grid of 400 m, nine cells looked at, the latest 256 matters of each kept. Memory ends with the window.
/// Calls may come from any thread.
/// </summary>
public sealed class DuplicateFinder(DuplicateScore score)
{
    const double MetresPerDegree = 111_195;
    const int InCell = 256, MaxScored = 200;
    const double CrowdRadius_m = 150;

    readonly Lock gate = new();
    readonly Dictionary<(int X, int Y), List<MatterSketch>> cells = [];
    readonly Dictionary<string, (int X, int Y)> places = [];
    readonly Queue<MatterSketch> order = new();
    readonly WordPieces words = new();

    /// <summary>Matters within the window.</summary>
    public int Count
    {
        get { lock (gate) return order.Count; }
    }

    /// <summary>Remembers a matter; add them roughly in the order of their time. One without a place can't be found again.</summary>
    public void Add(MatterSketch matter)
    {
        lock (gate)
        {
            Trim(matter.AtUs);
            if (CellOf(matter) is not { } cell) return;
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, cell, out _);
            list ??= new(2);
            if (list.Count == InCell)
            {
                places.Remove(list[0].Id);
                list.RemoveAt(0);
            }
            list.Add(matter);
            places[matter.Id] = cell;
            order.Enqueue(matter);
        }
    }

    /// <summary>The work on a matter is done: what is reported there from now on is hardly the same again.</summary>
    public void Close(string id, long closedUs)
    {
        lock (gate)
        {
            if (!places.TryGetValue(id, out var cell) || !cells.TryGetValue(cell, out var list)) return;
            var at = list.FindIndex(m => m.Id == id);
            if (at >= 0) list[at] = list[at] with { ClosedUs = closedUs };
        }
    }

    /// <summary>Earlier matters that may be about the same thing, likeliest first.</summary>
    /// <param name="atLeast">score from which on they are told, 0..1</param>
    /// <param name="count">at most so many</param>
    public IReadOnlyList<LikelyDuplicate> Find(MatterSketch matter, double atLeast, int count = 5)
    {
        lock (gate)
        {
            var near = Near(matter);
            var crowd = near.Count(n => n.Metres < CrowdRadius_m && n.Matter.Service == matter.Service);
            return [.. near.Select(n => new LikelyDuplicate(n.Matter.Id, score.Score(n.Matter, matter, crowd, words), n.Metres, (matter.AtUs - n.Matter.AtUs) / 1e6))
                .Where(l => l.Score >= atLeast).OrderByDescending(l => l.Score).ThenBy(l => l.Id, StringComparer.Ordinal).Take(count)];
        }
    }

    /// <summary>The candidates and the crowd among them, for training.</summary>
    internal (List<(MatterSketch Matter, double Metres)> Near, int Crowd) Candidates(MatterSketch matter)
    {
        var near = Near(matter);
        return (near, near.Count(n => n.Metres < CrowdRadius_m && n.Matter.Service == matter.Service));
    }

    List<(MatterSketch Matter, double Metres)> Near(MatterSketch matter)
    {
        var near = new List<(MatterSketch Matter, double Metres)>();
        if (CellOf(matter) is not { } cell) return near;
        for (var x = cell.X - 1; x <= cell.X + 1; x++)
            for (var y = cell.Y - 1; y <= cell.Y + 1; y++)
            {
                if (!cells.TryGetValue((x, y), out var list)) continue;
                foreach (var one in list)
                    if (one.Id != matter.Id && one.AtUs <= matter.AtUs && matter.AtUs - one.AtUs <= PairFeatures.MaxGap_s * 1e6
                        && PairFeatures.Distance_m(one, matter) is <= PairFeatures.MaxDistance_m and var metres) near.Add((one, metres));
            }
        if (near.Count <= MaxScored) return near;
        return [.. near.OrderBy(n => n.Metres).ThenByDescending(n => n.Matter.AtUs).Take(MaxScored)];
    }

    void Trim(long nowUs)
    {
        while (order.TryPeek(out var oldest) && nowUs - oldest.AtUs > PairFeatures.MaxGap_s * 1e6)
        {
            order.Dequeue();
            if (!places.Remove(oldest.Id, out var cell) || !cells.TryGetValue(cell, out var list)) continue;
            list.RemoveAll(m => m.Id == oldest.Id);
            if (list.Count == 0) cells.Remove(cell);
        }
    }

    static (int X, int Y)? CellOf(MatterSketch matter)
    {
        if (matter is not { Lon: >= -180 and <= 180 and var lon, Lat: >= -89 and <= 89 and var lat }) return null;
        var shrink = Math.Cos(Math.Round(lat, 1) * Math.PI / 180);
        return ((int)Math.Floor(lon * MetresPerDegree * shrink / PairFeatures.MaxDistance_m), (int)Math.Floor(lat * MetresPerDegree / PairFeatures.MaxDistance_m));
    }
}
