using System.Text.Json.Nodes;
using Cardo.Cases;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Tests.Cases;

/// <summary>Past cases from another city's Open311 server.</summary>
public sealed class NeighbourTests
{
    static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_neighbours_server_has_is_taken_once_though_it_gives_two_requests_at_a_time()
    {
        await using var neighbour = await CasesCity.Start(("identity.writes_per_s", "0"));
        var sent = new List<string>();
        using (var client = new HttpClient { BaseAddress = new Uri(neighbour.Url) })
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", neighbour.Key("app", Scopes.CasesReport));
            for (var i = 0; i < 5; i++)
            {
                using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["service_code"] = "waste", ["lat"] = $"30.2{i + 2}", ["long"] = $"123.1{i + 5}", ["description"] = $"Bags lie at bridge {i}", ["address_string"] = $"Bridge street {i}" });
                using var answer = await client.PostAsync("/open311/v2/requests.json", form, Now);
                var text = await answer.Content.ReadAsStringAsync(Now);
                answer.IsSuccessStatusCode.ShouldBeTrue(text);
                sent.Add((string)JsonNode.Parse(text)![0]!["service_request_id"]!);
            }
        }
        await using var city = await CasesCity.Start();
        await Map(city, $"{neighbour.Url}/open311/v2/requests.json", since: "2026-01-01");

        var report = (await city.Get<HistoryDesk>().Import("neighbour", null, null, Now)).Value;

        report.Reasons.ShouldBeEmpty();
        (report.Read, report.Taken, report.Before).ShouldBe((5, 5, 0));
        city.Get<Db>().Read(tx => tx.Query<string>("SELECT ref FROM cases_matters WHERE ref IS NOT NULL")).ShouldBe(sent, ignoreOrder: true);
        var again = (await city.Get<HistoryDesk>().Import("neighbour", null, null, Now)).Value;
        (again.Taken, again.Before).ShouldBe((0, 5));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_and_nothing_is_half_done()
    {
        await using var city = await CasesCity.Start();
        await Map(city, "http://127.0.0.1:9/requests.json", since: "2026-11-01");
        var report = (await city.Get<HistoryDesk>().Import("neighbour", null, null, Now)).Value;
        (report.Taken, report.Refused).ShouldBe((0, 1));
        report.Reasons.Keys.Single().ShouldContain("run it again to go on");

        await Map(city, "http://127.0.0.1:9/requests.json", since: null);
        (await city.Get<HistoryDesk>().Import("neighbour", null, null, Now)).Refusal.Message.ShouldContain("since");
    }

    static async Task Map(CasesCity city, string address, string? since)
    {
        var folder = Directory.CreateDirectory(Path.Combine(city.Get<Settings>().CityDir!, "cases", "history")).FullName;
        var map = new JsonObject
        {
            ["file"] = address,
            ["id"] = "service_request_id",
            ["at"] = "requested_datetime",
            ["service"] = "service_code",
            ["services"] = new JsonObject { ["waste"] = "waste" },
            ["otherwise"] = "other",
            ["words"] = "description",
            ["place"] = "address",
            ["lon"] = "long",
            ["lat"] = "lat",
            ["status"] = "status",
            ["most"] = 2,
        };
        if (since is not null) map["since"] = since;
        await File.WriteAllTextAsync(Path.Combine(folder, "neighbour.json"), map.ToJsonString(), Now);
    }
}
