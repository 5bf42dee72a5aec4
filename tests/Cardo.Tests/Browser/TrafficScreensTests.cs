using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Tests.Support;
using Cardo.Tests.Traffic.Live;
using Cardo.Traffic.Live;
using Cardo.Traffic.Sumo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>The pages of signals with a city's traffic on them: the demo's recorded run, and a change tried in SUMO where that is installed.</summary>
[Collection("browser")]
public sealed class TrafficScreensTests(BrowserCity city) : IAsyncLifetime
{
    static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    readonly string folder = Directory.CreateTempSubdirectory("cardo-signals-").FullName;
    CityApp app = null!;
    string key = "";
    bool tried;

    public async ValueTask InitializeAsync()
    {
        BrowserCity.NeedChromium();
        var traffic = Directory.CreateDirectory(Path.Combine(folder, "city", "traffic")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(DemoTraffic.Folder, "traffic"))) File.Copy(file, Path.Combine(traffic, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(traffic, "short.sumocfg"), (await File.ReadAllTextAsync(Path.Combine(traffic, "linhe.sumocfg"))).Replace("\"3600\"", "\"420\"", StringComparison.Ordinal));
        var settings = new Settings(new Dictionary<string, string> { ["name"] = "Linhe", ["names.zh-Hans"] = "临河", ["time_zone"] = "Asia/Shanghai", ["traffic.live"] = "linhe", ["traffic.simulate"] = "false" })
        { DataDir = folder, Store = "sqlite:" + Path.Combine(folder, "city.db"), Port = 0, MqttPort = 0, CityDir = Path.Combine(folder, "city") };
        app = CityApp.Build(settings).Value;
        await app.Start();
        key = app.Services.GetRequiredService<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "a test", "test", [Scopes.Ops, Scopes.TrafficPlan])).Value.Secret;
        await Eventually.Until(() => app.Services.GetRequiredService<TrafficBoard>().Now is not null);
        if (SumoProcess.Absent() is null) await Try();
    }

    async Task Try()
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        await client.PostAsJsonAsync("/traffic/tries", new { network = "short", change = "name: Hill Boulevard closed in the middle\ndemand: 1.1\nclosed: [J9-9_J12-9]", seeds = 3 }, Now);
        JsonObject told;
        do
        {
            await Task.Delay(200, Now);
            told = (await client.GetFromJsonAsync<JsonObject>("/traffic/tries/1", Now))!;
        }
        while ((string)told["state"]! is "waiting" or "running");
        ((string)told["state"]!).ShouldBe("done", (string?)told["trouble"]);
        await client.PostAsJsonAsync("/traffic/tries", new { network = "linhe", change = "demand: 1.2", seeds = 30 }, Now);
        tried = true;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    string[] Pages => ["/traffic", "/traffic/J9-9", "/traffic/wall", "/traffic/wall/J9-9", "/traffic/try", "/traffic/try/new", .. tried ? new[] { "/traffic/try/1", "/traffic/try/2" } : []];

    Task<IPage> Open(string lang, ColorScheme scheme, int width, int height = 900, bool javaScript = true) => city.Page(javaScript, lang, scheme, width, height, url: app.Url, secret: key);

    [Theory]
    [InlineData("en", ColorScheme.Light, 1440)]
    [InlineData("zh", ColorScheme.Dark, 390)]
    public async Task No_page_of_signals_with_traffic_on_it_has_a_fault_that_axe_knows(string lang, ColorScheme scheme, int width)
    {
        var page = await Open(lang, scheme, width);
        await AccessibilityTests.CheckEach(page, Pages, $"signals {lang} {scheme}");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hant")]
    public async Task What_a_change_does_is_seen_on_a_phone_without_moving_the_table(string lang)
    {
        if (!tried) Assert.Skip("sumo is missing: apt-get install sumo");
        var page = await Open(lang, ColorScheme.Light, 390, 844);
        await page.GotoAsync("/traffic/try/1");
        (await page.Locator(".trial td.main").CountAsync()).ShouldBeGreaterThan(5);
        (await page.EvaluateAsync<bool>("[...document.querySelectorAll('.trial td.main')].every(e => e.getBoundingClientRect().right <= innerWidth && e.getBoundingClientRect().left >= 0)")).ShouldBeTrue();
        (await page.EvaluateAsync<bool>("[...document.querySelectorAll('.trial .table')].every(e => e.scrollWidth <= e.clientWidth)")).ShouldBeTrue();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_road_pressed_on_the_map_is_ticked_off_and_everything_works_by_keyboard()
    {
        var page = await Open("en", ColorScheme.Light, 1440);
        await page.GotoAsync("/traffic/try/new?network=short");
        await page.WaitForSelectorAsync("[data-ready]");
        await page.Locator(".hit[data-road='J9-9_J12-9']").DispatchEventAsync("click");
        await Assertions.Expect(page.Locator("input[value='J9-9_J12-9']")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator(".road.closed")).ToHaveCountAsync(1);
        await page.Locator("input[value='J9-9_J12-9']").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator(".road.closed")).ToHaveCountAsync(0);
        // From the top of the page each control is reached, the button last.
        await page.Locator("#f-seeds").FocusAsync();
        for (var i = 0; i < 60 && await page.EvaluateAsync<string>("document.activeElement.tagName") != "BUTTON"; i++) await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldContain("Run it beside today");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_scripts_a_change_is_composed_watched_and_cancelled()
    {
        if (!tried) Assert.Skip("sumo is missing: apt-get install sumo");
        var page = await Open("en", ColorScheme.Light, 1440, javaScript: false);
        await page.GotoAsync("/traffic/try/new?network=short");
        await page.Locator("#f-percent").FillAsync("120");
        await page.Locator("#f-name").FillAsync("A fifth more");
        await page.Locator("button.main").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("A fifth more");
        await Going.On(page, () => page.Locator("a.button", new PageLocatorOptions { HasText = "Look again" }).ClickAsync());
        await page.Locator("button[value=cancel]").ClickAsync();
        await Assertions.Expect(page.Locator(".sentence")).ToContainTextAsync("cancelled");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(1440, 900)]
    [InlineData(1280, 1024)]
    [InlineData(3440, 1440)]
    public async Task The_wall_fills_its_screen_and_never_scrolls(int width, int height)
    {
        foreach (var lang in new[] { "en", "zh" })
        {
            var page = await Open(lang, ColorScheme.Light, width, height);
            await page.GotoAsync("/traffic/wall");
            (await page.EvaluateAsync<string[]>("[...document.querySelectorAll('body :not(svg *)')].filter(e => e.getBoundingClientRect().bottom > innerHeight + 1).map(e => e.outerHTML.slice(0, 120))")).ShouldBeEmpty();
            (await page.EvaluateAsync<double>("Math.max(...[...document.querySelectorAll('.screen > section svg')].map(e => e.getBoundingClientRect().bottom)) / innerHeight")).ShouldBeGreaterThan(0.95, "the lowest part of the screen is empty");
            (await page.EvaluateAsync<double>("document.querySelector('.screen-junction svg').getBoundingClientRect().height / innerHeight")).ShouldBeGreaterThan(0.5);
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task The_wall_goes_on_by_itself_after_its_line_broke()
    {
        var page = await Open("en", ColorScheme.Light, 1920, 1080);
        await page.GotoAsync("/traffic/wall");
        (await page.EvaluateAsync<string>("document.documentElement.dataset.theme")).ShouldBe("dark");
        await page.WaitForSelectorAsync("[data-island][data-live]");
        // A server that answers with an error, as one that starts anew does: the browser by itself would never come again.
        await page.RouteAsync("**/traffic/live", r => r.FulfillAsync(new RouteFulfillOptions { Status = 502 }));
        await page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await Assertions.Expect(page.Locator("p[data-live=line]")).ToBeVisibleAsync();
        await page.UnrouteAsync("**/traffic/live");
        await Assertions.Expect(page.Locator("p[data-live=line]")).ToBeHiddenAsync(new LocatorAssertionsToBeHiddenOptions { Timeout = 60_000 });
        var clock = await page.Locator(".screen-clock time").TextContentAsync();
        await Assertions.Expect(page.Locator(".screen-clock time")).Not.ToHaveTextAsync(clock!);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pictures_for_people_to_look_at()
    {
        if (Environment.GetEnvironmentVariable("CARDO_SCREENS") is not { } pictures)
        {
            Assert.Skip("no pictures were asked for: CARDO_SCREENS=folder");
            return;
        }
        Directory.CreateDirectory(pictures);
        foreach (var (lang, scheme, width, height) in new[] { ("en", ColorScheme.Light, 1440, 900), ("zh", ColorScheme.Dark, 1440, 900), ("zh-Hant", ColorScheme.Light, 390, 844), ("en", ColorScheme.Dark, 390, 844), ("en", ColorScheme.Dark, 1920, 1080) })
        {
            var page = await Open(lang, scheme, width, height);
            foreach (var address in Pages)
            {
                await page.GotoAsync(address);
                await page.WaitForTimeoutAsync(500);
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(pictures, $"{address.Trim('/').Replace('/', '-')}-{lang}-{scheme}-{width}.png"), FullPage = width < 1900, Timeout = 90_000 });
            }
            await page.Context.CloseAsync();
        }
    }
}
