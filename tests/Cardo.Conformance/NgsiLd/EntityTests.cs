using Cardo.Conformance.Support;

namespace Cardo.Conformance.NgsiLd;

/// <summary>ETSI GS CIM 009 clauses 6.4 to 6.7: entities and their attributes.</summary>
[Collection(nameof(LdCity))]
public class EntityTests(CityHost city)
{
    const string Entities = "/ngsi-ld/v1/entities";

    static string Lamp(string id, string more = "") => $$"""{"id":"urn:ngsi-ld:Lamp:{{id}}","type":"Lamp","power":{"type":"Property","value":40,"unitCode":"WTT"},"on":true{{more}}}""";

    async Task<string> Given(string id, string more = "")
    {
        (await city.Send("POST", Entities, Lamp(id, more))).Is(201);
        return $"{Entities}/urn:ngsi-ld:Lamp:{id}";
    }

    [Fact] // 6.4.3.1
    public async Task A_created_entity_has_a_location_and_can_be_had_there()
    {
        var created = (await city.Send("POST", Entities, Lamp("create"))).Is(201);
        created.Header("Location").ShouldBe("/ngsi-ld/v1/entities/urn:ngsi-ld:Lamp:create");
        created.Text.ShouldBeEmpty();
        var got = (await city.Send("GET", created.Header("Location")!)).Is(200);
        got.Text.ShouldBe("""{"id":"urn:ngsi-ld:Lamp:create","type":"Lamp","power":{"type":"Property","value":40,"unitCode":"WTT"},"on":{"type":"Property","value":true}}""");
        got.Header("Content-Type").ShouldBe("application/json");
        got.Header("Link")!.ShouldContain("https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.9.jsonld");
    }

    [Fact]
    public async Task A_head_request_tells_the_headers_alone()
    {
        var told = (await city.Send("HEAD", await Given("head"))).Is(200);
        told.Header("Content-Type").ShouldBe("application/json");
        told.Text.ShouldBeEmpty();
    }

    [Fact] // 6.5.2
    public async Task An_id_with_a_slash_is_found_by_its_escaped_form()
    {
        var created = (await city.Send("POST", Entities, """{"id":"https://city.example/lamps/1","type":"Lamp"}""")).Is(201);
        created.Header("Location").ShouldBe("/ngsi-ld/v1/entities/https%3A%2F%2Fcity.example%2Flamps%2F1");
        (await city.Send("GET", created.Header("Location")!)).Is(200).Json["id"]!.ToString().ShouldBe("https://city.example/lamps/1");
    }

    [Fact] // 5.6.1.4
    public async Task An_entity_that_exists_is_not_created_again()
    {
        await Given("twice");
        (await city.Send("POST", Entities, Lamp("twice"))).IsProblem(409, "AlreadyExists");
    }

