using System.Text;
using Cardo.Kernel;
using Cardo.Sensing.Payloads;
using Cardo.Standards.NgsiLd;

namespace Cardo.Tests.Sensing;

public sealed class PlainPayloadTests
{
    readonly NameTable names = new(1000);

    (Readings Readings, Refusal? Refusal) Read(string json, int max = 128)
    {
        var readings = new Readings(max) { ThingId = "lamp-1" };
        return (readings, PlainPayload.Read(Encoding.UTF8.GetBytes(json), names, readings));
    }

    [Fact]
    public void Numbers_booleans_texts_and_a_time_are_read()
    {
        var (readings, refusal) = Read("""{"temperature": 21.5, "on": true, "door": "open", "gone": null, "observedAt": "2018-08-23T10:00:00Z", "id": "lamp-1"}""");
        refusal.ShouldBeNull();
        readings.Count.ShouldBe(3);
        readings[0].Value.Number.ShouldBe(21.5);
        readings[1].Value.IsTrue.ShouldBeTrue();
        readings[2].Value.Text.ShouldBe("open");
        Instants.Format(readings.AtUs).ShouldBe("2018-08-23T10:00:00Z");
    }

    [Fact]
    public void A_value_may_bring_its_unit_and_its_own_time()
    {
        var (readings, refusal) = Read("""{"temperature": {"value": 70, "unitCode": "FAH", "observedAt": 1535018400}}""");
        refusal.ShouldBeNull();
        (readings[0].Value.Number, readings[0].Unit).ShouldBe((70, "FAH"));
        Instants.Format(readings[0].AtUs).ShouldBe("2018-08-23T10:00:00Z");
    }

    [Fact]
    public void A_GeoJSON_point_becomes_a_place_and_other_JSON_stays_itself()
    {
        var (readings, refusal) = Read("""{"location": {"type": "Point", "coordinates": [120.2, 22.99]}, "raw": {"a": [1, "x y"]}, "list": [1, 2]}""");
        refusal.ShouldBeNull();
        readings[0].Kind.ShouldBe(AttributeKind.GeoProperty);
        readings[0].Value.Geo!.MinX.ShouldBe(120.2);
        readings[1].Value.ToString().ShouldBe("""{"a":[1,"x y"]}""");
        readings[2].Value.ToString().ShouldBe("[1,2]");
    }

    [Fact]
    public void A_serial_number_beyond_what_a_double_holds_keeps_its_digits()
    {
        var (readings, _) = Read("""{"serial": 9223372036854775807}""");
        readings[0].Value.ToString().ShouldBe("9223372036854775807");
    }

    [Theory]
    [InlineData("", "malformed-json")]
    [InlineData("{", "malformed-json")]
    [InlineData("21.5", "not-an-object")]
    [InlineData("""{"t": 1} x""", "malformed-json")]
    [InlineData("""{"t": NaN}""", "malformed-json")]
    [InlineData("""{"t": "NaN"}""", "not-a-number")]
    [InlineData("""{"t": "-Infinity"}""", "not-a-number")]
    [InlineData("""{"t": 1e999}""", "not-a-number")]
    [InlineData("""{"t": 1, "t": 2}""", "name-twice")]
    [InlineData("""{"new": 1, "new": 2}""", "name-twice")]
    [InlineData("""{"type": "Lamp"}""", "name-reserved")]
    [InlineData("""{"a b": 1}""", "name-invalid")]
    [InlineData("""{"": 1}""", "name-invalid")]
    [InlineData("""{"\ud800": 1}""", "text-invalid")]
    [InlineData("""{"t": "\ud800"}""", "text-invalid")]
    [InlineData("""{"t": {"value": 1, "unitCode": "furlong"}}""", "unknown-unit")]
    [InlineData("""{"t": {"value": 1, "unitCode": "°C"}}""", "unknown-unit")]
    [InlineData("""{"t": {"value": 1, "unitCode": 7}}""", "unknown-unit")]
    [InlineData("""{"t": 1, "observedAt": "yesterday"}""", "time-unreadable")]
    [InlineData("""{"t": 1, "observedAt": true}""", "time-unreadable")]
    [InlineData("""{"t": 1, "observedAt": 1e300}""", "time-unreadable")]
    [InlineData("""{"id": "lamp-2", "t": 1}""", "id-mismatch")]
    [InlineData("""{"location": {"type": "Point", "coordinates": [500, 1]}}""", "geometry-invalid")]
    [InlineData("""{"location": {"type": "Point", "coordinates": ["x", 1]}}""", "geometry-invalid")]
    [InlineData("""{"location": {"type": "Polygon", "coordinates": []}}""", "geometry-not-a-point")]
    public void What_is_wrong_has_a_code(string json, string code) => Read(json).Refusal.ShouldNotBeNull().Code.ShouldBe(code);

