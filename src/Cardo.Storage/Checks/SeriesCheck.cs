using Cardo.Storage.Chunks;

namespace Cardo.Storage.Checks;

/// <summary>Every sealed chunk and every page of open points is unpacked.</summary>
internal static class SeriesCheck
{
    const string Restore = "Restore a backup (cardo restore); the rest of the history can be read.";

    public static (long Chunks, long Pages) Run(Db db, Action<StoreFault> told) => db.Read(tx =>
    {
        long chunks = 0, pages = 0;
        foreach (var row in Rows(tx, "SELECT leader, t0_us, t1_us, bytes FROM storage_chunks"))
        {
            chunks++;
            var place = $"storage_chunks, leader {row[0]}, ends {row[2]}";
            if (Unpack((byte[])row[3]) is var (from, to, fault) && fault is not null) told(new StoreFault(place, fault, Restore));
            else if ((from, to) != ((long)row[1], (long)row[2])) told(new StoreFault(place, $"its points lie from {from} to {to}, the row says {row[1]} to {row[2]}", Restore));
        }
        foreach (var row in Rows(tx, "SELECT page, bytes FROM storage_open"))
        {
            pages++;
            if (Unpack((byte[])row[1]).Fault is { } fault) told(new StoreFault($"storage_open, page {row[0]}", fault, Restore));
        }
        return (chunks, pages);
    });

    static IEnumerable<object[]> Rows(Tx tx, string sql)
    {
        using var command = tx.Connection.CreateCommand();
        command.Transaction = tx.Transaction;
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return row;
        }
    }

    static (long FromUs, long ToUs, string? Fault) Unpack(byte[] bytes)
    {
        var (from, to) = (long.MaxValue, long.MinValue);
        try
        {
            var reader = new BlockReader(bytes);
            while (reader.Next())
            {
                var points = reader.Points();
                if (points.Count > 0) (from, to) = (Math.Min(from, points.FirstUs), Math.Max(to, points.LastUs));
            }
            return (from, to, null);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            return (0, 0, $"it can't be unpacked: {e.Message}");
        }
    }
}
