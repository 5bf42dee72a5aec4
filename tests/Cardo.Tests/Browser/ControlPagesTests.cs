using Cardo.Identity;
using Cardo.Tests.Traffic.Cabinets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>A city that runs its own signals, looked at and taken out of control by keyboard in a real Chromium.</summary>
[Collection("browser")]
public sealed class ControlPagesTests(BrowserCity browser) : IAsyncLifetime
{
    readonly CabinetCity city = new();
    string key = "";

    public async ValueTask InitializeAsync()
    {
        BrowserCity.NeedChromium();
        await city.Begin();
        key = city.App.Services.GetRequiredService<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "the night shift", "test", [Scopes.Ops, Scopes.TrafficControl])).Value.Secret;
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    static string[] Pages => ["/traffic", "/traffic/hill-mill", "/traffic/far", "/traffic/control", "/traffic/control/release?signal=hill-mill", "/traffic/control/allow", "/traffic/wall/far", "/traffic/wall/hill-mill"];

    Task<IPage> Open(string lang, ColorScheme scheme, int width, bool javaScript = true) => browser.Page(javaScript, lang, scheme, width, url: city.App.Url, secret: key);

    [Theory]
    [InlineData("en", ColorScheme.Light, 1440)]
    [InlineData("zh", ColorScheme.Dark, 390)]
    public async Task No_page_of_cabinets_has_a_fault_that_axe_knows(string lang, ColorScheme scheme, int width)
    {
        var page = await Open(lang, scheme, width);
        await AccessibilityTests.CheckEach(page, Pages, $"cabinets {lang} {scheme}");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Control_is_taken_away_and_given_back_by_keyboard_with_scripts_and_without(bool javaScript)
    {
        var page = await Open("en", ColorScheme.Light, 1440, javaScript);
        await page.GotoAsync("/traffic/hill-mill");
        await Keys.Press(page, "Leave it to its own plan");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("to its own plan");
        // Nothing happens without a reason.
        await Keys.Write(page, "Why", "Greens too short after the match");
        await Keys.Enter(page);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Greens too short after the match");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("the night shift");
        await Keys.Press(page, "Let it be controlled again: ");
        await Keys.Write(page, "Why", "All is well");
        await Keys.Press(page, "Let it be controlled");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("the night shift");
        await page.Context.CloseAsync();
    }
}
