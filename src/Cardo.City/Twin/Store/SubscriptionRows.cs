using System.Text.Json;
using Cardo.Storage;
using Cardo.Twin.Subscriptions;

namespace Cardo.Twin.Store;

/// <summary>Rows of twin_subscriptions.</summary>
internal static class SubscriptionRows
{
    public sealed record Row(string Tenant, string Id, string Doc, string Context, string Fared, long CreatedUs, long ModifiedUs)
    {
        public Tally Tally() => JsonSerializer.Deserialize<Tally>(Fared) ?? new Tally();
    }

    public static IReadOnlyList<Row> All(Tx tx) =>
        tx.Query<Row>("SELECT tenant AS Tenant, id AS Id, doc AS Doc, context AS Context, fared AS Fared, created_us AS CreatedUs, modified_us AS ModifiedUs FROM twin_subscriptions ORDER BY tenant, id");

    public static void Put(Tx tx, Row row) =>
        tx.Execute("INSERT INTO twin_subscriptions (tenant, id, doc, context, fared, created_us, modified_us) VALUES (@Tenant, @Id, @Doc, @Context, @Fared, @CreatedUs, @ModifiedUs) ON CONFLICT (tenant, id) DO UPDATE SET doc = excluded.doc, context = excluded.context, fared = excluded.fared, modified_us = excluded.modified_us", row);

    public static void Tally(Tx tx, Row row) =>
        tx.Execute("UPDATE twin_subscriptions SET fared = @Fared WHERE tenant = @Tenant AND id = @Id", row);

    public static void Remove(Tx tx, string tenant, string id) =>
        tx.Execute("DELETE FROM twin_subscriptions WHERE tenant = @tenant AND id = @id", new { tenant, id });
}
