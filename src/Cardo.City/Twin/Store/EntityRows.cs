using System.Data.Common;
using Cardo.Storage;

namespace Cardo.Twin.Store;

/// <summary>Rows of twin_entities.</summary>
internal static class EntityRows
{
    public sealed record Row(string Tenant, string Id, long Seq, byte[] Doc);

    /// <summary>Every row, one after the other, in the order the database has them: a million don't fit twice.</summary>
    public static IEnumerable<Row> All(Tx tx)
    {
        using var command = tx.Connection.CreateCommand();
        command.Transaction = tx.Transaction;
        command.CommandText = "SELECT tenant, id, seq, doc FROM twin_entities";
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return new Row(TenantOf(reader), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));
    }

    public static long Count(Tx tx) => tx.Scalar<long>("SELECT count(*) FROM twin_entities");

    static string TenantOf(DbDataReader reader) => reader.GetString(0) is { Length: > 0 } name ? Names.One(name) : "";

    public static void Put(Tx tx, IEnumerable<Row> rows) => tx.Upsert("twin_entities", "tenant,id", rows);

    public static void Remove(Tx tx, string tenant, string id) =>
        tx.Execute("DELETE FROM twin_entities WHERE tenant = @tenant AND id = @id", new { tenant, id });
}
