using System.Net;
using System.Text.Json.Nodes;
using Cardo.Journal;
using Cardo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Traffic.Studio;

/// <summary>Changes composed, run in the real SUMO, cancelled, interrupted and published.</summary>
public sealed class StudioTests
{
    static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_composed_by_a_form_runs_beside_today_and_everybody_sees_it_once_it_is_published()
    {
        await using var city = await StudioCity.Start(300);
        (await city.Public.GetAsync("/traffic/try/new", Now)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var page = await city.Staff.GetStringAsync("/traffic/try/new?lang=en", Now);
        page.ShouldContain("value=\"left0A0\"");
        page.ShouldContain("data-road=\"A0B0\"");
        var sent = await city.Send("/traffic/try/new", "/traffic/try/new", ("network", "city"), ("name", "A tenth more"), ("percent", "110"), ("closed", "A0B0"), ("gain", "15"), ("seeds", "2"));
        sent.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/traffic/try/1");
        var told = await city.Until(1, StudioCity.Ended);
        ((string)told["state"]!).ShouldBe("done", (string?)told["trouble"]);
        told["result"]!["pairs"]!.AsArray().Count.ShouldBe(2);
        var result = await city.Staff.GetStringAsync("/traffic/try/1?lang=en", Now);
        result.ShouldContain("A tenth more");
        result.ShouldContain("road closed");
        result.ShouldContain("<figcaption>By how many per cent");
        (await city.Staff.GetStringAsync("/traffic/try/1/result.csv", Now)).ShouldStartWith("kind,id,name,unit,today");

        (await city.Public.GetAsync("/traffic/try/1", Now)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await city.Public.GetAsync("/traffic/try/1/result.json", Now)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await city.Public.GetStringAsync("/traffic/try?lang=en", Now)).ShouldContain("No result has been published");
        await city.Send("/traffic/try/1", "/traffic/try/1", ("act", "publish"));
        (await city.Public.GetStringAsync("/traffic/try/1?lang=en", Now)).ShouldNotContain("<form method=\"post\"");
        JsonNode.Parse(await city.Public.GetStringAsync("/traffic/try/1/result.json", Now))!["name"]!.GetValue<string>().ShouldBe("A tenth more");
        await city.Send("/traffic/try/1", "/traffic/try/1", ("act", "withdraw"));
        (await city.Public.GetAsync("/traffic/try/1", Now)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var journal = city.App.Services.GetRequiredService<JournalDesk>();
        journal.Integrate();
        journal.Newest(long.MaxValue, 50).Select(e => e.Kind).Where(k => k.StartsWith("traffic.", StringComparison.Ordinal)).ShouldBe(["traffic.try-withdrawn", "traffic.try-published", "traffic.tried"]);
    }

    [Fact]
    public async Task What_cannot_be_tried_gives_the_form_back_with_what_was_wrong()
    {
        await using var city = await StudioCity.Start(300);
        async Task<string> Refused(params (string, string)[] fields)
        {
            var answer = await city.Send("/traffic/try/new", "/traffic/try/new?lang=en", [("network", "city"), ("percent", "100"), ("gain", "15"), ("seeds", "1"), .. fields]);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Now));
        }
        (await Refused()).ShouldContain("Nothing is different from today yet");
        (await Refused(("closed", "nowhere"))).ShouldContain("There is no road 'nowhere'");
        (await Refused(("from", "left0A0"))).ShouldContain("both its first road and its last");
        (await Refused(("file_text", "plans: [{ signal: A0, phases: [{ state: G, duration_s: 3 }] }]"))).ShouldContain("Signal A0 has");
        var wrong = await Refused(("name", "Kept"), ("file_text", "demand: much\nclosed: A0B0"));
        wrong.ShouldContain("line 1: demand is a number");
        wrong.ShouldContain("value=\"Kept\"");
        (await city.Ask("demand: 2", network: "elsewhere")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await city.Ask("demand: 2", seeds: 31)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await city.Staff.PostAsync("/traffic/tries", new StringContent("{"), Now)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Cancelling_ends_the_simulators_and_the_next_one_gets_its_turn()
    {
        await using var city = await StudioCity.Start(100_000);
        (await city.Ask("demand: 1.1", 5)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await city.Ask("demand: 1.2")).StatusCode.ShouldBe(HttpStatusCode.Created);
        var running = await city.Until(1, t => t["progress"]?["simulated_s"]?.GetValue<double>() > 0);
        running["progress"]!["pairs"]!.GetValue<int>().ShouldBe(5);
        city.Simulators().ShouldBe(2);
        (await city.Staff.GetStringAsync("/traffic/try/1?lang=en&part=now", Now)).ShouldContain("pair 1 of 5");
        (await city.Staff.GetStringAsync("/traffic/try/2?lang=en", Now)).ShouldContain("1 before it");
        await city.Send("/traffic/try/1", "/traffic/try/1", ("act", "cancel"));
        ((string)(await city.Until(1, StudioCity.Ended))["state"]!).ShouldBe("cancelled");
        await city.Until(2, t => t["progress"]?["simulated_s"]?.GetValue<double>() > 0);
        city.Simulators().ShouldBe(2);
        (await city.Staff.DeleteAsync("/traffic/tries/2", Now)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await city.Until(2, StudioCity.Ended);
        await Eventually.Until(() => city.Simulators() == 0);
        (await city.Staff.DeleteAsync("/traffic/tries/2", Now)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await city.Staff.DeleteAsync("/traffic/tries/99", Now)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_city_that_ends_interrupts_what_runs_and_what_waits_waits_on_and_the_queue_has_an_end()
    {
        await using var city = await StudioCity.Start(100_000);
        await city.Ask("demand: 1.1");
        await city.Until(1, t => (string)t["state"]! == "running");
        for (var i = 0; i < 10; i++) (await city.Ask("demand: 1.2")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await city.Ask("demand: 1.3")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await city.Close();
        city.Simulators().ShouldBe(0);
        await city.Open();
        ((string)(await city.Told(1))["state"]!).ShouldBe("interrupted");
        (await city.Staff.GetStringAsync("/traffic/try/1?lang=en", Now)).ShouldContain("Cardo was stopped while it ran");
        await city.Until(2, t => (string)t["state"]! == "running");
        ((string)(await city.Told(11))["state"]!).ShouldBe("waiting");
    }

    [Fact]
    public async Task A_simulator_that_dies_fails_the_try_in_words_and_leaves_nothing_running()
    {
        await using var city = await StudioCity.Start(100_000);
        await city.Ask("demand: 1.1", 3);
        await city.Until(1, t => t["progress"]?["simulated_s"]?.GetValue<double>() > 0);
        foreach (var process in System.Diagnostics.Process.GetProcessesByName("sumo").Where(p => File.ReadAllText($"/proc/{p.Id}/cmdline").Contains(city.Folder, StringComparison.Ordinal)).Take(1)) process.Kill();
        var told = await city.Until(1, StudioCity.Ended);
        ((string)told["state"]!).ShouldBe("failed");
        ((string)told["trouble"]!).ShouldContain("SUMO");
        await Eventually.Until(() => city.Simulators() == 0);
    }
}
