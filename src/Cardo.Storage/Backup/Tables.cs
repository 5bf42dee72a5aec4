using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Cardo.Storage.Backup;

/// <summary>The tables of a database as a backup sees them: their names, their columns, their rows.</summary>
internal static class Tables
{
    /// <summary>Not copied: a restore applies the migrations, which writes it.</summary>
    public const string Migrations = "storage_migrations";

    /// <summary>Every table in the order it was made, so that what is referred to comes first.</summary>
    public static IReadOnlyList<string> All(Tx tx) =>
        [.. tx.Query<string>(tx.Engine == Engine.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
            : "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY oid").Where(t => t != Migrations)];

    public static long Count(Tx tx, string table) => tx.Scalar<long>($"SELECT count(*) FROM {table}");

    public static IReadOnlyDictionary<string, int> Applied(Tx tx) =>
        tx.Query<RoomCount>($"SELECT room, count(*) AS count FROM {Migrations} GROUP BY room").ToDictionary(r => r.Room, r => (int)r.Count, StringComparer.Ordinal);

    internal sealed record RoomCount(string Room, long Count);

    public static void Read(Tx tx, string table, Action<DbDataReader> read)
    {
        using var command = tx.Connection.CreateCommand();
        command.Transaction = tx.Transaction;
        command.CommandText = $"SELECT * FROM {table}";
        using var rows = command.ExecuteReader();
        read(rows);
    }

    public static void Empty(Tx tx, IEnumerable<string> tables)
    {
        foreach (var table in tables.Reverse()) tx.Execute($"DELETE FROM {table}");
    }

    /// <summary>Fills an empty table; how many rows.</summary>
    public static long Fill(Tx tx, string table, Stream from, Action<long> done) => tx.Engine == Engine.Sqlite ? FillSqlite(tx, table, from, done) : FillPostgres(tx, table, from, done);

    static long FillSqlite(Tx tx, string table, Stream from, Action<long> done)
    {
        using var command = tx.Connection.CreateCommand();
        command.Transaction = tx.Transaction;
        long count = 0;
        return RowStream.Read(from, columns =>
        {
            command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns.Select(Name))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
            for (var i = 0; i < columns.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                command.Parameters.Add(parameter);
            }
        }, row =>
        {
            for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
            if (++count % 1024 == 0) done(count);
        });
    }

    sealed record Column(string Name, string Type, string Identity);

    // Copied in binary: a row at a time costs minutes for a million. A column the database numbers by itself is left to it.
    static long FillPostgres(Tx tx, string table, Stream from, Action<long> done)
    {
        var there = tx.Query<Column>("SELECT column_name::text AS name, data_type::text AS type, is_identity::text AS identity FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = @table", new { table })
            .ToDictionary(c => c.Name, StringComparer.Ordinal);
        Column?[] into = [];
        NpgsqlBinaryImporter? import = null;
        long count = 0;
        try
        {
            var rows = RowStream.Read(from, columns =>
            {
                into = [.. columns.Select(c => there.TryGetValue(c, out var column) ? column : throw new InvalidDataException($"{table} has no column {c}"))];
                for (var i = 0; i < into.Length; i++)
                    if (into[i]!.Identity == "YES") into[i] = null;
                import = ((NpgsqlConnection)tx.Connection).BeginBinaryImport($"COPY {table} ({string.Join(", ", into.Where(c => c is not null).Select(c => Name(c!.Name)))}) FROM STDIN (FORMAT BINARY)");
            }, row =>
            {
                import!.StartRow();
                for (var i = 0; i < row.Length; i++)
                    if (into[i] is { } column) Write(import, row[i], column.Type);
                if (++count % 1024 == 0) done(count);
            });
            import!.Complete();
            return rows;
        }
        finally
        {
            import?.Dispose();
        }
    }

    static void Write(NpgsqlBinaryImporter to, object? value, string type)
    {
        if (value is null) to.WriteNull();
        else if (type == "integer") to.Write((int)(long)value, NpgsqlDbType.Integer);
        else if (type == "double precision") to.Write(Convert.ToDouble(value, null), NpgsqlDbType.Double);
        else
            switch (value)
            {
                case long whole: to.Write(whole, NpgsqlDbType.Bigint); break;
                case string text: to.Write(text, NpgsqlDbType.Text); break;
                case byte[] bytes: to.Write(bytes, NpgsqlDbType.Bytea); break;
                default: throw new InvalidDataException($"a value of {value.GetType()} for a column of type {type}");
            }
    }

    static string Name(string column) => $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
