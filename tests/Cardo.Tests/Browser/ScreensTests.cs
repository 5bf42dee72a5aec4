using Cardo.Tests.Support;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>Pictures for people to look at: <c>CARDO_SCREENS=folder</c> says where they go. A page can pass every check and still be ugly.</summary>
[Collection("browser")]
public sealed class ScreensTests(BrowserCity city)
{
    [Fact]
    public async Task Every_page_in_both_languages_by_day_and_by_night_wide_and_narrow()
    {
        var folder = Environment.GetEnvironmentVariable("CARDO_SCREENS");
        if (folder is null) Assert.Skip("no pictures were asked for: CARDO_SCREENS=folder");
        BrowserCity.NeedChromium();
        Directory.CreateDirectory(folder);
        foreach (var (lang, scheme, width, height) in new[] { ("en", ColorScheme.Light, 1440, 900), ("zh", ColorScheme.Dark, 1440, 900), ("en", ColorScheme.Dark, 390, 844), ("zh", ColorScheme.Light, 390, 844) })
        {
            var page = await city.Page(lang: lang, scheme: scheme, width: width, height: height, officer: true);
            async Task Shoot(string name, bool whole = false) =>
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{lang}-{scheme}-{width}.png"), FullPage = whole, Timeout = 90_000 });
            await BrowserCity.OpenMap(page);
            await Shoot("front");
            await Shoot("front-whole", true);
            if (width > 1000) await page.Locator(".inview summary").ClickAsync();
            await page.Locator("#q").FillAsync("bridge");
            await page.Keyboard.PressAsync("Enter");
            await page.Locator(".results a").First.ClickAsync();
            await page.WaitForSelectorAsync(".panel.card .uplot");
            await page.WaitForTimeoutAsync(3000);
            await Shoot("card");
            foreach (var (name, address) in new[] { ("list", "/list"), ("thing", "/things/" + SmallCity.River), ("search", "/search?q=air"), ("ops", "/ops"), ("missing", "/nowhere"), ("reported", "/reported"), ("levels", "/service-levels"), ("track", "/cases/1"), ("desk", "/desk"), ("case", "/desk/cases/1"), ("board", "/board/lighting"), ("crew", "/crew"), ("score", "/score"), ("score-line", "/score/pm25?value=20"), ("frameworks", "/frameworks"), ("task", "/crew/1/t1") })
            {
                await page.GotoAsync(address);
                await page.WaitForTimeoutAsync(name == "thing" ? 6000 : 500);
                await Shoot(name, name is "thing" or "levels" or "case" or "score" or "score-line");
            }
            await page.Context.CloseAsync();
        }
    }
}
