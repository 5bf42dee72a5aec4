using System.Net;
using System.Text.RegularExpressions;
using Cardo.Identity;
using Cardo.Standards.NgsiLd;
using Cardo.Traffic.Cabinets;
using Cardo.Traffic.Live;
using Cardo.Twin;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Traffic.Cabinets;

/// <summary>A whole city with two cabinets, one of which does not answer: pages, twin, journal, and what is left when it stops.</summary>
public sealed class CabinetCityTests : IAsyncLifetime
{
    readonly CabinetCity city = new();

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => city.Begin();

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    public async Task A_city_shows_its_cabinets_runs_those_that_are_well_and_gives_back_when_it_stops()
    {
        var twin = city.App.Services.GetRequiredService<TwinDesk>();
        Entity? Signal(string id) => twin.Find("", NetworkInTwin.IdOf("TrafficSignal", "controllers", id));
        while (Signal("hill-mill")?.Find(Names.Default("controlStatus"))?.Value.ToString()?.Contains("controlled", StringComparison.Ordinal) != true) await Task.Delay(200, Cancel);
        Signal("hill-mill")!.Find(Names.Location)!.Value.Geo!.MinX.ShouldBe(-83.05, 0.001);
        Signal("far")!.Find(Names.Location)!.Value.Geo!.MinX.ShouldBe(-83.04, 0.001);
        twin.OfType("", Names.Default("TrafficDetector")).Count().ShouldBe(12);
        using var client = new HttpClient { BaseAddress = new Uri(city.App.Url) };
        var page = WebUtility.HtmlDecode(await client.GetStringAsync("/traffic?lang=en", Cancel));
        page.ShouldContain("as their controllers tell it");
        page.ShouldContain("Controlled from here");
        page.ShouldContain("Out of reach");
        page.ShouldNotContain("bad");
        var far = WebUtility.HtmlDecode(await client.GetStringAsync("/traffic/far?lang=en", Cancel));
        far.ShouldContain("Nobody knows what it shows");
        far.ShouldNotContain("127.0.0.2");
        (await client.GetStringAsync("/traffic/hill-mill?lang=zh-Hant", Cancel)).ShouldContain("hill-mill");
        WebUtility.HtmlDecode(await client.GetStringAsync("/journal?lang=en", Cancel)).ShouldContain("Control of a signal taken");
        city.Agent.Unit.SystemPattern.ShouldBe(254);
        await city.App.DisposeAsync();
        city.Agent.Unit.SystemPattern.ShouldBe(0);
        city.Agent.Unit.Control.Values.ShouldAllBe(bits => bits == 0);
        await city.Again("");
        using var later = new HttpClient { BaseAddress = new Uri(city.App.Url) };
        WebUtility.HtmlDecode(await later.GetStringAsync("/journal?lang=en", Cancel)).ShouldContain("Control of a signal given back");
    }

    [Fact]
    public async Task An_operator_leaves_a_signal_to_its_own_plan_and_lets_it_be_controlled_again_without_scripts()
    {
        using var nobody = new HttpClient { BaseAddress = new Uri(city.App.Url) };
        (await nobody.GetAsync("/traffic/control", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var engineer = Signed(Scopes.Ops, Scopes.TrafficPlan);
        (await engineer.GetAsync("/traffic/control", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var duty = Signed(Scopes.TrafficControl);
        (await Text(duty, "/traffic?lang=en")).ShouldContain("/traffic/control");
        while (!(await Text(duty, "/traffic/control?lang=en")).Contains("Controlled from here", StringComparison.Ordinal)) await Task.Delay(200, Cancel);
        (await Text(duty, "/traffic/hill-mill?lang=en")).ShouldContain("/traffic/control/release?signal=hill-mill");
        // Nothing happens without a reason, and what was written is kept.
        var ask = "/traffic/control/release?signal=hill-mill&lang=en";
        var refused = await Send(duty, ask, "/traffic/control/release", "hill-mill", " ");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel)).ShouldContain("in 3 to 300 characters");
        (await Send(duty, ask, "/traffic/control/release", "no-such", "just so")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        city.App.Services.GetRequiredService<ControlDesk>().Find("hill-mill").ShouldBeNull();
        (await Send(duty, ask, "/traffic/control/release", "hill-mill", "Greens too short after the match")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        while (city.Agent.Unit.SystemPattern != 0) await Task.Delay(100, Cancel);
        city.Agent.Unit.Control.Values.ShouldAllBe(bits => bits == 0);
        while (!(await Text(nobody, "/traffic/hill-mill?lang=en")).Contains("An operator left it to its own plan", StringComparison.Ordinal)) await Task.Delay(200, Cancel);
        // Why and by whom is for who may change it.
        (await Text(nobody, "/traffic/hill-mill?lang=en")).ShouldNotContain("after the match");
        (await Text(duty, "/traffic/control?lang=en")).ShouldContain("Greens too short after the match");
        (await Text(nobody, "/journal?lang=en")).ShouldContain("Signal left to its own plan by hand");
        // It stays so when the city starts anew.
        await city.Again("controllers");
        using var later = Signed(Scopes.TrafficControl);
        while (!(await Text(later, "/traffic/control?lang=en")).Contains("An operator left it to its own plan", StringComparison.Ordinal)) await Task.Delay(200, Cancel);
        var orders = city.Agent.Orders;
        (await Send(later, "/traffic/control/allow?lang=en", "/traffic/control/allow", "", "All is well again")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        city.App.Services.GetRequiredService<ControlDesk>().Find("hill-mill").ShouldBeNull();
        while (city.Agent.Orders == orders) await Task.Delay(200, Cancel);
        (await Text(later, "/journal?lang=en")).ShouldContain("Signal may be controlled again");
    }

    HttpClient Signed(params string[] scopes)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(city.App.Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", city.App.Services.GetRequiredService<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "a test", "test", scopes)).Value.Secret);
        return client;
    }

    static async Task<string> Text(HttpClient client, string address) => WebUtility.HtmlDecode(await client.GetStringAsync(address, Cancel));

    static async Task<HttpResponseMessage> Send(HttpClient client, string page, string to, string signal, string reason)
    {
        var token = Regex.Match(await client.GetStringAsync(page, Cancel), "__RequestVerificationToken\" value=\"([^\"]+)").Groups[1].Value;
        return await client.PostAsync(to + "?lang=en", new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["signal"] = signal, ["reason"] = reason }), Cancel);
    }
}
