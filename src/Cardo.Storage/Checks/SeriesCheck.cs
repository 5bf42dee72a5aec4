using Cardo.Storage.Chunks;

namespace Cardo.Storage.Checks;

/// <summary>Every sealed chunk is held against its hash, and it and every page of open points is unpacked.</summary>
internal static class SeriesCheck
{
    const string Restore = "Restore a backup (cardo restore); the rest of the history can be read.";

    public static (long Chunks, long Pages) Run(Db db, Action<StoreFault> told) =>
        (HistoryCheck.Run(db, f => told(new StoreFault($"storage_chunks, chunk {f.Seq}", f.What, Restore))).Chunks, Pages(db, told));

    static long Pages(Db db, Action<StoreFault> told) => db.Read(tx =>
    {
        long pages = 0;
        foreach (var row in Rows(tx, "SELECT page, bytes FROM storage_open"))
        {
            pages++;
            if (Unpack((byte[])row[1]) is { } fault) told(new StoreFault($"storage_open, page {row[0]}", fault, Restore));
        }
        return pages;
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

    static string? Unpack(byte[] bytes)
    {
        try
        {
            var reader = new BlockReader(bytes);
            while (reader.Next()) reader.Points();
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            return $"it can't be unpacked: {e.Message}";
        }
    }
}
