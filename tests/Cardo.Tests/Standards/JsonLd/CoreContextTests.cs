using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Tests.Support;

namespace Cardo.Tests.Standards.JsonLd;

public class CoreContextTests
{
    [Theory]
    [InlineData("1.0")]
    [InlineData("1.3")]
    [InlineData("1.4")]
    [InlineData("1.9")]
    public async Task The_table_says_what_the_published_context_says(string version)
    {
        var file = Repository.Shared($"twin/core-context/ngsi-ld-core-context-v{version}.jsonld");
        using var published = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var table = CoreContext.Of(version);
        var names = new List<string>();
        foreach (var term in published.RootElement.GetProperty("@context").EnumerateObject())
        {
            if (term.Name.StartsWith('@')) continue;
            names.Add(term.Name);
            var iri = term.Value.ValueKind == JsonValueKind.String ? term.Value.GetString()! : term.Value.GetProperty("@id").GetString()!;
            table[term.Name].Iri.ShouldBe(Full(iri), term.Name);
            if (term.Value.ValueKind != JsonValueKind.Object) continue;
            var type = term.Value.TryGetProperty("@type", out var t) ? t.GetString() : null;
            table[term.Name].Type.ShouldBe(type == "DateTime" ? CoreContext.Namespace + type : type, term.Name);
            table[term.Name].Container.ShouldBe(term.Value.TryGetProperty("@container", out var c) ? c.GetString() : null, term.Name);
        }
        table.Keys.Order().ShouldBe(names.Order());
    }

    static string Full(string iri) =>
        iri.StartsWith("ngsi-ld:", StringComparison.Ordinal) ? CoreContext.Namespace + iri[8..]
        : iri.StartsWith("geojson:", StringComparison.Ordinal) ? "https://purl.org/geojson/vocab#" + iri[8..]
        : iri.Contains(':') || iri.StartsWith('@') ? iri : CoreContext.DefaultVocab + iri;

    [Theory]
    [InlineData("https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld", true)]
    [InlineData("https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.0.jsonld", true)]
    [InlineData("https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld", true)]
    [InlineData("http://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.6.jsonld", true)]
    [InlineData("https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v2.jsonld", false)]
    [InlineData("https://example.org/ngsi-ld-core-context-v1.8.jsonld", false)]
    public void Every_published_address_of_the_core_is_known_without_the_network(string url, bool core) => CoreContext.IsCore(url).ShouldBe(core);

    [Fact]
    public void A_version_that_is_not_in_the_table_is_read_as_the_next_newer_one()
    {
        CoreContext.Of("1.6").Count.ShouldBe(CoreContext.Of("1.9").Count);
        CoreContext.Of("1.1").Count.ShouldBe(CoreContext.Of("1.3").Count);
        CoreContext.Of("7.77").Count.ShouldBe(CoreContext.Of("1.9").Count);
    }
}
