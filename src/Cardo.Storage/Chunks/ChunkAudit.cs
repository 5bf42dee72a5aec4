using Cardo.Storage.Store;

namespace Cardo.Storage.Chunks;

/// <summary>Looks whether a chunk can be read to its last byte and is what its row and its own statistics say.</summary>
internal static class ChunkAudit
{
    /// <returns>how many points it has</returns>
    public static long Points(SeriesTables.ChunkRow row, Action<string, string> fault)
    {
        long count = 0;
        try
        {
            var reader = new BlockReader(row.Bytes);
            while (reader.Next())
            {
                var points = reader.Points();
                count += points.Count;
                if (points.Count == 0) continue;
                if (points.FirstUs != row.T0Us || points.LastUs != row.T1Us) fault("chunk-statistics", $"chunk {row.Seq}: series {reader.Series} does not lie where the row says");
                for (var i = 1; i < points.Count; i++)
                {
                    if (points.TimeAt(i) > points.TimeAt(i - 1)) continue;
                    fault("chunk-statistics", $"chunk {row.Seq}: series {reader.Series} is not in order of time");
                    break;
                }
                if (reader.Stats(0) is { } told && !Same(told, points)) fault("chunk-statistics", $"chunk {row.Seq}: series {reader.Series} has other statistics than its points");
            }
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or IndexOutOfRangeException or ArgumentException or OutOfMemoryException)
        {
            fault("chunk-unreadable", $"chunk {row.Seq} can't be read: {e.Message}");
        }
        return count;
    }

    static bool Same(in Bucket told, Points points)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity, sum = 0, squares = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var value = points.NumberAt(i);
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
            sum += value;
            squares += value * value;
        }
        return told.Count == points.Count && told.Min.Equals(min) && told.Max.Equals(max) && Near(told.Sum, sum, Math.Max(Math.Abs(min), Math.Abs(max)) * points.Count)
            && Near(told.SumSquares, squares, squares) && told.Last.Number.Equals(points.NumberAt(points.Count - 1));
    }

    // Sums of decimals are kept exactly, those here are rounded along the way.
    static bool Near(double told, double found, double scale) => told.Equals(found) || Math.Abs(told - found) <= 1e-9 * Math.Max(1e-300, scale) || !double.IsFinite(scale);
}
