using Cardo.Storage;

namespace Cardo.Twin.Store;

/// <summary>Rows of twin_contexts.</summary>
internal static class ContextRows
{
    /// <param name="Id">an id of our own, or the URL of a cached one</param>
    /// <param name="Kind">Hosted, Cached or ImplicitlyCreated</param>
    /// <param name="Doc">a JSON object with @context</param>
    public sealed record Row(string Id, string Kind, string Doc, long CreatedUs, long UsedUs);

    const string Columns = "SELECT id AS Id, kind AS Kind, doc AS Doc, created_us AS CreatedUs, used_us AS UsedUs FROM twin_contexts";

    public static Row? Find(Tx tx, string id) => tx.Query<Row>($"{Columns} WHERE id = @id", new { id }).FirstOrDefault();

    public static IReadOnlyList<Row> All(Tx tx) => tx.Query<Row>($"{Columns} ORDER BY kind, id");

    public static void Put(Tx tx, Row row) =>
        tx.Execute("INSERT INTO twin_contexts (id, kind, doc, created_us, used_us) VALUES (@Id, @Kind, @Doc, @CreatedUs, @UsedUs) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, doc = excluded.doc, used_us = excluded.used_us", row);

    public static void Remove(Tx tx, string id) => tx.Execute("DELETE FROM twin_contexts WHERE id = @id", new { id });

    /// <summary>Keeps the newest of a kind.</summary>
    public static void Trim(Tx tx, string kind, int keep) =>
        tx.Execute("DELETE FROM twin_contexts WHERE kind = @kind AND id NOT IN (SELECT id FROM twin_contexts WHERE kind = @kind ORDER BY used_us DESC, id LIMIT @keep)", new { kind, keep });

    public static long Count(Tx tx, string kind) => tx.Scalar<long>("SELECT COUNT(*) FROM twin_contexts WHERE kind = @kind", new { kind });
}