    [Theory] // 6.3.2, 5.5.2
    [InlineData("{", 400, "InvalidRequest")]
    [InlineData("""{"id":"urn:x:1"}""", 400, "BadRequestData")]
    [InlineData("""{"id":"nothing","type":"T"}""", 400, "BadRequestData")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":NaN}""", 400, "InvalidRequest")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":{"value":1,"unitCode":"celsius"}}""", 400, "BadRequestData")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":null}""", 400, "BadRequestData")]
    [InlineData("""{"id":"urn:x:1","type":"T","@context":"https://example.org/c.jsonld"}""", 400, "BadRequestData")]
    public async Task What_is_wrong_is_told_as_problem_details(string body, int status, string type)
    {
        var told = await city.Send("POST", Entities, body);
        told.IsProblem(status, type);
        told.Header("Content-Type").ShouldBe("application/problem+json");
    }

    [Fact] // 6.3.2: 413 in the standard's shape
    public async Task A_body_beyond_the_limit_is_refused_without_being_read()
    {
        var big = $$"""{"id":"urn:x:big","type":"T","a":"{{new string('x', 2 << 20)}}"}""";
        (await city.Send("POST", Entities, big)).IsProblem(413, "BadRequestData");
    }

    [Fact] // 6.3.4
    public async Task Other_media_types_are_told_415_and_406()
    {
        (await city.Send("POST", Entities, "<x/>", "Content-Type: application/xml")).IsProblem(415, "InvalidRequest");
        var path = await Given("media");
        (await city.Send("GET", path, null, "Accept: text/html")).IsProblem(406, "InvalidRequest");
        (await city.Send("GET", path, null, "Accept: application/ld+json")).Is(200).Header("Content-Type").ShouldBe("application/ld+json");
        (await city.Send("GET", path, null, "Accept: text/html, */*;q=0.1")).Is(200);
    }

    [Fact] // 6.3.5
    public async Task The_context_stands_inside_ld_json_and_nowhere_else()
    {
        var own = """{"id":"urn:ngsi-ld:Lamp:ctx","type":"Lamp","glow":5,"@context":{"glow":"https://example.org/glow"}}""";
        (await city.Send("POST", Entities, own)).IsProblem(400, "BadRequestData");
        (await city.Send("POST", Entities, Lamp("ctx"), "Content-Type: application/ld+json")).IsProblem(400, "BadRequestData");
        (await city.Send("POST", Entities, own, "Content-Type: application/ld+json", "Link: <https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld>; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"")).IsProblem(400, "BadRequestData");
        (await city.Send("POST", Entities, own, "Content-Type: application/ld+json")).Is(201);
        var inside = (await city.Send("GET", Entities + "/urn:ngsi-ld:Lamp:ctx", null, "Accept: application/ld+json")).Is(200);
        inside.Json["@context"].ShouldNotBeNull();
        inside.Header("Link").ShouldBeNull();
        inside.Json["https://example.org/glow"].ShouldNotBeNull();
    }

    [Fact] // 5.6.17, 6.5.3.4
    public async Task A_merge_keeps_what_is_absent_and_deletes_what_is_null()
    {
        var path = await Given("merge", ",\"name\":\"a\",\"gone\":1");
        (await city.Send("PATCH", path, """{"power":{"value":50},"gone":"urn:ngsi-ld:null","fresh":1}""", "Content-Type: application/merge-patch+json")).Is(204);
        (await city.Send("GET", path + "?options=concise")).Text.ShouldBe("""{"id":"urn:ngsi-ld:Lamp:merge","type":"Lamp","power":{"value":50,"unitCode":"WTT"},"on":true,"name":"a","fresh":1}""");
        (await city.Send("PATCH", path, """{"power":{"unitCode":"KWT"}}""")).Is(204);
        (await city.Send("GET", path)).Json["power"]!.ToJsonString().ShouldBe("""{"type":"Property","value":50,"unitCode":"KWT"}""");
        (await city.Send("PATCH", Entities + "/urn:ngsi-ld:Lamp:none", """{"a":1}""")).IsProblem(404, "ResourceNotFound");
    }

    [Fact] // 5.6.18, 6.5.3.3
    public async Task A_replacement_leaves_nothing_of_before()
    {
        var path = await Given("replace");
        (await city.Send("PUT", path, """{"id":"urn:ngsi-ld:Lamp:replace","type":"Lamp","only":1}""")).Is(204);
        (await city.Send("GET", path + "?options=keyValues")).Text.ShouldBe("""{"id":"urn:ngsi-ld:Lamp:replace","type":"Lamp","only":1}""");
        (await city.Send("PUT", path, """{"id":"urn:ngsi-ld:Lamp:other","type":"Lamp"}""")).IsProblem(400, "BadRequestData");
    }

    [Fact] // 5.6.6, 6.5.3.2
    public async Task A_deleted_entity_is_gone()
    {
        var path = await Given("delete");
        (await city.Send("DELETE", path)).Is(204);
        (await city.Send("GET", path)).IsProblem(404, "ResourceNotFound");
        (await city.Send("DELETE", path)).IsProblem(404, "ResourceNotFound");
    }

    [Fact] // 5.6.3, 6.6.3.1
    public async Task Attributes_are_appended_and_with_noOverwrite_left_alone()
    {
        var path = await Given("append");
        (await city.Send("POST", path + "/attrs", """{"power":{"value":41},"more":1}""")).Is(204);
        var told = (await city.Send("POST", path + "/attrs?options=noOverwrite", """{"power":{"value":42},"third":1}""")).Is(207);
        told.Json["updated"]!.ToJsonString().ShouldBe("[\"third\"]");
        ((string?)told.Json["notUpdated"]![0]!["attributeName"]).ShouldBe("power");
        ((double)(await city.Send("GET", path)).Json["power"]!["value"]!).ShouldBe(41);
    }

    [Fact] // 5.6.2, 6.6.3.2
    public async Task An_update_touches_only_what_exists()
    {
        var path = await Given("update");
        var told = (await city.Send("PATCH", path + "/attrs", """{"power":{"value":45},"unknown":1}""")).Is(207);
        ((string?)told.Json["notUpdated"]![0]!["attributeName"]).ShouldBe("unknown");
        (await city.Send("GET", path)).Json["unknown"].ShouldBeNull();
    }

    [Fact] // 5.6.4, 6.7.3.1
    public async Task One_attribute_is_patched_replaced_and_deleted()
    {
        var path = await Given("attr");
        (await city.Send("PATCH", path + "/attrs/power", """{"value":60}""")).Is(204);
        (await city.Send("GET", path)).Json["power"]!.ToJsonString().ShouldBe("""{"type":"Property","value":60,"unitCode":"WTT"}""");
        (await city.Send("PUT", path + "/attrs/power", """{"type":"Property","value":70}""")).Is(204);
        (await city.Send("GET", path)).Json["power"]!.ToJsonString().ShouldBe("""{"type":"Property","value":70}""");
        (await city.Send("PATCH", path + "/attrs/nothing", """{"value":60}""")).IsProblem(404, "ResourceNotFound");
        (await city.Send("DELETE", path + "/attrs/power")).Is(204);
        (await city.Send("DELETE", path + "/attrs/power")).IsProblem(404, "ResourceNotFound");
    }

    [Fact] // 4.5.5 (multi-attribute), 5.6.5
    public async Task Instances_by_datasetId_live_side_by_side()
    {
        var path = await Given("multi", """,  "speed":[{"value":1},{"value":2,"datasetId":"urn:d:gps"},{"value":3,"datasetId":"urn:d:map"}]""");
        (await city.Send("PATCH", path + "/attrs/speed", """{"value":20,"datasetId":"urn:d:gps"}""")).Is(204);
        (await city.Send("GET", path + "?pick=speed&options=keyValues")).Text.ShouldBe("""{"speed":{"dataset":{"@none":1,"urn:d:gps":20,"urn:d:map":3}}}""");
        (await city.Send("GET", path + "?pick=speed&datasetId=urn:d:map")).Json["speed"]!.ToJsonString().ShouldBe("""{"type":"Property","value":3,"datasetId":"urn:d:map"}""");
        (await city.Send("DELETE", path + "/attrs/speed?datasetId=urn:d:gps")).Is(204);
        (await city.Send("DELETE", path + "/attrs/speed?deleteAll=true")).Is(204);
        (await city.Send("GET", path)).Json["speed"].ShouldBeNull();
    }

    [Fact] // 4.5.18 to 4.5.24: the kinds of attribute that came after 1.4
    public async Task Every_kind_of_attribute_comes_back_as_it_went_in()
    {
        const string all = """{"id":"urn:ngsi-ld:Lamp:kinds","type":["Lamp","Device"],"scope":["/a/b","/c"],"n":{"type":"LanguageProperty","languageMap":{"en":"Lamp","zh":"路燈"}},"v":{"type":"VocabProperty","vocab":"open"},"j":{"type":"JsonProperty","json":{"x":null}},"l":{"type":"ListProperty","valueList":[1,[2]]},"r":{"type":"ListRelationship","objectList":[{"object":"urn:a:1"}]},"g":{"type":"GeoProperty","value":{"type":"LineString","coordinates":[[1,2],[3,4]]}},"o":{"type":"Relationship","object":["urn:a:1","urn:a:2"],"objectType":"A"}}""";
        (await city.Send("POST", Entities, all)).Is(201);
        (await city.Send("GET", Entities + "/urn:ngsi-ld:Lamp:kinds")).Text.ShouldBe(all);
        (await city.Send("GET", Entities + "/urn:ngsi-ld:Lamp:kinds?lang=zh&pick=n&options=keyValues")).Text.ShouldBe("""{"n":"路燈"}""");
    }

    [Fact] // 4.5.16
    public async Task Geo_json_is_given_when_asked_for()
    {
        var path = await Given("geo", ",\"location\":{\"type\":\"Point\",\"coordinates\":[120.2,23]}");
        var told = (await city.Send("GET", path + "?options=keyValues", null, "Accept: application/geo+json")).Is(200);
        told.Header("Content-Type").ShouldBe("application/geo+json");
        ((string?)told.Json["type"]).ShouldBe("Feature");
        told.Json["geometry"]!.ToJsonString().ShouldBe("""{"type":"Point","coordinates":[120.2,23]}""");
        ((string?)told.Json["properties"]!["type"]).ShouldBe("Lamp");
    }

    [Fact] // 4.5.4, 4.8
    public async Task System_attributes_pick_and_omit_shape_the_answer()
    {
        var path = await Given("shape");
        (await city.Send("GET", path + "?options=sysAttrs")).Json["createdAt"].ShouldNotBeNull();
        (await city.Send("GET", path)).Json["createdAt"].ShouldBeNull();
        (await city.Send("GET", path + "?pick=id,power&options=keyValues")).Text.ShouldBe("""{"id":"urn:ngsi-ld:Lamp:shape","power":40}""");
        (await city.Send("GET", path + "?omit=power&options=keyValues")).Text.ShouldBe("""{"id":"urn:ngsi-ld:Lamp:shape","type":"Lamp","on":true}""");
        (await city.Send("GET", path + "?attrs=nothing")).IsProblem(404, "ResourceNotFound");
        (await city.Send("GET", path + "?options=banana")).IsProblem(400, "BadRequestData");
        (await city.Send("GET", path + "?entityMap=true")).Header("NGSILD-Warning").ShouldNotBeNull();
    }

    [Fact] // 4.5.23
    public async Task Linked_entities_are_joined_inside_or_beside()
    {
        var path = await Given("join", ",\"street\":{\"object\":\"urn:ngsi-ld:Street:join\"}");
        (await city.Send("POST", Entities, """{"id":"urn:ngsi-ld:Street:join","type":"Street","name":"x"}""")).Is(201);
        (await city.Send("GET", path + "?join=inline")).Json["street"]!["entity"]!["id"]!.ToString().ShouldBe("urn:ngsi-ld:Street:join");
        (await city.Send("GET", Entities + "?id=urn:ngsi-ld:Lamp:join&join=flat")).Json.AsArray().Count.ShouldBe(2);
    }

    [Fact] // federation is not here, and says so in the standard's shape
    public async Task What_is_not_supported_says_so()
    {
        (await city.Send("GET", "/ngsi-ld/v1/csourceRegistrations")).IsProblem(422, "OperationNotSupported");
        (await city.Send("DELETE", "/ngsi-ld/v1/temporal/entities/urn:x:1/attrs/a")).IsProblem(422, "OperationNotSupported");
    }
}
