using Cardo.Storage;

namespace Cardo.Twin.Store;

/// <summary>Rows of twin_entities.</summary>
internal static class EntityRows
{
    public sealed record Row(string Tenant, string Id, long Seq, byte[] Doc);

    public static IEnumerable<Row> All(Tx tx) => tx.Query<Row>("SELECT tenant AS Tenant, id AS Id, seq AS Seq, doc AS Doc FROM twin_entities ORDER BY seq");

    public static void Put(Tx tx, IEnumerable<Row> rows) =>
        tx.Execute("INSERT INTO twin_entities (tenant, id, seq, doc) VALUES (@Tenant, @Id, @Seq, @Doc) ON CONFLICT (tenant, id) DO UPDATE SET seq = excluded.seq, doc = excluded.doc", rows);

    public static void Remove(Tx tx, string tenant, string id) =>
        tx.Execute("DELETE FROM twin_entities WHERE tenant = @tenant AND id = @id", new { tenant, id });
}
