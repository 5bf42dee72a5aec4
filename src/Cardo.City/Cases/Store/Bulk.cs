using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cardo.Storage;

namespace Cardo.Cases.Store;

/// <summary>Writes rows many a statement: one each would cost most of the time of a group commit.</summary>
internal static class Bulk
{
    const int RowsAStatement = 40;

    /// <param name="then">what stands behind the values: <c>ON CONFLICT …</c></param>
    public static void Insert(Tx tx, string table, string[] columns, IReadOnlyList<object?[]> rows, string then = "")
    {
        DbCommand? full = null;
        try
        {
            for (var from = 0; from < rows.Count; from += RowsAStatement)
            {
                var count = Math.Min(RowsAStatement, rows.Count - from);
                if (count < RowsAStatement)
                {
                    using var rest = Make(tx, table, columns, count, then);
                    Fill(rest, columns.Length, rows, from, count);
                    return;
                }
                full ??= Make(tx, table, columns, RowsAStatement, then);
                Fill(full, columns.Length, rows, from, count);
            }
        }
        finally
        {
            full?.Dispose();
        }
    }

    /// <summary>"Is one of these"; the argument is what <see cref="Those{T}"/> makes of them.</summary>
    public static string Among(Tx tx, string name) => tx.Engine == Engine.Postgres ? $"= ANY(@{name})" : $"IN (SELECT value FROM json_each(@{name}))";

    /// <summary>Values as one argument: an array on PostgreSQL, JSON on SQLite, where a thousand arguments are looked up by name, each through all before it.</summary>
    public static object Those<T>(Tx tx, IReadOnlyCollection<T> values) => tx.Engine == Engine.Postgres ? values.ToArray() : JsonSerializer.Serialize(values);

    static DbCommand Make(Tx tx, string table, string[] columns, int rows, string then)
    {
        var command = tx.Connection.CreateCommand();
        command.Transaction = tx.Transaction;
        var sql = new StringBuilder("INSERT INTO ").Append(table).Append(" (").AppendJoin(", ", columns).Append(") VALUES ");
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < columns.Length; column++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"@p{row * columns.Length + column}");
                sql.Append(column == 0 ? "" : ", ").Append(name);
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }
            sql.Append(')');
        }
        command.CommandText = sql.Append(' ').Append(then).ToString();
        return command;
    }

    static void Fill(DbCommand command, int width, IReadOnlyList<object?[]> rows, int from, int count)
    {
        for (var row = 0; row < count; row++)
            for (var column = 0; column < width; column++)
                command.Parameters[row * width + column].Value = rows[from + row][column] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }
}
