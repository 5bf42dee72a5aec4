using Cardo.Conformance.Support;

namespace Cardo.Conformance.NgsiLd;

/// <summary>ETSI GS CIM 009 clauses 5.6.7 to 5.6.10, 5.6.20, 6.14 to 6.17: batches, and purge.</summary>
[Collection(nameof(LdCity))]
public class BatchTests(CityHost city)
{
    const string Operations = "/ngsi-ld/v1/entityOperations/";

    static string Batch(string prefix, int n, int value) =>
        $"[{string.Join(',', Enumerable.Range(0, n).Select(i => $$"""{"id":"urn:ngsi-ld:Bin:{{prefix}}{{i}}","type":"Bin","level":{{value}}}"""))}]";

    async Task<double> Level(string id) => (double)(await city.Send("GET", $"/ngsi-ld/v1/entities/urn:ngsi-ld:Bin:{id}")).Is(200).Json["level"]!["value"]!;

    [Fact]
    public async Task A_batch_tells_what_was_created_and_what_was_not()
    {
        (await city.Send("POST", Operations + "create", Batch("c", 3, 1))).Is(201).Json.AsArray().Count.ShouldBe(3);
        var told = (await city.Send("POST", Operations + "create", Batch("c", 4, 2))).Is(207);
        told.Json["success"]!.ToJsonString().ShouldBe("[\"urn:ngsi-ld:Bin:c3\"]");
        told.Json["errors"]!.AsArray().Count.ShouldBe(3);
        told.Json["errors"]![0]!["error"]!["type"]!.ToString().ShouldBe("https://uri.etsi.org/ngsi-ld/errors/AlreadyExists");
        ((int)told.Json["errors"]![0]!["error"]!["status"]!).ShouldBe(409);
    }

    [Fact]
    public async Task An_upsert_creates_replaces_or_updates()
    {
        (await city.Send("POST", Operations + "upsert", Batch("u", 2, 1))).Is(201).Json.AsArray().Count.ShouldBe(2);
        (await city.Send("POST", Operations + "upsert", Batch("u", 2, 2))).Is(204);
        (await city.Send("POST", Operations + "upsert?options=update", """[{"id":"urn:ngsi-ld:Bin:u0","type":"Bin","extra":1}]""")).Is(204);
        (await Level("u0")).ShouldBe(2);
        (await city.Send("POST", Operations + "upsert", """[{"id":"urn:ngsi-ld:Bin:u0","type":"Bin","extra":1}]""")).Is(204);
        (await city.Send("GET", "/ngsi-ld/v1/entities/urn:ngsi-ld:Bin:u0")).Json["level"].ShouldBeNull();
    }

    [Fact]
    public async Task Update_merge_and_delete_tell_what_they_could_not_do()
    {
        (await city.Send("POST", Operations + "create", Batch("m", 2, 1))).Is(201);
        (await city.Send("POST", Operations + "update", Batch("m", 2, 5))).Is(204);
        (await Level("m1")).ShouldBe(5);
        (await city.Send("POST", Operations + "merge", """[{"id":"urn:ngsi-ld:Bin:m0","level":"urn:ngsi-ld:null","x":1},{"id":"urn:ngsi-ld:Bin:none","x":1}]""")).Is(207)
            .Json["errors"]![0]!["entityId"]!.ToString().ShouldBe("urn:ngsi-ld:Bin:none");
        (await city.Send("GET", "/ngsi-ld/v1/entities/urn:ngsi-ld:Bin:m0")).Json["level"].ShouldBeNull();
        (await city.Send("POST", Operations + "delete", """["urn:ngsi-ld:Bin:m0","urn:ngsi-ld:Bin:none"]""")).Is(207).Json["success"]!.AsArray().Count.ShouldBe(1);
        (await city.Send("POST", Operations + "delete", """["urn:ngsi-ld:Bin:m1"]""")).Is(204);
    }

    [Fact]
    public async Task One_bad_entity_does_not_spoil_the_batch()
    {
        var told = (await city.Send("POST", Operations + "upsert", """[{"id":"urn:ngsi-ld:Bin:b1","type":"Bin","level":1},{"id":"urn:ngsi-ld:Bin:b2","type":"Bin","level":{"value":1,"unitCode":"°C"}},{"type":"Bin"},5]""")).Is(207);
        told.Json["success"]!.AsArray().Count.ShouldBe(1);
        told.Json["errors"]!.AsArray().Select(e => e!["entityId"]!.ToString()).ShouldBe(["urn:ngsi-ld:Bin:b2", "", ""]);
        (await city.Send("POST", Operations + "upsert", "[]")).IsProblem(400, "BadRequestData");
        (await city.Send("POST", Operations + "upsert", "{}")).IsProblem(400, "BadRequestData");
        (await city.Send("POST", Operations + "upsert", "[{")).IsProblem(400, "InvalidRequest");
    }

    [Fact] // 5.2.17: what has no id that can be read is told by its place
    public async Task An_entity_without_an_id_is_found_by_its_place_in_the_batch()
    {
        var answer = await city.Send("POST", Operations + "create", """[{"id":"urn:ngsi-ld:Bin:placed","type":"Bin"},{"id":"a b","type":"Bin"},5]""");
        answer.Is(207);
        answer.Text.ShouldContain("Number 2 of the batch: id:");
        answer.Text.ShouldContain("Number 3 of the batch: An entity is a JSON object.");
    }

    [Fact] // 4.9: a value begins with no operator
    public async Task A_doubled_operator_of_a_query_is_refused()
    {
        (await city.Send("GET", "/ngsi-ld/v1/entities?type=Bin&q=level%3E%3E3")).IsProblem(400, "BadRequestData");
        (await city.Send("GET", "/ngsi-ld/v1/entities?type=Bin&q=level==%22%3E3%22")).Is(200);
    }

    [Fact] // today's brokers crash on this
    public async Task Simultaneous_upserts_of_the_same_entities_all_succeed()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => city.Send("POST", Operations + "upsert", Batch("s", 200, i))));
        all.ShouldAllBe(t => t.Status == 201 || t.Status == 204);
        (await city.Send("GET", "/ngsi-ld/v1/entities?type=Bin&idPattern=Bin:s&limit=0&count=true")).Header("NGSILD-Results-Count").ShouldBe("200");
    }

    [Fact]
    public async Task A_batch_beyond_the_limit_is_refused_in_the_standards_shape() =>
        (await city.Send("POST", Operations + "upsert", "[" + new string(' ', 11 << 20) + "]")).IsProblem(413, "BadRequestData");

    [Fact] // 5.6.21, since 1.9
    public async Task A_purge_deletes_what_is_selected_and_nothing_else()
    {
        (await city.Send("POST", Operations + "create", Batch("p", 1_200, 1).Replace("\"Bin\"", "\"Purged\""))).Is(201);
        (await city.Send("DELETE", "/ngsi-ld/v1/entities?type=Purged&idPattern=p[1-9]")).Is(204);
        (await city.Send("GET", "/ngsi-ld/v1/entities?type=Purged&limit=0&count=true")).Header("NGSILD-Results-Count").ShouldBe("1");
        (await city.Send("DELETE", "/ngsi-ld/v1/entities")).IsProblem(400, "BadRequestData");
    }
}
