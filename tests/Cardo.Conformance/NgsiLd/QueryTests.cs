using Cardo.Conformance.Support;

namespace Cardo.Conformance.NgsiLd;

/// <summary>ETSI GS CIM 009 clauses 4.9, 4.10, 5.7.2, 6.4.3.2, 6.23: queries.</summary>
[Collection(nameof(LdCity))]
public class QueryTests(CityHost city)
{
    const string Entities = "/ngsi-ld/v1/entities";
    static readonly SemaphoreSlim once = new(1);
    static bool given;

    // Twelve posts in a row along a parallel, 0.01 degrees (about a kilometre) apart.
    async Task Given()
    {
        await once.WaitAsync(TestContext.Current.CancellationToken);
        if (!given)
        {
            var batch = string.Join(',', Enumerable.Range(0, 12).Select(i => $$"""{"id":"urn:ngsi-ld:Post:{{i:00}}","type":["Post"{{(i % 2 == 0 ? ",\"Even\"" : "")}}],"scope":"/row/{{i % 3}}","height":{{i}},"kind":"{{(i < 6 ? "low" : "high")}}","location":{"type":"Point","coordinates":[{{120 + i * 0.01}},0] } }"""));
            (await city.Send("POST", "/ngsi-ld/v1/entityOperations/create", $"[{batch}]")).Is(201).Json.AsArray().Count.ShouldBe(12);
            given = true;
        }
        once.Release();
    }

    async Task<string> Ids(string query)
    {
        await Given();
        var told = (await city.Send("GET", $"{Entities}?pick=id&limit=100&{query}")).Is(200);
        return string.Join(',', told.Json.AsArray().Select(e => e!["id"]!.ToString()[^2..]));
    }

    [Theory]
    [InlineData("type=Post&q=height%3E9", "10,11")]
    [InlineData("type=Post;Even&q=height%3E9", "10")]
    [InlineData("type=(Post;Even)|Nothing&q=height%3E9", "10")]
    [InlineData("type=Post&q=height==0|height==1;kind==%22high%22", "00")]
    [InlineData("type=Post&q=(height==0|height==1);kind==%22high%22", "")]
    [InlineData("type=Post&q=height==2..4", "02,03,04")]
    [InlineData("type=Post&q=height==1,3", "01,03")]
    [InlineData("type=Post&q=kind~=^hi;height%3C8", "06,07")]
    [InlineData("type=Post&idPattern=.*:0[12]$", "01,02")]
    [InlineData("id=urn:ngsi-ld:Post:07,urn:ngsi-ld:Post:03", "03,07")]
    [InlineData("scopeQ=/row/2&type=Post", "02,05,08,11")]
    [InlineData("type=Post&georel=near;maxDistance==1500&geometry=Point&coordinates=[120.02,0]", "01,02,03")]
    [InlineData("type=Post&georel=within&geometry=Polygon&coordinates=[[[120.035,-1],[120.055,-1],[120.055,1],[120.035,1],[120.035,-1]]]", "04,05")]
    [InlineData("type=Post&georel=disjoint&geometry=Polygon&coordinates=[[[119,-1],[120.095,-1],[120.095,1],[119,1],[119,-1]]]", "10,11")]
    public async Task Entities_are_selected(string query, string ids) => (await Ids(query)).ShouldBe(ids);

    [Fact] // 6.3.10, 6.3.13
    public async Task Pages_are_stable_linked_and_counted()
    {
        await Given();
        var first = (await city.Send("GET", $"{Entities}?type=Post&pick=id&limit=5&count=true")).Is(200);
        first.Header("NGSILD-Results-Count").ShouldBe("12");
        first.Json.AsArray().Count.ShouldBe(5);
        first.Header("Link")!.ShouldContain("rel=\"next\"");
        var next = (await city.Send("GET", $"{Entities}?type=Post&pick=id&limit=5&offset=10")).Is(200);
        next.Json.AsArray().Count.ShouldBe(2);
        next.Header("Link")!.ShouldContain("rel=\"prev\"");
        (await city.Send("GET", $"{Entities}?type=Post&limit=0&count=true")).Is(200).Text.ShouldBe("[]");
    }

    [Theory]
    [InlineData("", 400, "BadRequestData")]
    [InlineData("type=Post&limit=-1", 400, "BadRequestData")]
    [InlineData("type=Post&limit=x", 400, "BadRequestData")]
    [InlineData("type=Post&limit=5000", 403, "TooManyResults")]
    [InlineData("type=Post&offset=-1", 400, "BadRequestData")]
    [InlineData("type=Post&q=height%3E", 400, "BadRequestData")]
    [InlineData("type=Post&georel=near&geometry=Point&coordinates=[1,2]", 400, "BadRequestData")]
    [InlineData("type=Post&georel=within&geometry=Point", 400, "BadRequestData")]
    [InlineData("type=Post&idPattern=(%3F%3Cname", 400, "BadRequestData")]
    public async Task A_query_that_cannot_be_is_told(string query, int status, string type) =>
        (await city.Send("GET", $"{Entities}?{query}")).IsProblem(status, type);

    [Fact] // 6.23
    public async Task A_query_by_post_says_the_same()
    {
        await Given();
        var told = (await city.Send("POST", "/ngsi-ld/v1/entityOperations/query?count=true", """
            {"type":"Query","entities":[{"type":"Post"}],"q":"height>3","pick":["id"],"geoQ":{"georel":"near;maxDistance==1500","geometry":"Point","coordinates":[120.04,0]}}
            """)).Is(200);
        told.Header("NGSILD-Results-Count").ShouldBe("2");
        (await city.Send("POST", "/ngsi-ld/v1/entityOperations/query", """{"entities":[{"type":"Post"}]}""")).IsProblem(400, "BadRequestData");
    }

    [Fact]
    public async Task A_feature_collection_holds_the_page()
    {
        await Given();
        var told = (await city.Send("GET", $"{Entities}?type=Post&limit=3&options=concise", null, "Accept: application/geo+json")).Is(200);
        ((string?)told.Json["type"]).ShouldBe("FeatureCollection");
        told.Json["features"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact] // 5.7.5 to 5.7.10
    public async Task Types_and_attributes_are_discovered()
    {
        await Given();
        (await city.Send("GET", "/ngsi-ld/v1/types")).Is(200).Json["typeList"]!.AsArray().Select(t => t!.ToString()).ShouldContain("Post");
        var type = (await city.Send("GET", "/ngsi-ld/v1/types/Post")).Is(200);
        ((int)type.Json["entityCount"]!).ShouldBe(12);
        type.Json["attributeDetails"]!.AsArray().Select(a => a!["attributeName"]!.ToString()).ShouldContain("height");
        (await city.Send("GET", "/ngsi-ld/v1/types/Nothing")).IsProblem(404, "ResourceNotFound");
        (await city.Send("GET", "/ngsi-ld/v1/types?details=true")).Is(200).Json.AsArray().Count.ShouldBeGreaterThan(0);
        (await city.Send("GET", "/ngsi-ld/v1/attributes")).Is(200).Json["attributeList"]!.AsArray().Select(t => t!.ToString()).ShouldContain("height");
        ((int)(await city.Send("GET", "/ngsi-ld/v1/attributes/height")).Is(200).Json["attributeCount"]!).ShouldBe(12);
    }
}
