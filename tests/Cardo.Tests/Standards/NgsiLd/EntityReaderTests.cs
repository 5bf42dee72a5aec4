using System.Text;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Standards.NgsiLd;

public class EntityReaderTests
{
    const string Default = "https://uri.etsi.org/ngsi-ld/default-context/";

    static Entity Read(string json, ReadOptions? options = null) => EntityReader.Read(Encoding.UTF8.GetBytes(json), LdContext.Core, options ?? ReadOptions.Whole).Value;

    static LdError Refuse(string json, ReadOptions? options = null) => EntityReader.Read(Encoding.UTF8.GetBytes(json), LdContext.Core, options ?? ReadOptions.Whole).Error;

    static Attribute Only(string attribute, ReadOptions? options = null) =>
        Read($$"""{"id":"urn:x:1","type":"T","a":{{attribute}}}""", options).Attributes.ShouldHaveSingleItem();

    [Fact]
    public void An_entity_is_read_with_its_names_expanded()
    {
        var entity = Read("""
            { "id": "urn:ngsi-ld:Lamp:1", "type": ["Lamp", "Device"], "scope": "/Tainan/East",
              "temperature": { "type": "Property", "value": 21.5, "unitCode": "CEL", "observedAt": "2018-08-23T10:00:00.5Z",
                "accuracy": { "type": "Property", "value": 0.1 } },
              "location": { "type": "GeoProperty", "value": { "type": "Point", "coordinates": [120.2, 22.99] } },
              "street": { "type": "Relationship", "object": "urn:ngsi-ld:Street:7", "objectType": "Street" },
              "@context": "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld" }
            """);
        entity.Id.ShouldBe("urn:ngsi-ld:Lamp:1");
        entity.Types.ShouldBe([Default + "Lamp", Default + "Device"]);
        entity.Scopes.ShouldBe(["/Tainan/East"]);
        var temperature = entity.Find(Default + "temperature")!;
        temperature.Value.Number.ShouldBe(21.5);
        temperature.UnitCode.ShouldBe("CEL");
        temperature.ObservedAtUs.ShouldBe(1_535_018_400_500_000);
        temperature.Find(Default + "accuracy")!.Value.Number.ShouldBe(0.1);
        entity.Find("https://uri.etsi.org/ngsi-ld/location")!.Value.Geo!.IsPoint.ShouldBeTrue();
        entity.Find(Default + "street")!.Value.Text.ShouldBe("urn:ngsi-ld:Street:7");
    }

