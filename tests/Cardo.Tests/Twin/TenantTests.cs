using Cardo.Twin;
using static Cardo.Tests.Twin.Make;

namespace Cardo.Tests.Twin;

public class TenantTests
{
    static Tenant Filled(int n, Random random)
    {
        var tenant = new Tenant("");
        for (var i = 0; i < n; i++)
            Put(tenant, $"urn:{i}", i, random.NextDouble() * 0.2, random.NextDouble() * 0.2, i % 3 == 0 ? "Bus" : "Lamp");
        return tenant;
    }

    static void Put(Tenant tenant, string id, long seq, double lon, double lat, string type) =>
        tenant.Set(tenant.Open(id, seq), Entity(id, type, Location(lon, lat)));

    [Fact]
    public void The_geo_index_finds_what_a_scan_finds()
    {
        var random = new Random(7);
        var tenant = Filled(3_000, random);
        for (var i = 0; i < 3_000; i += 2) Put(tenant, $"urn:{i}", i, random.NextDouble() * 0.2, random.NextDouble() * 0.2, "Bus");
        for (var i = 0; i < 3_000; i += 7) tenant.Set(tenant.SlotOf($"urn:{i}")!, null);
        for (var n = 0; n < 200; n++)
        {
            var (x, y) = (random.NextDouble() * 0.2, random.NextDouble() * 0.2);
            var box = new GeoBox(x, y, x + random.NextDouble() * 0.05, y + random.NextDouble() * 0.05);
            var found = tenant.Query(new EntityQuery { Near = box, Limit = 5_000 }).Items.Select(e => e.Id);
            var scanned = tenant.All().Where(e => box.Touches(e.Find(Names.Location)!.Value.Geo!)).Select(e => e.Id);
            found.ShouldBe(scanned);
        }
    }

    [Fact]
    public void Pages_are_stable_while_others_come_and_go()
    {
        var tenant = Filled(500, new Random(1));
        var seen = new List<string>();
        for (var offset = 0; ; offset += 50)
        {
            var page = tenant.Query(new EntityQuery { Types = [Iri("Lamp")], Offset = offset, Limit = 50 });
            seen.AddRange(page.Items.Select(e => e.Id));
            Put(tenant, $"urn:new{offset}", 1_000 + offset, 0.1, 0.1, "Lamp");
            if (offset > 600) break;
        }
        seen.Distinct().Count().ShouldBe(seen.Count);
        seen.Count.ShouldBeGreaterThanOrEqualTo(333);
    }

    [Fact]
    public void The_number_of_a_type_is_known_without_counting()
    {
        var tenant = Filled(300, new Random(1));
        tenant.Query(new EntityQuery { Types = [Iri("Bus")], Limit = 0, Count = true }).Count.ShouldBe(100);
        for (var i = 0; i < 300; i += 3) tenant.Set(tenant.SlotOf($"urn:{i}")!, null);
        tenant.Query(new EntityQuery { Types = [Iri("Bus")], Count = true }).Count.ShouldBe(0);
        tenant.CountByType().ShouldBe(new Dictionary<string, int> { [Iri("Lamp")] = 200 });
    }

    [Fact]
    public void An_entity_that_gains_a_type_is_found_where_its_age_puts_it()
    {
        var tenant = Filled(10, new Random(1));
        var slot = tenant.SlotOf("urn:0")!;
        tenant.Set(slot, slot.Now!.With(types: [Iri("Bus"), Iri("Lamp")]));
        tenant.OfType(Iri("Lamp")).First().Id.ShouldBe("urn:0");
        tenant.Set(slot, slot.Now!.With(types: [Iri("Bus")]));
        tenant.OfType(Iri("Lamp")).Select(e => e.Id).ShouldNotContain("urn:0");
    }
}
