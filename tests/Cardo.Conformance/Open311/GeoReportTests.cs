using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using Cardo.Tests.Support;

namespace Cardo.Conformance.Open311;

/// <summary>Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2), and FixMyStreet's service request updates, against the real server.</summary>
public class GeoReportTests(Open311City city) : IClassFixture<Open311City>
{
    async Task<string> Report(params (string, string)[] more)
    {
        var (status, text) = await city.Post("requests.json", [("api_key", city.Key), ("service_code", "waste"), ("lat", "31.3"), ("long", "120.6"), .. more]);
        status.ShouldBe(200, text);
        return JsonDocument.Parse(text).RootElement[0].GetProperty("service_request_id").GetString()!;
    }

    [Fact]
    public async Task All_black_box_checks_pass()
    {
        // The shared data's own script: discovery, services, definitions, requests, errors, privacy.
        var script = Repository.Shared("civic/open311/conformance.py");
        var start = new ProcessStartInfo("python3", [script, city.Url + "/open311/v2", "--discovery", city.Url + "/open311/discovery", "--api-key", city.Key, "--write"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        said.ShouldContain("31 passed, 0 failed, 0 skipped");
    }

    // GET Service Definition: "order", "variable", values with key and name.
    [Fact]
    public async Task A_definition_says_the_same_in_xml_and_json()
    {
        var (_, type, xml) = await city.Get("services/pothole.xml");
        type.ShouldBe("text/xml; charset=utf-8");
        var attributes = XDocument.Parse(xml).Root!.Element("attributes")!.Elements("attribute").ToList();
        using var json = JsonDocument.Parse((await city.Get("services/pothole.json")).Text);
        attributes.Select(a => a.Element("code")!.Value).ShouldBe(json.RootElement.GetProperty("attributes").EnumerateArray().Select(a => a.GetProperty("code").GetString()!));
        attributes[0].Element("values")!.Elements("value").Count().ShouldBe(3);
        attributes[1].Element("variable")!.Value.ShouldBe("false");
    }

    // POST Service Request: attribute[code]=key; a required attribute that is missing is a 400.
    [Fact]
    public async Task Attributes_are_asked_for_and_checked()
    {
        (string, string)[] place = [("api_key", city.Key), ("service_code", "pothole"), ("lat", "31.3"), ("long", "120.6")];
        (await city.Post("requests.xml", place)).Status.ShouldBe(400);
        (await city.Post("requests.xml", [.. place, ("attribute[depth]", "bottomless")])).Status.ShouldBe(400);
        (await city.Post("requests.xml", [.. place, ("attribute[depth]", "deep")])).Status.ShouldBe(200);
    }

    // GeoReport takes forms: a body of another kind is told so, though the key within was not read.
    [Fact]
    public async Task A_key_in_a_body_that_is_no_form_is_told_that_it_was_not_read()
    {
        using var body = new StringContent($$"""{"api_key":"{{city.Key}}","service_code":"waste","lat":31.31,"long":120.6}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await city.Http.PostAsync("/open311/v2/requests.json", body, TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(401);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("not a form");
    }

    // POST Service Request: "403 ... invalid api_key".
    [Fact]
    public async Task A_wrong_key_is_a_403_and_none_a_401()
    {
        (await city.Post("requests.xml", ("api_key", "nonsense"), ("service_code", "waste"), ("lat", "1"), ("long", "1"))).Status.ShouldBe(403);
        var (status, text) = await city.Post("requests.json", ("service_code", "waste"), ("lat", "1"), ("long", "1"));
        status.ShouldBe(401);
        JsonDocument.Parse(text).RootElement[0].GetProperty("code").GetInt32().ShouldBe(401);
    }

    // Optional arguments: jurisdiction_id must be ours when it is given.
    [Fact]
    public async Task Another_jurisdiction_is_not_found()
    {
        (await city.Get("services.json?jurisdiction_id=city.example")).Status.ShouldBe(200);
        (await city.Get("services.json?jurisdiction_id=elsewhere.example")).Status.ShouldBe(404);
    }

    // GET Service Requests: at most 1000 at once, paged; personal data of the reporter in no answer.
    [Fact]
    public async Task Requests_are_paged_and_say_nothing_of_who_reported()
    {
        for (var i = 0; i < 5; i++) await Report(("description", $"bags {i}, call me at 138 0013 8000 or me@example.org"), ("email", "who@example.org"), ("phone", "555-123-4567"), ("first_name", "Zhenzhen"));
        using var page = JsonDocument.Parse((await city.Get("requests.json?service_code=waste&page=2&page_size=2")).Text);
        page.RootElement.GetArrayLength().ShouldBe(2);
        foreach (var secret in new[] { "who@example", "me@example", "555-123", "0013 8000", "Zhenzhen" }) page.RootElement.GetRawText().ShouldNotContain(secret);
        (await city.Get("requests.json?page_size=1001")).Status.ShouldBe(400);
        (await city.Get("requests.json?status=lost")).Status.ShouldBe(400);
    }

    // GET service_request_id from a token.
    [Fact]
    public async Task A_token_leads_to_its_request_as_often_as_it_is_asked()
    {
        var id = await Report();
        for (var i = 0; i < 2; i++) XDocument.Parse((await city.Get($"tokens/{id}.xml")).Text).Root!.Element("request")!.Element("service_request_id")!.Value.ShouldBe(id);
        (await city.Get("tokens/none.xml")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_same_idempotency_key_makes_one_request()
    {
        using var client = new HttpClient { BaseAddress = city.Http.BaseAddress };
        client.DefaultRequestHeaders.Add("Idempotency-Key", "abc");
        var ids = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["api_key"] = city.Key, ["service_code"] = "tree", ["lat"] = "31.31", ["long"] = "120.6" });
            using var answer = await client.PostAsync("requests.json", form, TestContext.Current.CancellationToken);
            ids.Add(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement[0].GetProperty("service_request_id").GetString()!);
        }
        ids.Count.ShouldBe(1);
    }

    // FixMyStreet's extension: GET and POST /servicerequestupdates.
    [Fact]
    public async Task Updates_go_both_ways_and_a_fixed_closes()
    {
        var id = await Report();
        (await city.Post("servicerequestupdates.xml", ("api_key", city.Key), ("service_request_id", id), ("update_id", "7"), ("status", "OPEN"), ("description", "still there <b>today</b>"))).Status.ShouldBe(200);
        (await city.Post("servicerequestupdates.xml", ("api_key", city.Key), ("service_request_id", id), ("update_id", "8"), ("status", "FIXED"), ("description", ""))).Status.ShouldBe(200);
        using var one = JsonDocument.Parse((await city.Get($"requests/{id}.json")).Text);
        one.RootElement[0].GetProperty("status").GetString().ShouldBe("closed");
        var updates = XDocument.Parse((await city.Get("servicerequestupdates.xml")).Text).Root!.Elements("request_update").Where(u => u.Element("service_request_id")!.Value == id).ToList();
        updates.ShouldContain(u => u.Element("description")!.Value == "still there <b>today</b>");
        updates.Last().Element("status")!.Value.ShouldBe("closed");
        (await city.Post("servicerequestupdates.xml", ("api_key", "no"), ("service_request_id", id))).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("service_code=nope&lat=31.3&long=120.6", 404)]
    [InlineData("service_code=waste&lat=abc&long=120.6", 400)]
    [InlineData("service_code=waste&lat=99&long=120.6", 400)]
    [InlineData("service_code=waste&lat=31.3&long=120.6&media_url=javascript:alert(1)", 400)]
    [InlineData("service_code=waste&lat=31.3&long=120.6&email=nobody", 400)]
    public async Task What_is_wrong_is_said_in_the_standards_shape(string query, int expected)
    {
        var (status, text) = await city.Post("requests.xml", [("api_key", city.Key), .. query.Split('&').Select(p => (p.Split('=')[0], p.Split('=')[1]))]);
        status.ShouldBe(expected);
        XDocument.Parse(text).Root!.Element("error")!.Element("code")!.Value.ShouldBe(expected.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
