using System.Data.Common;
using Cardo.Cases.Board;
using Cardo.Storage;

namespace Cardo.Cases.Store;

/// <summary>Some cases as the board takes them: for each a row of <see cref="SpotRow"/> and what was said, as it is looked through.</summary>
internal sealed record BoardRows(IReadOnlyList<(long Number, byte[] Spot, byte[] Words)> Rows);

/// <summary>The small rows that the board is read from at a start.</summary>
internal static class BoardStore
{
    static readonly string[] columns = ["number", "first_matter", "spot"];

    /// <summary>Writes rows with the cases they are of.</summary>
    public static void Put(Tx tx, IEnumerable<Case> cases) =>
        Bulk.Insert(tx, "cases_board", columns, [.. cases.Select(c => new object?[] { c.Number, c.FirstMatter, SpotRow.Write(c) })],
            "ON CONFLICT (number) DO UPDATE SET first_matter = excluded.first_matter, spot = excluded.spot");

    /// <summary>The rows of the numbers after <paramref name="after"/> up to <paramref name="last"/>, in order.</summary>
    public static BoardRows Read(Tx tx, long after, long last)
    {
        using var command = tx.Connection.CreateCommand();
        command.Transaction = tx.Transaction;
        command.CommandText = "SELECT b.number, b.spot, s.words, s.place FROM cases_board b LEFT JOIN cases_said s ON s.id = b.first_matter WHERE b.number > @after AND b.number <= @last ORDER BY b.number";
        Add(command, "after", after);
        Add(command, "last", last);
        var rows = new List<(long, byte[], byte[])>();
        using var reader = command.ExecuteReader();
        // A row at a time by hand: a million of them are what a city's start consists of.
        while (reader.Read())
            rows.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), CaseWords.Bytes(reader.IsDBNull(2) ? "" : reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3))));
        return new BoardRows(rows);
    }

    static void Add(DbCommand command, string name, long value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    /// <summary>Whether the rows are spelled as this program spells them, and how many cases they should be.</summary>
    public static (bool Fits, long Cases) State(Tx tx) =>
        (tx.Scalar<long>("SELECT board FROM cases_desk WHERE id = 1") == SpotRow.Version, tx.Scalar<long>("SELECT COUNT(*) FROM cases_cases"));

    public static long Count(Tx tx) => tx.Scalar<long>("SELECT COUNT(*) FROM cases_board");

    public static void Clear(Tx tx)
    {
        tx.Execute("DELETE FROM cases_board");
        tx.Execute("UPDATE cases_desk SET board = 0 WHERE id = 1");
    }

    /// <summary>All rows are there.</summary>
    public static void Made(Tx tx) => tx.Execute("UPDATE cases_desk SET board = @version WHERE id = 1", new { version = SpotRow.Version });
}