    [Theory]
    [InlineData("5", AttributeKind.Property, "5")]
    [InlineData("\"x\"", AttributeKind.Property, "x")]
    [InlineData("true", AttributeKind.Property, "true")]
    [InlineData("[1, 2]", AttributeKind.Property, "[1,2]")]
    [InlineData("""{"value": {"a" : [ 1 ]}}""", AttributeKind.Property, """{"a":[1]}""")]
    [InlineData("""{"value": 5, "unitCode": "MTR"}""", AttributeKind.Property, "5")]
    [InlineData("""{"type":"Point","coordinates":[1,2]}""", AttributeKind.GeoProperty, """{"type":"Point","coordinates":[1,2]}""")]
    [InlineData("""{"coordinates":[1,2],"type":"Point"}""", AttributeKind.GeoProperty, """{"type":"Point","coordinates":[1,2]}""")]
    [InlineData("""{"value":{"type":"Point","coordinates":[1,2]}}""", AttributeKind.GeoProperty, """{"type":"Point","coordinates":[1,2]}""")]
    [InlineData("""{"object":"urn:a:b"}""", AttributeKind.Relationship, "urn:a:b")]
    [InlineData("""{"object":["urn:a:b","urn:a:c"]}""", AttributeKind.Relationship, """["urn:a:b","urn:a:c"]""")]
    [InlineData("""{"languageMap":{"en":"x","zh-Hant":"臺南"}}""", AttributeKind.LanguageProperty, """{"en":"x","zh-Hant":"臺南"}""")]
    [InlineData("""{"vocab":"open"}""", AttributeKind.VocabProperty, Default + "open")]
    [InlineData("""{"json":{"a":null}}""", AttributeKind.JsonProperty, """{"a":null}""")]
    [InlineData("""{"valueList":[1,{"a":2}]}""", AttributeKind.ListProperty, """[1,{"a":2}]""")]
    [InlineData("""{"objectList":[{"object":"urn:a:b"},"urn:a:c"]}""", AttributeKind.ListRelationship, """["urn:a:b","urn:a:c"]""")]
    public void The_concise_way_says_the_kind_by_its_members(string attribute, AttributeKind kind, string value)
    {
        var read = Only(attribute);
        read.Kind.ShouldBe(kind);
        read.Value.ToString().ShouldBe(value);
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("0.12345678901234567890123")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890")]
    public void Digits_that_a_double_would_lose_stay_as_they_were_written(string number)
    {
        Only(number).Value.Kind.ShouldBe(ValueKind.Json);
        Only(number).Value.ToString().ShouldBe(number);
    }

    [Theory]
    [InlineData("9007199254740991")]
    [InlineData("-8.60961198807")]
    [InlineData("0.1234567890123456")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("-0.000000000012345678901234")]
    public void Numbers_that_a_double_keeps_are_doubles(string number) => Only(number).Value.Kind.ShouldBe(ValueKind.Number);

    [Fact]
    public void Several_instances_stand_apart_by_datasetId()
    {
        var entity = Read("""{"id":"urn:x:1","type":"T","speed":[{"type":"Property","value":55,"datasetId":"urn:d:gps"},{"type":"Property","value":54}]}""");
        entity.Attributes.Length.ShouldBe(2);
        entity.Find(Default + "speed", "urn:d:gps")!.Value.Number.ShouldBe(55);
        Refuse("""{"id":"urn:x:1","type":"T","speed":[{"value":55},{"value":54}]}""").Path.ShouldBe("speed");
    }

    [Theory]
    [InlineData("""{"type":"T"}""", "id")]
    [InlineData("""{"id":"urn:x:1"}""", "type")]
    [InlineData("""{"id":"no uri","type":"T"}""", "id")]
    [InlineData("""{"id":"urn:x:1","type":""}""", "type")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":null}""", "a")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":{"type":"Property"}}""", "a")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":{"type":"Banana","value":1}}""", "a.type")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":{"type":"Property","object":"urn:a:b"}}""", "a")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":{"value":1,"unitCode":"°C"}}""", "a.unitCode")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":{"value":1,"unitCode":"celsius"}}""", "a.unitCode")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":{"value":1,"observedAt":"yesterday"}}""", "a.observedAt")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":{"value":1,"b":{"value":1,"observedAt":5}}}""", "a.b.observedAt")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":{"value":1,"datasetId":"x y"}}""", "a.datasetId")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":{"type":"Relationship","object":5}}""", "a.object")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":{"type":"GeoProperty","value":{"type":"Point","coordinates":[22,120]}}}""", "a.value")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":1e999}""", "a")]
    [InlineData("""{"id":"urn:x:1","type":"T","a b":1}""", "")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":"\ud800"}""", "a")]
    [InlineData("[]", "")]
    public void What_is_wrong_is_told_with_its_path(string json, string path)
    {
        var error = Refuse(json);
        error.Kind.ShouldBe(LdErrorKind.BadRequestData, error.ToString());
        error.Path.ShouldBe(path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":NaN}""")]
    [InlineData("""{"id":"urn:x:1","type":"T","a":Infinity}""")]
    [InlineData("""{"id":"urn:x:1","type":"T"} x""")]
    public void What_is_no_json_is_an_invalid_request(string json) => Refuse(json).Kind.ShouldBe(LdErrorKind.InvalidRequest);

    [Fact]
    public void Depth_and_number_of_attributes_are_limited()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"value\":1,\"s\":", 10)) + "1" + new string('}', 10);
        Refuse($$"""{"id":"urn:x:1","type":"T","a":{{deep}}}""").Kind.ShouldBe(LdErrorKind.BadRequestData);
        var wide = string.Join(',', Enumerable.Range(0, 1_001).Select(i => $"\"a{i}\":1"));
        Refuse($$"""{"id":"urn:x:1","type":"T",{{wide}}}""").Message.ShouldContain("1000");
        var json = string.Concat(Enumerable.Repeat("[", 100)) + string.Concat(Enumerable.Repeat("]", 100));
        Refuse($$"""{"id":"urn:x:1","type":"T","a":{{json}}}""").Kind.ShouldBe(LdErrorKind.InvalidRequest);
    }

    [Fact]
    public void In_a_merge_null_means_delete_and_what_is_absent_is_absent()
    {
        var entity = Read("""{"a":"urn:ngsi-ld:null","b":null,"c":{"value":"urn:ngsi-ld:null"},"d":{"unitCode":"CEL"},"e":{"value":{"x":null}}}""", ReadOptions.Merge);
        entity.Attributes.Select(a => a.Value.Kind).ShouldBe([ValueKind.None, ValueKind.None, ValueKind.None, ValueKind.None, ValueKind.Json]);
        entity.Attributes[3].UnitCode.ShouldBe("CEL");
        entity.Attributes[4].Value.ToString().ShouldBe("""{"x":null}""");
    }

    [Fact]
    public void What_a_broker_made_is_read_over()
    {
        var a = Only("""{"type":"Property","value":1,"createdAt":"2018-01-01T00:00:00Z","modifiedAt":"x","instanceId":"urn:i:1","previousValue":0}""");
        a.Sub.ShouldBeEmpty();
    }

    [Fact]
    public void One_bad_item_of_a_batch_does_not_spoil_the_others()
    {
        var items = BatchReader.Read("""[{"id":"urn:x:1","type":"T","a":1},{"id":"urn:x:2","type":"T","a":null,"b":{"c":[1]}},{"id":"urn:x:3","type":"T"},7]"""u8, LdContext.Core, ReadOptions.Whole, 10).Value;
        items.Select(i => i.Entity?.Id).ShouldBe(["urn:x:1", null, "urn:x:3", null]);
        items[1].Id.ShouldBe("urn:x:2");
        items[1].Error!.Path.ShouldBe("a");
        BatchReader.Read("[1,2,3]"u8, LdContext.Core, ReadOptions.Whole, 2).Ok.ShouldBeFalse();
    }
}
