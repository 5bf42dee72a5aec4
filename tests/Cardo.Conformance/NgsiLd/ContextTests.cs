using System.Net;
using System.Text;
using Cardo.Conformance.Support;

namespace Cardo.Conformance.NgsiLd;

/// <summary>ETSI GS CIM 009 clauses 5.13, 6.3.5, 6.29, 6.30: contexts that come from elsewhere, and those kept here.</summary>
[Collection(nameof(LdCity))]
public class ContextTests(CityHost city)
{
    const string Contexts = "/ngsi-ld/v1/jsonldContexts";
    const string Entities = "/ngsi-ld/v1/entities";

    static string Link(string url) => $"Link: <{url}>; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"";

    [Fact]
    public async Task A_hosted_context_is_kept_listed_served_used_and_deleted()
    {
        var made = (await city.Send("POST", Contexts, """{"@context":{"glow":"https://hosted.example/glow"}}""")).Is(201);
        var path = made.Header("Location")!;
        (await city.Send("GET", path)).Is(200).Text.ShouldBe("""{"@context":{"glow":"https://hosted.example/glow"}}""");
        ((string?)(await city.Send("GET", path + "?details=true")).Is(200).Json["kind"]).ShouldBe("Hosted");
        (await city.Send("GET", Contexts + "?kind=Hosted")).Is(200).Json.AsArray().Select(u => u!.ToString()).ShouldContain(city.Url + path);
        (await city.Send("GET", Contexts + "?kind=Banana")).IsProblem(400, "BadRequestData");

        (await city.Send("POST", Entities, """{"id":"urn:ngsi-ld:Ctx:1","type":"Ctx","glow":5}""", Link(city.Url + path))).Is(201);
        var with = (await city.Send("GET", Entities + "/urn:ngsi-ld:Ctx:1?options=keyValues", null, Link(city.Url + path))).Is(200);
        with.Json["glow"]!.ToString().ShouldBe("5");
        with.Header("Link")!.ShouldContain(path);
        (await city.Send("GET", Entities + "/urn:ngsi-ld:Ctx:1?options=keyValues")).Json["https://hosted.example/glow"].ShouldNotBeNull();
        (await city.Send("GET", Entities + "?q=glow==5", null, Link(city.Url + path))).Json.AsArray().Count.ShouldBe(1);

        (await city.Send("DELETE", path)).Is(204);
        (await city.Send("GET", path)).IsProblem(404, "ResourceNotFound");
    }

    [Fact]
    public async Task A_remote_context_is_fetched_once_and_its_failures_are_remembered()
    {
        using var shelf = new HttpListener();
        var port = 20_000 + Environment.ProcessId % 20_000;
        shelf.Prefixes.Add($"http://127.0.0.1:{port}/");
        shelf.Start();
        var asked = 0;
        _ = Task.Run(async () =>
        {
            while (shelf.IsListening)
            {
                var got = await shelf.GetContextAsync();
                Interlocked.Increment(ref asked);
                got.Response.StatusCode = got.Request.Url!.AbsolutePath == "/c.jsonld" ? 200 : 404;
                if (got.Request.Url.AbsolutePath == "/loop.jsonld") got.Response.StatusCode = 200;
                got.Response.Close(Encoding.UTF8.GetBytes(got.Request.Url.AbsolutePath == "/loop.jsonld" ? """{"@context":["loop.jsonld"]}""" : """{"@context":{"far":"https://far.example/far"}}"""), false);
            }
        }, TestContext.Current.CancellationToken);
        var url = $"http://127.0.0.1:{port}/c.jsonld";
        for (var i = 0; i < 3; i++) (await city.Send("POST", Entities, $$"""{"id":"urn:ngsi-ld:Far:{{i}}","type":"Far","far":1,"@context":["{{url}}"]}""", "Content-Type: application/ld+json")).Is(201);
        asked.ShouldBe(1);
        (await city.Send("GET", Contexts + "?kind=Cached")).Json.AsArray().Select(u => u!.ToString()).ShouldContain(url);
        for (var i = 0; i < 3; i++) (await city.Send("GET", Entities + "?type=Far", null, Link($"http://127.0.0.1:{port}/none.jsonld"))).IsProblem(503, "LdContextNotAvailable");
        asked.ShouldBe(2);
        (await city.Send("GET", Entities + "?type=Far", null, Link($"http://127.0.0.1:{port}/loop.jsonld"))).IsProblem(503, "LdContextNotAvailable");
        shelf.Stop();
    }

    [Theory] // an outsider must not make the broker ask inside
    [InlineData("http://localhost:1/c.jsonld")]
    [InlineData("http://127.0.0.2:1/c.jsonld")]
    [InlineData("http://[::1]:1/c.jsonld")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.0.0.1/c.jsonld")]
    [InlineData("http://[::ffff:10.0.0.1]/c.jsonld")]
    public async Task A_context_at_an_internal_address_is_not_fetched(string url) =>
        (await city.Send("GET", Entities + "?type=T", null, Link(url))).IsProblem(503, "LdContextNotAvailable");

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("not a url")]
    public async Task What_is_no_http_address_is_bad_data(string url) =>
        (await city.Send("GET", Entities + "?type=T", null, Link(url))).IsProblem(400, "BadRequestData");

    [Fact]
    public async Task A_context_written_out_gets_an_address_where_an_answer_needs_one()
    {
        var told = (await city.Send("POST", "/ngsi-ld/v1/entityOperations/query", """{"type":"Query","entities":[{"type":"Nothing"}],"@context":{"a":"https://a.example/a"}}""", "Content-Type: application/ld+json")).Is(200);
        var link = told.Header("Link")!;
        var url = link[(link.IndexOf('<') + 1)..link.IndexOf('>')];
        (await city.Send("GET", url)).Is(200).Json["@context"]!.ToJsonString().ShouldContain("https://a.example/a");
    }
}
