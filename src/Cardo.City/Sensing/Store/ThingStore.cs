using Cardo.Storage;

namespace Cardo.Sensing.Store;

/// <summary>Rows of sensing_things.</summary>
internal static class ThingStore
{
    sealed class Row
    {
        public string Id { get; init; } = "";
        public string Tenant { get; init; } = "";
        public string? Name { get; init; }
        public string? Profile { get; init; }
        public string? Type { get; init; }
        public string? EntityId { get; init; }
        public double? Lon { get; init; }
        public double? Lat { get; init; }
    }

    const string Columns = "SELECT id, tenant, name, profile, type, entity_id, lon, lat FROM sensing_things";

    public static IReadOnlyList<Thing> All(Db db) => db.Read(tx => tx.Query<Row>(Columns + " ORDER BY id").Select(Of).ToList());

    public static Thing? Find(Db db, string id) => db.Read(tx => tx.One<Row>(Columns + " WHERE id = @id", new { id })) is { } row ? Of(row) : null;

    static Thing Of(Row r) => new(r.Id, r.Name, r.Profile, r.Type, r.EntityId, r.Lon, r.Lat, r.Tenant);

    public static void Put(Tx tx, IEnumerable<Thing> things, long nowUs)
    {
        foreach (var t in things)
            tx.Execute("""
                INSERT INTO sensing_things (id, tenant, name, profile, type, entity_id, lon, lat, created_us, modified_us)
                VALUES (@Id, @Tenant, @Name, @Profile, @Type, @EntityId, @Lon, @Lat, @nowUs, @nowUs)
                ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, name = excluded.name, profile = excluded.profile, type = excluded.type,
                    entity_id = excluded.entity_id, lon = excluded.lon, lat = excluded.lat, modified_us = excluded.modified_us
                """, new { t.Id, t.Tenant, t.Name, t.Profile, t.Type, t.EntityId, t.Lon, t.Lat, nowUs });
    }

    public static bool Remove(Tx tx, string id) => tx.Execute("DELETE FROM sensing_things WHERE id = @id", new { id }) > 0;
}
