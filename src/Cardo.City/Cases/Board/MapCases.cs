namespace Cardo.Cases.Board;

/// <summary>Cases that stand together on a map.</summary>
/// <param name="Number">the case, where it is one alone; else 0</param>
internal sealed record Cluster(double Lon, double Lat, int Count, int Late, int Closed, long Number);

/// <summary>A box of the map and what stands in it.</summary>
/// <param name="Extent">the smallest box around every case of it, in degrees; null where there is none</param>
internal sealed record CasesDrawn(IReadOnlyList<Cluster> Clusters, (double West, double South, double East, double North)? Extent);

/// <summary>What is to be drawn of a box: at most a few hundred marks, however many cases there are.</summary>
internal static class MapCases
{
    const int Cells = 24;

    public static CasesDrawn Run(double west, double south, double east, double north, CaseFilter filter, long sinceUs, long nowUs)
    {
        var cells = new (double Lon, double Lat, int Count, int Late, int Closed, long Number)[Cells * Cells];
        double width = Math.Max(1e-9, east - west), height = Math.Max(1e-9, north - south);
        var around = (West: double.MaxValue, South: double.MaxValue, East: double.MinValue, North: double.MinValue);
        filter.Walk((page, bits) => page.LastOpenedUs < sinceUs || page.Visit(bits, newestFirst: true, (in spot) =>
        {
            if (!spot.HasPlace || spot.Status == CaseStatus.Joined || spot.OpenedUs < sinceUs) return true;
            double x = (spot.Lon - west) / width, y = (spot.Lat - south) / height;
            if (!(x is >= 0 and < 1 && y is >= 0 and < 1)) return true;
            around = (Math.Min(around.West, spot.Lon), Math.Min(around.South, spot.Lat), Math.Max(around.East, spot.Lon), Math.Max(around.North, spot.Lat));
            ref var cell = ref cells[(int)(y * Cells) * Cells + (int)(x * Cells)];
            cell = (cell.Lon + spot.Lon, cell.Lat + spot.Lat, cell.Count + 1, cell.Late + (spot.IsOpen && spot.Late(nowUs) ? 1 : 0), cell.Closed + (spot.IsOpen ? 0 : 1), spot.Number);
            return true;
        }));
        var clusters = cells.Where(c => c.Count > 0).Select(c => new Cluster(c.Lon / c.Count, c.Lat / c.Count, c.Count, c.Late, c.Closed, c.Count == 1 ? c.Number : 0)).ToList();
        return new CasesDrawn(clusters, clusters.Count > 0 ? around : null);
    }
}
