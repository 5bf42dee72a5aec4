using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Twin;

namespace Cardo.Tests.Sensing;

/// <summary>Observations over a real listener.</summary>
public sealed class IngestHttpTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static StringContent Body(string text, string type = "application/json") => new(text, Encoding.UTF8, type);

    static async Task<JsonElement> Json(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;

    [Fact]
    public async Task Nobody_writes_without_a_key_and_a_device_writes_for_itself_alone()
    {
        await using var house = await SensingHouse.Open();
        using var nobody = house.Client();
        foreach (var path in new[] { "/ingest/things/one", "/ingest", "/write", "/api/v2/write" })
            (await nobody.PostAsync(path, Body("{}"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        using var device = house.Client(house.Device("one"));
        (await device.PostAsync("/ingest/things/one", Body("""{"temperature": 1}"""), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await device.PostAsync("/ingest/things/two", Body("""{"temperature": 1}"""), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await device.PostAsync("/ingest", Body("""{"id": "two", "temperature": 1}""", "application/x-ndjson"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await device.PostAsync("/write", Body("m,id=two t=1", "text/plain"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await device.PostAsync("/write", Body("m,id=one t=2", "text/plain"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        house.Twin.Find("", "urn:ngsi-ld:Device:two").ShouldBeNull();
        (house.Number("one", "temperature"), house.Number("one", "t")).ShouldBe((1, 2));
        using var reader = house.Client(house.Token(Scopes.TwinRead));
        (await reader.PostAsync("/ingest/things/one", Body("""{"t": 1}"""), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_is_wrong_with_a_message_comes_back_as_a_problem()
    {
        await using var house = await SensingHouse.Open();
        using var client = house.Client(house.Token(Scopes.SensingWrite));
        var response = await client.PostAsync("/ingest/things/one", Body("""{"t": {"value": 1, "unitCode": "furlong"}}"""), Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await Json(response)).GetProperty("code").GetString().ShouldBe("unknown-unit");
    }

    [Fact]
    public async Task NDJSON_says_which_lines_were_not_taken_and_why()
    {
        await using var house = await SensingHouse.Open();
        using var client = house.Client(house.Token(Scopes.SensingWrite));
        var response = await client.PostAsync("/ingest", Body("{\"id\":\"a\",\"t\":1}\n\n{\"id\":\"b\",\"t\":NaN}\r\n{\"t\":1}\n{\"id\":\"c\",\"t\":3,\"observedAt\":\"2018-08-23T09:59:59Z\"}", "application/x-ndjson"), Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.MultiStatus);
        var result = await Json(response);
        (result.GetProperty("accepted").GetInt32(), result.GetProperty("refused").GetInt32()).ShouldBe((2, 2));
        result.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("line").GetInt32(), e.GetProperty("code").GetString())).ShouldBe([(3, "malformed-json"), (4, "id-missing")]);
        (house.Number("a", "t"), house.Number("c", "t")).ShouldBe((1, 3));
    }

    [Fact]
    public async Task CSV_takes_units_places_quotes_and_gaps()
    {
        await using var house = await SensingHouse.Open();
        using var client = house.Client(house.Token(Scopes.SensingWrite));
        const string csv = "\uFEFFid,observedAt,temperature[FAH],note,lon,lat,on\r\nbox-1,2018-08-23T09:59:00Z,70.5,\"a, \"\"b\"\"\nc\",120.2,22.99,true\r\nbox-2,,,x,,,\r\nbox-3,,NaN,,,,\r\nbox-4,1\r\n";
        var response = await client.PostAsync("/ingest", Body(csv, "text/csv"), Cancel);
        var result = await Json(response);
        result.GetProperty("accepted").GetInt32().ShouldBe(2, result.ToString());
        result.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("code").GetString()).ShouldBe(["not-a-number", "csv-cells"]);
        var temperature = house.Attribute("box-1", "temperature")!;
        (temperature.Value.Number, temperature.UnitCode, Instants.Format(temperature.ObservedAtUs)).ShouldBe((70.5, "FAH", "2018-08-23T09:59:00Z"));
        house.Attribute("box-1", "note")!.Value.Text.ShouldBe("a, \"b\"\nc");
        house.Attribute("box-1", "on")!.Value.IsTrue.ShouldBeTrue();
        house.Twin.Find("", "urn:ngsi-ld:Device:box-1")!.Find(Names.Location)!.Value.Geo!.MinY.ShouldBe(22.99);
        (await client.PostAsync("/ingest", Body("id,t[furlong]\na,1\n", "text/csv"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync("/ingest", Body("<x/>", "text/xml"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Line_protocol_is_taken_with_its_precision_packed_or_not()
    {
        await using var house = await SensingHouse.Open();
        using var client = house.Client(house.Token(Scopes.SensingWrite));
        (await client.PostAsync("/write?db=city&precision=s", Body("# weather\nweather,device=w1,place=park temperature=21.5,humidity=40i,note=\"x\" 1535018340\n\nrain,city=tainan,site=a\\ b value=2", "text/plain"), Cancel))
            .StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var temperature = house.Attribute("w1", "temperature")!;
        (temperature.Value.Number, Instants.Format(temperature.ObservedAtUs)).ShouldBe((21.5, "2018-08-23T09:59:00Z"));
        house.Attribute("w1", "place")!.Value.Text.ShouldBe("park");
        house.Number("rain.tainan.a_b", "rain").ShouldBe(2);

        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) gzip.Write("weather,device=w1 temperature=22 1535018400000"u8);
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        (await client.PostAsync("/api/v2/write?bucket=b&precision=ms", content, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        house.Number("w1", "temperature").ShouldBe(22);
        (await client.GetAsync("/ping", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Lines_of_numbers_say_the_same_however_often_they_came_before()
    {
        await using var house = await SensingHouse.Open();
        using var client = house.Client(house.Token(Scopes.SensingWrite));
        string[] numbers = ["1", "-0.5", "3i", "-7i", "1e3", "21.369999999999997", "0.1", "123456789012345678", "5.", "-0", "0.000000000000001", "-12.50", "9007199254740991i"];
        for (var round = 0; round < 3; round++)
        {
            var second = 1535018000 + round * 100;
            var body = string.Concat(numbers.Select((n, i) => $"weather,id=w{i} temperature={n},wind={round}.25 {second + i}\r\n"));
            (await client.PostAsync("/write?precision=s", Body(body, "text/plain"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            for (var i = 0; i < numbers.Length; i++)
            {
                var temperature = house.Attribute($"w{i}", "temperature")!;
                temperature.Value.Number.ShouldBe(double.Parse(numbers[i].TrimEnd('i'), System.Globalization.CultureInfo.InvariantCulture), numbers[i]);
                (temperature.UnitCode, temperature.ObservedAtUs).ShouldBe(("CEL", (second + i) * 1_000_000L));
                house.Number($"w{i}", "wind").ShouldBe(round + 0.25);
            }
        }
        house.Attribute("w7", "temperature")!.Doubts.ShouldNotBe((byte)0);
        house.Things.Datastreams("w0").Where(d => d.Property.Name == "wind").Select(d => (d.Good, d.Doubtful)).ShouldBe([(2, 1)], "the first came late");
        // What doesn't fit what came before is read in full, where it stands, and a wrong line is named by its number.
        var mixed = await client.PostAsync("/write?precision=s", Body(
            "weather,id=w0 temperature=1,wind=1 1535018300\n# a word\nweather,id=w0 temperature=2,wind=x 1535018301\nweather,id=w0 temperature=3,wind=3,note=\"n\" 1535018302\n"
            + "weather,id=w0 wind=4,temperature=4 1535018303\nweather,id=w1 temperature=1,wind=1 99999999999\nweather,id=w0 temperature=5,wind=5 1535018304", "text/plain"), Cancel);
        var told = await Json(mixed);
        told.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("line").GetInt32(), e.GetProperty("code").GetString())).ShouldBe([(3, "line-malformed"), (6, "observed-in-future")]);
        told.GetProperty("accepted").GetInt32().ShouldBe(4);
        house.Twin.History("", "urn:ngsi-ld:Device:w0", Names.Default("temperature"))!.Range(0, long.MaxValue, 100).Select(s => s.Number).ShouldBe([1, 1, 1, 1, 3, 4, 5]);
        house.Attribute("w0", "note")!.Value.Text.ShouldBe("n");
    }

    [Fact]
    public async Task A_partial_write_says_so_in_the_shape_of_its_generation()
    {
        await using var house = await SensingHouse.Open();
        using var client = house.Client(house.Token(Scopes.SensingWrite));
        const string body = "m,id=a t=1\nm,id=a t=NaN\nm,id=a t=3";
        var first = await client.PostAsync("/write", Body(body, "text/plain"), Cancel);
        first.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Json(first)).GetProperty("error").GetString().ShouldStartWith("partial write: 1 of 3 lines refused: line 2: ");
        var second = await Json(await client.PostAsync("/api/v2/write", Body(body, "text/plain"), Cancel));
        (second.GetProperty("code").GetString(), second.GetProperty("accepted").GetInt32(), second.GetProperty("refused").GetInt32()).ShouldBe(("invalid", 2, 1));
        house.Number("a", "t").ShouldBe(3);
        (await client.PostAsync("/write?precision=sec", Body("m t=1", "text/plain"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_city_says_how_line_protocol_becomes_things()
    {
        await using var house = await SensingHouse.Open(new()
        {
            ["line-protocol.json"] = """{"rules": [{"measurement": "cpu*", "id": "rack", "prefix": true, "tags": ["zone"]}, {"measurement": "secret", "skip": true}]}""",
        });
        using var client = house.Client(house.Token(Scopes.SensingWrite));
        await client.PostAsync("/write", Body("cpu0,rack=r1,zone=z,other=o usage=5\nsecret,id=x v=1\ncpu1 usage=1", "text/plain"), Cancel);
        house.Number("r1", "cpu0_usage").ShouldBe(5);
        house.Attribute("r1", "zone")!.Value.Text.ShouldBe("z");
        house.Attribute("r1", "other").ShouldBeNull();
        house.Twin.Find("", "urn:ngsi-ld:Device:x").ShouldBeNull();
        house.Ingest.Rates().RefusedBy.Keys.Order().ShouldBe(["id-missing", "measurement-refused"]);
    }

    [Fact]
    public async Task A_body_of_50_MB_is_refused_told_or_untold_and_however_it_is_packed()
    {
        await using var house = await SensingHouse.Open();
        using var client = house.Client(house.Token(Scopes.SensingWrite));
        var large = new byte[50 * 1024 * 1024];
        large.AsSpan().Fill((byte)'\n');
        foreach (var path in new[] { "/ingest/things/one", "/ingest", "/write" })
            (await Post(client, path, new ByteArrayContent(large))).ShouldBe(HttpStatusCode.RequestEntityTooLarge, path);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) gzip.Write(large);
        using var bomb = new ByteArrayContent(packed.ToArray());
        bomb.Headers.ContentEncoding.Add("gzip");
        (await Post(client, "/write", bomb)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    static async Task<HttpStatusCode> Post(HttpClient client, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        // Without it the server answers and closes while the body is still being sent.
        request.Headers.ExpectContinue = true;
        return (await client.SendAsync(request, Cancel)).StatusCode;
    }

    [Fact]
    public async Task A_line_too_long_to_read_costs_only_itself()
    {
        await using var house = await SensingHouse.Open();
        using var client = house.Client(house.Token(Scopes.SensingWrite));
        var response = await client.PostAsync("/write", Body($"m,id=a t=1\n{new string('x', 700_000)}\nm,id=a t=2\n", "text/plain"), Cancel);
        var result = await Json(response);
        (result.GetProperty("accepted").GetInt32(), result.GetProperty("errors")[0].GetProperty("line").GetInt32(), result.GetProperty("errors")[0].GetProperty("code").GetString()).ShouldBe((2, 2, "line-too-long"));
        house.Number("a", "t").ShouldBe(2);
    }

    [Fact]
    public async Task Officers_see_what_was_refused()
    {
        await using var house = await SensingHouse.Open();
        using var client = house.Client(house.Token(Scopes.SensingWrite, Scopes.Ops));
        await client.PostAsync("/ingest/things/one", Body("broken"), Cancel);
        var rejected = await Json(await client.GetAsync("/ingest/rejected", Cancel));
        (rejected[0].GetProperty("thing").GetString(), rejected[0].GetProperty("code").GetString(), rejected[0].GetProperty("excerpt").GetString()).ShouldBe(("one", "malformed-json", "broken"));
        using var nobody = house.Client();
        (await nobody.GetAsync("/ingest/rejected", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
