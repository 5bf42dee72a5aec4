using System.Text.Json;
using Cardo.Indicators;
using Cardo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>axe-core finds nothing on any page, in both languages, by day and by night, wide and narrow.</summary>
[Collection("browser")]
public sealed class AccessibilityTests(BrowserCity city)
{
    static readonly string Axe = Path.Combine(Repository.Root, "web", "node_modules", "axe-core", "axe.min.js");

    [Theory]
    [InlineData("en", ColorScheme.Light, 1440)]
    [InlineData("zh", ColorScheme.Dark, 390)]
    public async Task No_page_has_a_fault_that_axe_knows(string lang, ColorScheme scheme, int width)
    {
        BrowserCity.NeedChromium();
        if (!File.Exists(Axe)) Assert.Skip("axe-core is missing: (cd web && npm ci)");
        var page = await city.Page(lang: lang, scheme: scheme, width: width, officer: true);
        var scores = city.Services.GetRequiredService<ScoreDesk>();
        var vintage = scores.Vintages() is [var one, ..] ? one.Entry : (await scores.Publish()).Value;
        foreach (var address in new[] { $"/score/vintages/{vintage}", "/", "/list", "/search?q=lamp", "/things/" + SmallCity.River, "/ops", "/nowhere", "/report", "/reported", "/service-levels", "/cases/1", "/desk", "/desk/new", "/desk/cases/2", "/desk/cases/5", "/board/lighting", "/crew", "/crew/1/t1", "/score", "/score/pm25?value=20", "/score/air", "/frameworks", "/frameworks/three-generations", "/traffic" })
        {
            if (address == "/") await BrowserCity.OpenMap(page);
            else await page.GotoAsync(address);
            await Check(page, $"{address} {lang} {scheme}");
        }
        await BrowserCity.OpenMap(page);
        await page.Locator(".inview summary").ClickAsync();
        await page.Locator(".inview li a").First.ClickAsync();
        await page.WaitForSelectorAsync(".panel.card h2");
        await Check(page, $"the card {lang} {scheme}");
        await page.Context.CloseAsync();
    }

    /// <summary>Goes to each address: axe finds nothing there, and nothing is broader than the screen.</summary>
    internal static async Task CheckEach(IPage page, IEnumerable<string> addresses, string how)
    {
        foreach (var address in addresses)
        {
            (await page.GotoAsync(address))!.Status.ShouldBe(200, address);
            var (where, width) = ($"{address} {how}", page.ViewportSize!.Width);
            await Check(page, where);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, $"{where} is broader than a screen of {width}");
            if (Environment.GetEnvironmentVariable("CARDO_SCREENS") is not { } folder) continue;
            Directory.CreateDirectory(folder);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{where.TrimStart('/').Replace('/', '-').Replace('?', '-').Replace(' ', '-')}-{width}.png"), FullPage = true, Timeout = 90_000 });
        }
    }

    internal static async Task Check(IPage page, string where)
    {
        if (!File.Exists(Axe)) Assert.Skip("axe-core is missing: (cd web && npm ci)");
        // The policy allows no foreign script on a page, and a test is no exception: the browser's own door is used.
        await page.EvaluateAsync(await File.ReadAllTextAsync(Axe));
        var found = await page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | '))");
        found.EnumerateArray().Select(v => v.GetString()).ShouldBeEmpty(where);
    }
}
