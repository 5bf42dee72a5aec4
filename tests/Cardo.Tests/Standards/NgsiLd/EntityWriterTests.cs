using System.Buffers;
using System.Text;
using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;

namespace Cardo.Tests.Standards.NgsiLd;

public class EntityWriterTests
{
    const string Full = """
        {"id":"urn:x:1","type":"Lamp","scope":"/a/b","temperature":{"type":"Property","value":21.5,"unitCode":"CEL","observedAt":"2018-08-23T10:00:00Z","accuracy":{"type":"Property","value":0.1}},"location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[120.2,22.99]}},"street":{"type":"Relationship","object":"urn:s:7","objectType":"Street"},"name":{"type":"LanguageProperty","languageMap":{"en":"Lamp","zh":"路燈"}},"state":{"type":"VocabProperty","vocab":"on"},"raw":{"type":"JsonProperty","json":{"a":null}},"list":{"type":"ListProperty","valueList":[1,2]},"near":{"type":"ListRelationship","objectList":[{"object":"urn:s:1"},{"object":"urn:s:2"}]},"speed":[{"type":"Property","value":1},{"type":"Property","value":2,"datasetId":"urn:d:1"}],"address":{"type":"Property","value":{"street":"x"}}}
        """;

    static Entity Read(string json) => EntityReader.Read(Encoding.UTF8.GetBytes(json), LdContext.Core, ReadOptions.Whole).Value;

    static string Write(Entity entity, Representation how)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Writing)) EntityWriter.Write(writer, entity, LdContext.Core, how);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    [Fact]
    public void What_went_in_normalized_comes_out_normalized() => Write(Read(Full), Representation.Normalized).ShouldBe(Full.Trim());

    [Fact]
    public void The_concise_way_says_no_more_than_needed_and_means_the_same()
    {
        var concise = Write(Read(Full), Representation.Concise);
        concise.ShouldBe("""
            {"id":"urn:x:1","type":"Lamp","scope":"/a/b","temperature":{"value":21.5,"unitCode":"CEL","observedAt":"2018-08-23T10:00:00Z","accuracy":0.1},"location":{"type":"Point","coordinates":[120.2,22.99]},"street":{"object":"urn:s:7","objectType":"Street"},"name":{"languageMap":{"en":"Lamp","zh":"路燈"}},"state":{"vocab":"on"},"raw":{"json":{"a":null}},"list":{"valueList":[1,2]},"near":{"objectList":[{"object":"urn:s:1"},{"object":"urn:s:2"}]},"speed":[{"value":1},{"value":2,"datasetId":"urn:d:1"}],"address":{"value":{"street":"x"}}}
            """.Trim());
        Write(Read(concise), Representation.Normalized).ShouldBe(Full.Trim());
    }

    [Fact]
    public void The_simplified_way_is_names_and_values() => Write(Read(Full), Representation.KeyValues).ShouldBe("""
        {"id":"urn:x:1","type":"Lamp","scope":"/a/b","temperature":21.5,"location":{"type":"Point","coordinates":[120.2,22.99]},"street":"urn:s:7","name":{"languageMap":{"en":"Lamp","zh":"路燈"}},"state":{"vocab":"on"},"raw":{"json":{"a":null}},"list":{"valueList":[1,2]},"near":{"objectList":[{"object":"urn:s:1"},{"object":"urn:s:2"}]},"speed":{"dataset":{"@none":1,"urn:d:1":2}},"address":{"street":"x"}}
        """.Trim());

    [Fact]
    public void A_language_is_chosen()
    {
        var pick = new HashSet<string> { LdContext.Core.Expand("name") };
        Write(Read(Full), new Representation { Lang = "zh-Hant,en;q=0.5", Pick = pick }).ShouldBe("""{"name":{"type":"Property","value":"路燈","lang":"zh"}}""");
        Write(Read(Full), new Representation { Lang = "fr", Pick = pick, Format = LdFormat.Simplified }).ShouldBe("""{"name":"Lamp"}""");
    }

    [Fact]
    public void A_feature_carries_its_geometry_and_everything_else_as_properties()
    {
        var small = Read("""{"id":"urn:x:1","type":"Lamp","location":{"type":"Point","coordinates":[1,2]},"on":true}""");
        Write(small, Representation.KeyValues with { GeoJson = true }).ShouldBe(
            """{"id":"urn:x:1","type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"type":"Lamp","location":{"type":"Point","coordinates":[1,2]},"on":true}}""");
        Write(Read("""{"id":"urn:x:1","type":"Lamp"}"""), Representation.Normalized with { GeoJson = true }).ShouldContain("\"geometry\":null");
    }

    [Fact]
    public void Doubts_show_as_a_property_of_the_property()
    {
        var entity = new Entity { Id = "urn:x:1", Types = [LdContext.Core.Expand("T")], Attributes = [new() { Name = LdContext.Core.Expand("a"), Value = Value.Of(5), Doubts = 8 | 1 }] };
        Write(entity, Representation.Normalized).ShouldBe("""{"id":"urn:x:1","type":"T","a":{"type":"Property","value":5,"quality":{"type":"Property","value":["range","late"]}}}""");
        Write(entity, Representation.Concise).ShouldBe("""{"id":"urn:x:1","type":"T","a":{"value":5,"quality":["range","late"]}}""");
        Write(entity, Representation.KeyValues).ShouldBe("""{"id":"urn:x:1","type":"T","a":5}""");
    }

    [Fact]
    public void System_times_come_when_asked_for()
    {
        var entity = Read("""{"id":"urn:x:1","type":"T","a":5}""").With(createdAtUs: 1_000_000, modifiedAtUs: 2_000_000);
        Write(entity, new Representation { SysAttrs = true }).ShouldStartWith("""{"id":"urn:x:1","type":"T","createdAt":"1970-01-01T00:00:01Z","modifiedAt":"1970-01-01T00:00:02Z",""");
    }

    [Fact]
    public void Linked_entities_are_written_inside()
    {
        var lamp = Read("""{"id":"urn:x:1","type":"T","street":{"object":"urn:s:1"}}""");
        var street = Read("""{"id":"urn:s:1","type":"Street","city":{"object":"urn:s:1"}}""");
        var how = new Representation { JoinLevel = 1, Linked = id => id == "urn:s:1" ? street : null };
        Write(lamp, how).ShouldBe("""{"id":"urn:x:1","type":"T","street":{"type":"Relationship","object":"urn:s:1","entity":{"id":"urn:s:1","type":"Street","city":{"type":"Relationship","object":"urn:s:1"}}}}""");
        Write(lamp, how with { Format = LdFormat.Simplified }).ShouldBe("""{"id":"urn:x:1","type":"T","street":{"id":"urn:s:1","type":"Street","city":"urn:s:1"}}""");
    }
}
