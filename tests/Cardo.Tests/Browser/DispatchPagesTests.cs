using System.Text.Json;
using Cardo.Cases;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Tests.Cases;
using Cardo.Tests.Support;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>The pages of dispatch and duplicates with a model at work, as axe sees them; with CARDO_SCREENS=folder as people do.</summary>
[Collection("browser")]
public sealed class DispatchPagesTests
{
    static readonly string axe = Path.Combine(Repository.Root, "web", "node_modules", "axe-core", "axe.min.js");
    static readonly string[] lamps = ["the street lamp is dark", "lamp flickers all night", "路灯不亮,请派人处理"];
    static readonly string[] bins = ["rubbish lies in the street", "bin not emptied for days", "垃圾没有清运"];

    [Fact]
    public async Task Dispatch_and_duplicates_have_no_fault_that_axe_knows()
    {
        BrowserCity.NeedChromium();
        if (!File.Exists(axe)) Assert.Skip("axe-core is missing: (cd web && npm ci)");
        await using var city = await CasesCity.Start("""{ "modelThreshold": 0.95, "checkShare": 1 }""");
        var (sure, waiting) = await Fill(city);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--headless=new", "--no-sandbox", "--enable-unsafe-swiftshader"] });
        var key = city.Key("duty", Scopes.CasesDesk, Scopes.Admin);
        foreach (var (lang, scheme, width) in new[] { ("en", ColorScheme.Light, 1440), ("zh", ColorScheme.Dark, 1440), ("en", ColorScheme.Dark, 390), ("zh", ColorScheme.Light, 390) })
        {
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions
            {
                BaseURL = city.Url,
                Locale = lang,
                ColorScheme = scheme,
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                ExtraHTTPHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + key },
            });
            var page = await context.NewPageAsync();
            page.SetDefaultTimeout(90_000);
            foreach (var (name, address) in new[] { ("sure", $"/desk/cases/{sure}"), ("waiting", $"/desk/cases/{waiting}"), ("check", "/desk?state=check"), ("duplicates", "/desk/duplicates"), ("model", "/desk/model"), ("levels", "/service-levels") })
            {
                await page.GotoAsync(address);
                if (name == "sure") await Assertions.Expect(page.Locator("main")).ToContainTextAsync(lang == "en" ? "it says “" : "内容提到“");
                await Check(page, $"{address} {lang} {scheme} {width}");
                if (Environment.GetEnvironmentVariable("CARDO_SCREENS") is not { } folder) continue;
                Directory.CreateDirectory(folder);
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{lang}-{scheme}-{width}.png"), FullPage = true });
            }
        }
    }

    /// <summary>A past to learn from, a case that the model is sure of, one it is not, and three that are one.</summary>
    static async Task<(long Sure, long Waiting)> Fill(CasesCity city)
    {
        var desk = city.Get<CaseDesk>();
        var nowUs = TimeProvider.System.NowUs();
        for (var i = 0; i < 400; i++)
            await Do(desk, new Report
            {
                By = Actor.Import,
                Source = MatterSource.Import,
                Service = i % 2 == 0 ? "street-light" : "waste",
                Said = new Said((i % 2 == 0 ? lamps : bins)[i / 2 % 3] + " " + i),
                AtUs = nowUs - (500 - i) * Instants.HourUs,
                Imported = new CaseImported(null, null, nowUs - (490 - i) * Instants.HourUs, true),
            });
        city.Get<ModelDesk>().Train(stop: TestContext.Current.CancellationToken).Ok.ShouldBeTrue();
        var sure = await Do(desk, CasesHouse.Dark(words: "路灯不亮: the street lamp is dark") with { Service = "other", AtUs = null });
        var waiting = await Do(desk, CasesHouse.Dark(0.03, words: "A boat lies across the path") with { Service = "other" });
        for (var i = 0; i < 3; i++) await Do(desk, CasesHouse.Dark(0.01 + i * 0.00004, words: $"The lamp by the bakery is dark {i}"));
        return (sure, waiting);
    }

    static async Task<long> Do(CaseDesk desk, CaseCommand command) => (await desk.Do(command)).Value.Number;

    static async Task Check(IPage page, string where)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken));
        var found = await page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | '))");
        found.EnumerateArray().Select(v => v.GetString()).ShouldBeEmpty(where);
    }
}
