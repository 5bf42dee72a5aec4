using System.Text;
using Cardo.Standards.JsonLd;

namespace Cardo.Tests.Standards.JsonLd;

public class ContextTests
{
    const string Default = "https://uri.etsi.org/ngsi-ld/default-context/";

    [Theory]
    [InlineData("temperature", Default + "temperature")]
    [InlineData("location", "https://uri.etsi.org/ngsi-ld/location")]
    [InlineData("title", "http://purl.org/dc/terms/title")]
    [InlineData("ngsi-ld:location", "https://uri.etsi.org/ngsi-ld/location")]
    [InlineData("geojson:bbox", "https://purl.org/geojson/vocab#bbox")]
    [InlineData("https://example.org/x", "https://example.org/x")]
    [InlineData("unknown:x", "unknown:x")]
    public void The_core_expands_and_shortens_names(string name, string iri)
    {
        LdContext.Core.Expand(name).ShouldBe(iri);
        LdContext.Core.Expand(Encoding.UTF8.GetBytes(name)).ShouldBe(iri);
        LdContext.Core.Expand(LdContext.Core.Compact(iri)).ShouldBe(iri);
    }

    [Fact]
    public async Task Users_terms_prefixes_and_compact_iris_expand_and_come_back_as_they_were_written()
    {
        var context = await Shelf.Make("""
            {"ex":"https://example.org/","speed":"ex:velocity","kind":{"@id":"ex:kind","@type":"@vocab"},
             "name":{"@id":"schema:name"},"schema":"https://schema.org/","labels":{"@id":"ex:labels","@container":"@language"}}
            """);
        context.Expand("speed").ShouldBe("https://example.org/velocity");
        context.Expand("name").ShouldBe("https://schema.org/name");
        context.Expand("ex:other").ShouldBe("https://example.org/other");
        context.TermOf("kind")!.Type.ShouldBe("@vocab");
        context.TermOf("labels")!.Container.ShouldBe("@language");
        context.Compact("https://example.org/velocity").ShouldBe("speed");
        context.Compact("https://example.org/other").ShouldBe("ex:other");
        context.Compact("https://uri.etsi.org/ngsi-ld/default-context/x").ShouldBe("x");
    }

    [Fact]
    public async Task The_core_cannot_be_overridden()
    {
        var context = await Shelf.Make("""{"location":"https://evil.example/location","observedAt":"https://evil.example/o","id":"https://evil.example/id"}""");
        context.Expand("location").ShouldBe("https://uri.etsi.org/ngsi-ld/location");
        context.Expand("id").ShouldBe("@id");
        context.Compact("https://evil.example/location").ShouldBe("https://evil.example/location");
        context.Compact("https://uri.etsi.org/ngsi-ld/location").ShouldBe("location");
    }

    [Fact]
    public async Task A_users_vocab_takes_the_place_of_the_default_one()
    {
        var context = await Shelf.Make("""{"@vocab":"https://city.example/v#"}""");
        context.Expand("lamp").ShouldBe("https://city.example/v#lamp");
        context.Compact("https://city.example/v#lamp").ShouldBe("lamp");
        context.Expand(context.Compact(Default + "lamp")).ShouldBe(Default + "lamp");
    }

    [Fact]
    public async Task Later_contexts_win_and_null_takes_away()
    {
        var context = await Shelf.Make("""[{"a":"https://one.example/a","b":"https://one.example/b"},{"a":"https://two.example/a","b":null}]""");
        context.Expand("a").ShouldBe("https://two.example/a");
        context.Expand("b").ShouldBe(Default + "b");
        (await Shelf.Make("""[{"a":"https://one.example/a"},null]""")).Expand("a").ShouldBe(Default + "a");
    }

    [Fact]
    public async Task What_is_written_back_is_what_the_user_gave_and_then_the_core()
    {
        var shelf = new Shelf().With("https://c.example/x.jsonld", """{"@context":{"a":"https://x.example/a"}}""");
        var one = await Shelf.Make("\"https://c.example/x.jsonld\"", shelf);
        Encoding.UTF8.GetString(one.Json.Span).ShouldBe($"[\"https://c.example/x.jsonld\",\"{CoreContext.Url}\"]");
        one.Link.ShouldBe("https://c.example/x.jsonld");
        one.Expand("a").ShouldBe("https://x.example/a");
        (await Shelf.Make($"[\"https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.3.jsonld\"]")).ShouldBeSameAs(LdContext.Core);
        (await Shelf.Make("""[{"a":"https://x.example/a"}]""")).Link.ShouldBeNull();
    }

    [Fact]
    public async Task A_remote_context_may_name_others_relative_to_itself()
    {
        var shelf = new Shelf()
            .With("https://c.example/d/x.jsonld", """{"@context":["y.jsonld",{"a":"https://x.example/a"}]}""")
            .With("https://c.example/d/y.jsonld", """{"@context":{"b":"https://y.example/b"}}""");
        var context = await Shelf.Make("\"https://c.example/d/x.jsonld\"", shelf);
        context.Expand("b").ShouldBe("https://y.example/b");
    }

    [Fact]
    public async Task A_loop_of_contexts_is_an_error_and_not_a_hang()
    {
        var shelf = new Shelf()
            .With("https://c.example/x", """{"@context":"https://c.example/y"}""")
            .With("https://c.example/y", """{"@context":["https://c.example/x"]}""");
        var error = await Shelf.Refuse("\"https://c.example/x\"", shelf);
        error.Kind.ShouldBe(LdErrorKind.LdContextNotAvailable);
        shelf.Loads.ShouldBeLessThan(4);
    }

    [Theory]
    [InlineData("""{"a":"b:x","b":"c:x","c":"a:x"}""")]
    [InlineData("""{"a":{"@id":5}}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("5")]
    [InlineData("\"no url\"")]
    [InlineData("\"file:///etc/passwd\"")]
    [InlineData("""{"@vocab":5}""")]
    public async Task What_is_no_context_is_refused_as_bad_data(string json) =>
        (await Shelf.Refuse(json)).Kind.ShouldBe(LdErrorKind.BadRequestData);

    [Theory]
    [InlineData("{")]
    [InlineData("""{"a":"\ud800"}""")]
    public async Task What_is_no_json_is_refused_as_an_invalid_request(string json) =>
        (await Shelf.Refuse(json)).Kind.ShouldBe(LdErrorKind.InvalidRequest);

    [Fact]
    public async Task Count_depth_and_size_are_limited()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 20)) + string.Concat(Enumerable.Repeat("]", 20));
        (await Shelf.Refuse(deep)).Kind.ShouldBe(LdErrorKind.LdContextNotAvailable);
        var many = "[" + string.Join(',', Enumerable.Repeat("{}", 100)) + "]";
        (await Shelf.Refuse(many)).Kind.ShouldBe(LdErrorKind.LdContextNotAvailable);
        var wide = "{" + string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"t{i}\":\"https://x.example/{i}\"")) + "}";
        (await Shelf.Refuse(wide, limits: new ContextLimits(Terms: 20))).Kind.ShouldBe(LdErrorKind.LdContextNotAvailable);
        (await Shelf.Refuse(wide, limits: new ContextLimits(Bytes: 100))).Kind.ShouldBe(LdErrorKind.BadRequestData);
        (await Shelf.Refuse("\"https://nowhere.example/\"")).Kind.ShouldBe(LdErrorKind.LdContextNotAvailable);
    }
}