    [Fact]
    public void An_unknown_unit_is_told_the_code_that_was_meant() =>
        Read("""{"t": {"value": 1, "unitCode": "°C"}}""").Refusal!.Message.ShouldContain("'CEL'");

    [Fact]
    public void More_attributes_than_a_message_may_carry_are_refused() =>
        Read($"{{{string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"a{i}\":1"))}}}").Refusal!.Code.ShouldBe("too-many-attributes");

    [Fact]
    public void JSON_that_is_too_deep_or_too_long_is_refused()
    {
        Read($$"""{"t": {{new string('[', 40)}}{{new string(']', 40)}}}""").Refusal!.Code.ShouldBe("malformed-json");
        Read($$"""{"t": "{{new string('x', 5000)}}"}""").Refusal!.Code.ShouldBe("value-too-long");
        Read($$"""{"t": ["{{new string('x', 17_000)}}"]}""").Refusal!.Code.ShouldBe("value-too-long");
        Read($$"""{"{{new string('n', 200)}}": 1}""").Refusal!.Code.ShouldBe("name-too-long");
    }

    [Fact]
    public void Names_are_kept_only_when_accepted_and_never_more_than_the_city_may_use()
    {
        var few = new NameTable(2);
        few.Find("one"u8, out var one).ShouldBeNull();
        few.Count.ShouldBe(0);
        few.Keep(one).Ok.ShouldBeTrue();
        few.Find("two"u8, out var two).ShouldBeNull();
        few.Keep(two).Ok.ShouldBeTrue();
        few.Find("three"u8, out var three).ShouldBeNull();
        few.Keep(three).Refusal.Code.ShouldBe("too-many-names");
        few.Find("one"u8, out var again).ShouldBeNull();
        again.ShouldBeSameAs(one);
    }

    [Fact]
    public void Names_mean_what_they_mean_in_NGSI_LD()
    {
        names.Find("temperature"u8, out var temperature).ShouldBeNull();
        temperature.Iri.ShouldBe("https://uri.etsi.org/ngsi-ld/default-context/temperature");
        names.Find("location"u8, out var location).ShouldBeNull();
        location.Iri.ShouldBe("https://uri.etsi.org/ngsi-ld/location");
    }

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        var random = new Random(11);
        var seeds = new[]
        {
            """{"temperature": 21.5, "on": true, "observedAt": "2018-08-23T10:00:00Z"}""",
            """{"t": {"value": 70, "unitCode": "FAH", "observedAt": 1}, "location": {"type": "Point", "coordinates": [1, 2]}}""",
            """{"a\u0062": ["\ud83d\ude00", {"b": null}], "id": "lamp-1"}""",
        }.Select(Encoding.UTF8.GetBytes).ToArray();
        var readings = new Readings(128) { ThingId = "lamp-1" };
        for (var n = 0; n < 20_000; n++)
        {
            var bytes = (byte[])seeds[random.Next(seeds.Length)].Clone();
            for (var i = random.Next(1, 5); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "{}[]\",:0e\\ut"[random.Next(12)]);
            var cut = random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length;
            readings.Clear();
            PlainPayload.Read(bytes.AsSpan(0, cut), names, readings);
            PlainPayload.IdOf(bytes.AsSpan(0, cut), out _);
        }
    }
}
