using Cardo.Conformance.Support;

namespace Cardo.Conformance.NgsiLd;

/// <summary>ETSI GS CIM 009 clauses 4.11, 4.5.7 to 4.5.9, 4.5.19, 6.18 to 6.22: histories.</summary>
[Collection(nameof(LdCity))]
public class TemporalTests(CityHost city)
{
    const string Temporal = "/ngsi-ld/v1/temporal/entities";

    // One value a minute from 10:00 on: 0, 1, 2, …
    async Task<string> Given(string id, int n)
    {
        var instances = string.Join(',', Enumerable.Range(0, n).Select(i => $$"""{"type":"Property","value":{{i}},"unitCode":"MTR","observedAt":"2018-08-23T{{10 + i / 60:00}}:{{i % 60:00}}:00Z"}"""));
        var created = (await city.Send("POST", Temporal, $$"""{"id":"urn:ngsi-ld:Gauge:{{id}}","type":"Gauge","level":[{{instances}}],"state":[{"value":"a","observedAt":"2018-08-23T10:00:00Z"},{"value":"b","observedAt":"2018-08-23T10:01:00Z"}]}""")).Is(201);
        created.Header("Location").ShouldBe($"{Temporal}/urn:ngsi-ld:Gauge:{id}");
        return $"{Temporal}/urn:ngsi-ld:Gauge:{id}";
    }

    [Fact]
    public async Task A_history_is_told_by_instances()
    {
        var path = await Given("instances", 5);
        var told = (await city.Send("GET", path + "?timerel=between&timeAt=2018-08-23T10:01:00Z&endTimeAt=2018-08-23T10:03:00Z&pick=id,level")).Is(200);
        told.Text.ShouldBe("""{"id":"urn:ngsi-ld:Gauge:instances","level":[{"type":"Property","value":1,"unitCode":"MTR","observedAt":"2018-08-23T10:01:00Z"},{"type":"Property","value":2,"unitCode":"MTR","observedAt":"2018-08-23T10:02:00Z"}]}""");
        (await city.Send("GET", "/ngsi-ld/v1/entities/urn:ngsi-ld:Gauge:instances?options=keyValues&pick=level,state")).Text.ShouldBe("""{"level":4,"state":"b"}""");
    }

    [Theory]
    [InlineData("timerel=before&timeAt=2018-08-23T10:02:00Z", "0,1")]
    [InlineData("timerel=after&timeAt=2018-08-23T10:02:00Z", "3,4")]
    [InlineData("lastN=2", "3,4")]
    [InlineData("timerel=before&timeAt=2018-08-23T10:03:00Z&lastN=1", "2")]
    public async Task Values_are_told_as_pairs(string query, string values)
    {
        await city.Send("DELETE", "/ngsi-ld/v1/entities?type=Gauge&idPattern=pairs$");
        var path = $"{Temporal}/urn:ngsi-ld:Gauge:pairs{values.Replace(",", "")}{query.Length}";
        await Given(path[(path.LastIndexOf(':') + 1)..], 5);
        var told = (await city.Send("GET", $"{path}?{query}&options=temporalValues&pick=level")).Is(200);
        told.Json["level"]!["values"]!.AsArray().Select(v => v![0]!.ToString()).ShouldBe(values.Split(','));
    }

    [Fact]
    public async Task Statistics_are_told_by_periods()
    {
        var path = await Given("stats", 120);
        var told = (await city.Send("GET", path + "?options=aggregatedValues&aggrMethods=totalCount,min,max,avg,sum,stddev,sumsq&aggrPeriodDuration=PT1H&timerel=between&timeAt=2018-08-23T10:00:00Z&endTimeAt=2018-08-23T12:00:00Z&pick=level")).Is(200);
        var level = told.Json["level"]!;
        level["totalCount"]!.ToJsonString().ShouldBe("""[[60,"2018-08-23T10:00:00Z","2018-08-23T11:00:00Z"],[60,"2018-08-23T11:00:00Z","2018-08-23T12:00:00Z"]]""");
        ((double)level["avg"]![1]![0]!).ShouldBe(89.5);
        ((double)level["max"]![0]![0]!).ShouldBe(59);
        ((double)level["stddev"]![0]![0]!).ShouldBe(Math.Sqrt((3600 - 1) / 12.0), 1e-9);
        (await city.Send("GET", path + "?options=aggregatedValues&aggrMethods=distinctCount&pick=state")).Is(200).Json["state"]!["distinctCount"]![0]![0]!.ToString().ShouldBe("2");
        (await city.Send("GET", path + "?options=aggregatedValues&aggrMethods=totalCount&aggrPeriodDuration=P1M&pick=level")).Is(200).Json["level"]!["totalCount"]![0]![0]!.ToString().ShouldBe("120");
    }

