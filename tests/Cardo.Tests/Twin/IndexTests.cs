using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;
using Cardo.Twin;
using static Cardo.Tests.Twin.Make;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Twin;

public class IndexTests
{
    static Entity Sensor(int i, Random random) => Entity($"urn:{i}", i % 4 == 0 ? "AirQualityObserved" : "Lamp",
        Property("pm25", Math.Round(random.NextDouble() * 100, 1)), Text("status", random.Next(50) == 0 ? "broken" : "on"),
        new Attribute { Name = Iri("refCabinet"), Kind = AttributeKind.Relationship, Value = random.Next(9) == 0 ? Value.OfJson("[\"urn:c:1\",\"urn:c:2\"]"u8.ToArray()) : Value.Of($"urn:c:{random.Next(100)}") },
        new Attribute { Name = Iri("on"), Value = Value.Of(random.Next(2) == 0) },
        new Attribute { Name = Iri("several"), Value = Value.Of(random.Next(100)) },
        new Attribute { Name = Iri("several"), DatasetId = "urn:d", Value = Value.Of(random.Next(-100, 100)) },
        Location(120 + random.NextDouble() * 0.2, 23 + random.NextDouble() * 0.2));

    static Tenant Filled(int n, Random random)
    {
        var tenant = new Tenant("");
        for (var i = 0; i < n; i++) tenant.Set(tenant.Open($"urn:{i}", i), Sensor(i, random));
        return tenant;
    }

    static EntityQuery Asked(string q, string? type = "AirQualityObserved")
    {
        var filter = QFilter.Parse(q, LdContext.Core).Try(out var parsed, out var error) ? parsed : throw new ArgumentException(error.ToString());
        return new EntityQuery { Types = type is null ? null : [Iri(type)], Terms = filter.Necessary, Where = filter.Matches, Limit = 10_000, Count = true };
    }

    [Theory]
    [InlineData("pm25>95"), InlineData("pm25>=99.9"), InlineData("pm25<3"), InlineData("pm25==42.1..43.5"), InlineData("pm25==7,8.5,9")]
    [InlineData("status==\"broken\""), InlineData("refCabinet==\"urn:c:7\""), InlineData("refCabinet==\"urn:c:1\""), InlineData("on==true;pm25>90")]
    [InlineData("several>95"), InlineData("several<-95"), InlineData("several==0"), InlineData("several==-0.0;status==\"on\"")]
    [InlineData("(pm25>99|status==\"broken\");on==false"), InlineData("status!=\"on\""), InlineData("!missing;pm25>98"), InlineData("missing>3")]
    public void An_index_finds_what_a_scan_finds_while_values_change(string q)
    {
        var random = new Random(3);
        var tenant = Filled(4_000, random);
        var seq = 4_000L;
        foreach (var type in new[] { "AirQualityObserved", "Lamp", null })
            for (var round = 0; round < 3; round++)
            {
                var query = Asked(q, type);
                var page = tenant.Query(query);
                page.Items.Select(e => e.Id).ShouldBe(tenant.All().Where(e => (type is null || e.Is(Iri(type))) && query.Where!(e)).Select(e => e.Id));
                for (var n = 0; n < 1_500; n++)
                {
                    var i = random.Next(4_000);
                    if (random.Next(10) > 0) tenant.Set(tenant.Open($"urn:{i}", ++seq), Sensor(i, random));
                    else if (tenant.Find($"urn:{i}") is not null) tenant.Set(tenant.SlotOf($"urn:{i}")!, null);
                }
            }
    }

    [Theory]
    [InlineData("pm25>99"), InlineData("status==\"broken\""), InlineData("refCabinet==\"urn:c:7\""), InlineData("status==\"broken\";pm25>50")]
    public void What_an_index_can_answer_is_not_scanned(string q)
    {
        var tenant = new Tenant("");
        var random = new Random(4);
        for (var i = 0; i < 20_000; i++)
            tenant.Set(tenant.Open($"urn:{i}", i), Entity($"urn:{i}", "AirQualityObserved",
                Property("pm25", random.NextDouble() * 100), Text("status", random.Next(50) == 0 ? "broken" : "on"), Text("refCabinet", $"urn:c:{random.Next(100)}")));
        var page = tenant.Query(Asked(q));
        page.Items.Count.ShouldBeGreaterThan(0);
        // One step of the index may hold a few more than the answers.
        page.Examined.ShouldBeLessThan(600);
    }

    [Fact]
    public void A_box_and_a_threshold_are_asked_of_whichever_leaves_less()
    {
        var random = new Random(5);
        var tenant = Filled(20_000, random);
        var query = Asked("pm25>75") with { Near = new GeoBox(120.1, 23.1, 120.11, 23.11) };
        tenant.Query(query).Examined.ShouldBeLessThan(200);
        tenant.Query(Asked("pm25>99.8") with { Near = new GeoBox(120, 23, 120.2, 23.2) }).Examined.ShouldBeLessThan(200);
        tenant.Query(query).Items.ShouldBe(tenant.All().Where(e => e.Is(Iri("AirQualityObserved")) && query.Where!(e) && query.Near!.Value.Touches(e.Find(Names.Location)!.Value.Geo!)));
    }

    [Fact]
    public void A_page_of_a_type_and_its_number_look_at_a_page_and_not_at_the_type()
    {
        var tenant = Filled(20_000, new Random(6));
        var page = tenant.Query(new EntityQuery { Types = [Iri("Lamp")], Limit = 100, Count = true });
        page.Count.ShouldBe(15_000);
        page.Examined.ShouldBeLessThan(150);
    }

    [Fact]
    public void Only_so_many_indexes_are_kept()
    {
        var tenant = Filled(4_000, new Random(7));
        for (var n = 0; n < 100; n++) tenant.Query(Asked($"made{n}>1"));
        tenant.Query(Asked("pm25>50")).Items.ShouldBe(tenant.All().Where(e => e.Is(Iri("AirQualityObserved")) && e.Find(Iri("pm25"))!.Value.Number > 50));
        tenant.Indexes.ShouldBe(32);
    }
}
