using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using System.Text;
using Cardo.Storage.Sql;
using Dapper;

namespace Cardo.Storage;

/// <summary>
/// One transaction on one connection. SQL is the subset both engines speak; parameters are written <c>@name</c> or
/// <c>:name</c> and taken from the properties of <c>args</c>; rows are classes or positional records with the columns in
/// the order of the query, and a column <c>modified_at_us</c> fills <c>ModifiedAtUs</c>. A transaction belongs to the thread and the call that received it and must not be kept.
/// </summary>
public sealed class Tx
{
    static readonly ConcurrentDictionary<(string Table, string Keys, Type Row), string> Upserts = new();

    static Tx()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.TypeMapProvider = RowMap.For;
    }

    internal Tx(Engine engine, DbConnection connection, DbTransaction transaction)
    {
        Engine = engine;
        Connection = connection;
        Transaction = transaction;
    }

    public Engine Engine { get; }

    public DbConnection Connection { get; }

    public DbTransaction Transaction { get; }

    /// <summary>Runs a statement (once for each element where <paramref name="args"/> is a sequence); the number of rows it touched.</summary>
    public int Execute(string sql, object? args = null) => Connection.Execute(sql, args, Transaction);

    /// <summary>Every row, read into memory: put a LIMIT on what can grow.</summary>
    public IReadOnlyList<T> Query<T>(string sql, object? args = null) => Connection.Query<T>(sql, args, Transaction).AsList();

    /// <summary>The first row, or default.</summary>
    public T? One<T>(string sql, object? args = null) => Connection.QueryFirstOrDefault<T>(sql, args, Transaction);

    /// <summary>The first column of the first row, or default.</summary>
    public T? Scalar<T>(string sql, object? args = null) => Connection.ExecuteScalar<T>(sql, args, Transaction);

    /// <summary>
    /// Writes rows whose property names are the columns in Pascal or snake case, replacing the ones whose key is there:
    /// <c>INSERT … ON CONFLICT (keys) DO UPDATE</c>, which both engines speak. Table and keys are words of the program,
    /// never input.
    /// </summary>
    /// <param name="keys">the columns of the primary key or a unique index, separated by commas</param>
    public int Upsert<T>(string table, string keys, params IEnumerable<T> rows) where T : notnull
    {
        // A checkpoint writes hundreds of thousands of rows: one command, its parameters named as they stand in the SQL,
        // because SQLite's driver tries every prefix for each value of each row otherwise.
        using var command = Connection.CreateCommand();
        command.Transaction = Transaction;
        command.CommandText = Upserts.GetOrAdd((table, keys, typeof(T)), UpsertSql);
        var columns = Columns(typeof(T)).Select(property => (property, Parameter(command, property.Name))).ToArray();
        var touched = 0;
        foreach (var row in rows)
        {
            foreach (var (property, parameter) in columns) parameter.Value = property.GetValue(row) ?? DBNull.Value;
            touched += command.ExecuteNonQuery();
        }
        return touched;
    }

    static DbParameter Parameter(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = "@" + name;
        command.Parameters.Add(parameter);
        return parameter;
    }

    static IEnumerable<PropertyInfo> Columns(Type row) => row.GetProperties().Where(p => p.GetIndexParameters().Length == 0);

    static string UpsertSql((string Table, string Keys, Type Row) of)
    {
        var properties = Columns(of.Row).Select(p => p.Name).ToList();
        var keys = of.Keys.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var columns = properties.Select(Snake).ToList();
        var rest = columns.Except(keys).Select(c => $"{c} = excluded.{c}").ToList();
        var then = rest.Count == 0 ? "NOTHING" : "UPDATE SET " + string.Join(", ", rest);
        return $"INSERT INTO {of.Table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", properties.Select(p => "@" + p))}) "
            + $"ON CONFLICT ({string.Join(", ", keys)}) DO {then}";
    }

    internal static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !char.IsUpper(name[i - 1]) && name[i - 1] != '_') text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