    [Fact] // 6.3.10
    public async Task A_history_that_is_too_long_is_partial_content_and_says_how_far_it_goes()
    {
        var path = await Given("long", 500);
        var told = (await city.Send("GET", path + "?options=temporalValues&attrs=level")).Is(206);
        told.Header("Content-Range").ShouldBe("date-time 2018-08-23T10:00:00Z-2018-08-23T13:19:00Z/*");
        told.Json["level"]!["values"]!.AsArray().Count.ShouldBe(200);
        var rest = (await city.Send("GET", path + "?options=temporalValues&attrs=level&timerel=after&timeAt=2018-08-23T13:19:00Z")).Is(206);
        rest.Json["level"]!["values"]![0]![0]!.ToString().ShouldBe("200");
        (await city.Send("GET", path + "?options=temporalValues&attrs=level&lastN=10")).Is(200).Json["level"]!["values"]!.AsArray().Count.ShouldBe(10);
    }

    [Fact]
    public async Task Many_histories_are_queried()
    {
        await Given("many1", 3);
        await Given("many2", 3);
        var told = (await city.Send("GET", $"{Temporal}?type=Gauge&idPattern=many&timerel=after&timeAt=2018-01-01T00:00:00Z&options=temporalValues&count=true")).Is(200);
        told.Json.AsArray().Count.ShouldBe(2);
        told.Header("NGSILD-Results-Count").ShouldBe("2");
        (await city.Send("POST", "/ngsi-ld/v1/temporal/entityOperations/query", """{"type":"Query","entities":[{"type":"Gauge","idPattern":".*many1"}],"temporalQ":{"timerel":"after","timeAt":"2018-01-01T00:00:00Z"}}""")).Is(200).Json.AsArray().Count.ShouldBe(1);
        (await city.Send("GET", $"{Temporal}?type=Gauge")).IsProblem(400, "BadRequestData");
    }

    [Fact]
    public async Task What_is_written_to_the_entity_becomes_its_history_and_what_is_appended_to_history_does_not_become_current()
    {
        (await city.Send("POST", "/ngsi-ld/v1/entities", """{"id":"urn:ngsi-ld:Gauge:live","type":"Gauge","level":{"value":1,"observedAt":"2018-08-23T10:00:00Z"}}""")).Is(201);
        (await city.Send("PATCH", "/ngsi-ld/v1/entities/urn:ngsi-ld:Gauge:live/attrs/level", """{"value":2,"observedAt":"2018-08-23T11:00:00Z"}""")).Is(204);
        (await city.Send("POST", Temporal + "/urn:ngsi-ld:Gauge:live/attrs", """{"level":[{"value":0,"observedAt":"2018-08-23T09:00:00Z"}]}""")).Is(204);
        (await city.Send("GET", Temporal + "/urn:ngsi-ld:Gauge:live?options=temporalValues&pick=level")).Text.ShouldBe("""{"level":{"type":"Property","values":[[0,"2018-08-23T09:00:00Z"],[1,"2018-08-23T10:00:00Z"],[2,"2018-08-23T11:00:00Z"]]}}""");
        (await city.Send("GET", "/ngsi-ld/v1/entities/urn:ngsi-ld:Gauge:live?options=keyValues&pick=level")).Text.ShouldBe("""{"level":2}""");
        (await city.Send("GET", Temporal + "/urn:ngsi-ld:Gauge:none")).IsProblem(404, "ResourceNotFound");
    }

    [Fact] // 5.6.16
    public async Task A_deleted_history_is_gone_and_a_new_one_begins()
    {
        var path = await Given("forget", 5);
        (await city.Send("DELETE", path)).Is(204);
        (await city.Send("GET", path + "?pick=level")).Is(200).Text.ShouldBe("{}");
        (await city.Send("GET", "/ngsi-ld/v1/entities/urn:ngsi-ld:Gauge:forget?options=keyValues&pick=level")).Text.ShouldBe("""{"level":4}""");
        (await city.Send("PATCH", "/ngsi-ld/v1/entities/urn:ngsi-ld:Gauge:forget/attrs/level", """{"value":9,"observedAt":"2018-08-24T10:00:00Z"}""")).Is(204);
        (await city.Send("GET", path + "?pick=level&options=temporalValues")).Is(200).Text.ShouldBe("""{"level":{"type":"Property","values":[[9,"2018-08-24T10:00:00Z"]]}}""");
    }
}
