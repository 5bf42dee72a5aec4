using Cardo.Tests.Support;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

[Collection("browser")]
public sealed class OpsTests(BrowserCity city)
{
    [Fact]
    public async Task Operations_shows_alarms_silent_devices_and_what_comes_in_to_officers_alone()
    {
        BrowserCity.NeedChromium();
        var stranger = await city.Page(javaScript: false);
        (await stranger.GotoAsync("/ops"))!.Status.ShouldBeOneOf(200, 401, 403);
        await Assertions.Expect(stranger.Locator("#alarms")).ToHaveCountAsync(0);
        await stranger.Context.CloseAsync();

        var page = await city.Page(javaScript: false, officer: true);
        (await page.GotoAsync("/ops"))!.Status.ShouldBe(200);
        await Assertions.Expect(page.Locator("[data-fresh=alarms] tbody tr").First).ToContainTextAsync("Anping bridge");
        await Assertions.Expect(page.Locator("[data-fresh=health]")).ToContainTextAsync("Street lights");
        await Assertions.Expect(page.Locator("[data-fresh=silent]")).ToContainTextAsync("Lamp 3");
        await Assertions.Expect(page.Locator("[data-fresh=ingest] tbody tr").First).ToContainTextAsync("this minute");
        (await page.Locator($"a[href='/things/{Uri.EscapeDataString(SmallCity.River)}']").CountAsync()).ShouldBeGreaterThan(0);
        await page.Context.CloseAsync();
    }
}
