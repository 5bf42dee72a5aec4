using Cardo.Conformance.Support;

namespace Cardo.Conformance.NgsiLd;

/// <summary>ETSI GS CIM 009 clauses 4.14, 6.3.14: tenants; and what a broker must survive.</summary>
[Collection(nameof(LdCity))]
public class TenantTests(CityHost city)
{
    const string Entities = "/ngsi-ld/v1/entities";

    [Fact]
    public async Task Tenants_are_made_by_writing_kept_apart_and_told_back()
    {
        (await city.Send("GET", Entities + "?type=T", null, "NGSILD-Tenant: nobody")).IsProblem(404, "NonexistentTenant");
        (await city.Send("POST", Entities, """{"id":"urn:ngsi-ld:T:1","type":"T","a":1}""", "NGSILD-Tenant: harbour")).Is(201).Header("NGSILD-Tenant").ShouldBe("harbour");
        (await city.Send("GET", Entities + "/urn:ngsi-ld:T:1")).IsProblem(404, "ResourceNotFound");
        (await city.Send("GET", Entities + "/urn:ngsi-ld:T:1", null, "NGSILD-Tenant: harbour")).Is(200).Header("NGSILD-Tenant").ShouldBe("harbour");
        (await city.Send("GET", Entities + "?type=T", null, "NGSILD-Tenant: no/name")).IsProblem(400, "BadRequestData");
    }

    [Fact]
    public async Task A_sender_that_makes_up_names_is_told_and_memory_stays_flat()
    {
        var refused = 0;
        for (var i = 0; i < 5 && refused == 0; i++)
        {
            var attributes = string.Join(',', Enumerable.Range(0, 900).Select(j => $"\"made{i}x{j}\":1"));
            var told = await city.Send("POST", Entities, $$"""{"id":"urn:ngsi-ld:Names:{{i}}","type":"Names",{{attributes}}}""", "NGSILD-Tenant: names");
            if (told.Status == 201) continue;
            refused++;
            told.IsProblem(400, "BadRequestData");
            told.Text.ShouldContain("twin.max_names");
        }
        refused.ShouldBe(1);
    }

    [Fact] // memory that grows under PATCH until the broker is killed
    public async Task Patching_a_thousand_times_leaves_one_entity()
    {
        (await city.Send("POST", Entities, """{"id":"urn:ngsi-ld:Patched:1","type":"Patched","n":0}""")).Is(201);
        for (var i = 1; i <= 300; i++) (await city.Send("PATCH", Entities + "/urn:ngsi-ld:Patched:1", $$"""{"n":{{i}}}""")).Is(204);
        (await city.Send("GET", Entities + "?type=Patched&options=keyValues")).Text.ShouldBe("""[{"id":"urn:ngsi-ld:Patched:1","type":"Patched","n":300}]""");
    }

    [Fact]
    public async Task Entities_histories_tenants_and_contexts_are_there_after_a_restart()
    {
        (await city.Send("POST", Entities, """{"id":"urn:ngsi-ld:Kept:1","type":"Kept","a":{"value":1,"observedAt":"2018-08-23T10:00:00Z","b":{"vocab":"x"}},"location":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}""", "NGSILD-Tenant: kept")).Is(201);
        var context = (await city.Send("POST", "/ngsi-ld/v1/jsonldContexts", """{"@context":{"k":"https://k.example/k"}}""")).Is(201).Header("Location")!;
        var before = (await city.Send("GET", Entities + "/urn:ngsi-ld:Kept:1?options=sysAttrs", null, "NGSILD-Tenant: kept")).Is(200).Text;
        await city.Restart();
        (await city.Send("GET", Entities + "/urn:ngsi-ld:Kept:1?options=sysAttrs", null, "NGSILD-Tenant: kept")).Is(200).Text.ShouldBe(before);
        (await city.Send("GET", "/ngsi-ld/v1/temporal/entities/urn:ngsi-ld:Kept:1?options=temporalValues&pick=a", null, "NGSILD-Tenant: kept")).Is(200).Text.ShouldContain("[[1,\"2018-08-23T10:00:00Z\"]]");
        (await city.Send("GET", context)).Is(200);
    }

    [Fact] // 5.15
    public async Task The_broker_says_who_it_is()
    {
        var told = (await city.Send("GET", "/ngsi-ld/v1/info/sourceIdentity")).Is(200);
        ((string?)told.Json["type"]).ShouldBe("ContextSourceIdentity");
    }
}
