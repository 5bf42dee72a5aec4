using Cardo.Identity;
using Cardo.Standards.Ntcip1202;
using Cardo.Tests.Traffic.Cabinets;
using Cardo.Traffic.Cabinets;
using Cardo.Traffic.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>How real signals look in each of the states that a cabinet can be in.</summary>
[Collection("browser")]
public sealed class CabinetScreensTests(BrowserCity city) : IAsyncLifetime
{
    static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    readonly CabinetCity cabinets = new();

    public async ValueTask InitializeAsync()
    {
        BrowserCity.NeedChromium();
        await cabinets.Begin();
    }

    public ValueTask DisposeAsync() => cabinets.DisposeAsync();

    static readonly (CabinetState State, Action<CabinetCity> Begin, Action<CabinetCity> End)[] states =
    [
        (CabinetState.Controlled, _ => { }, _ => { }),
        (CabinetState.Flash, c => c.Agent.Unit.Flash = UnitFlash.LocalManual, c => c.Agent.Unit.Flash = UnitFlash.NotFlash),
        (CabinetState.Manual, c => c.Agent.Unit.StopTime = true, c => c.Agent.Unit.StopTime = false),
        (CabinetState.Preempted, c => c.Agent.Unit.Preempt = true, c => c.Agent.Unit.Preempt = false),
        (CabinetState.Blind, c => c.Agent.FailedDetectors.UnionWith([2, 12]), c => c.Agent.FailedDetectors.Clear()),
    ];

    [Fact]
    public async Task Every_state_of_a_cabinet_is_seen_on_every_page_without_a_fault_that_axe_knows()
    {
        var pictures = Environment.GetEnvironmentVariable("CARDO_SCREENS");
        if (pictures is not null) Directory.CreateDirectory(pictures);
        var board = cabinets.App.Services.GetRequiredService<TrafficBoard>();
        var key = cabinets.App.Services.GetRequiredService<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "a test", "test", [Scopes.Ops, Scopes.TrafficControl])).Value.Secret;
        IPage[] pages = [await city.Page(true, "en", ColorScheme.Light, 1440, url: cabinets.App.Url, secret: key), await city.Page(true, "zh", ColorScheme.Dark, 390, url: cabinets.App.Url, secret: key)];
        foreach (var (state, begin, end) in states)
        {
            lock (cabinets.Agent.Gate) begin(cabinets);
            while (board.Now?.Picture.Junctions.Any(j => j.Cabinet?.State == state) != true) await Task.Delay(100, Now);
            await Says(pages[0], state);
            foreach (var page in pages)
                foreach (var address in new[] { "/traffic/hill-mill", "/traffic/control", "/traffic", "/traffic/wall/hill-mill" })
                    await Look(page, address, $"{address.Trim('/').Replace('/', '-')}-{state}-{page.ViewportSize!.Width}", pictures, check: state is CabinetState.Controlled or CabinetState.Flash);
            lock (cabinets.Agent.Gate) end(cabinets);
        }
        foreach (var page in pages)
        {
            await Look(page, "/traffic/far", $"traffic-far-Silent-{page.ViewportSize!.Width}", pictures, check: true);
            await page.Context.CloseAsync();
        }
    }

    /// <summary>A signal that flashes is green for nobody, and one that somebody else has does not run its own plan.</summary>
    static async Task Says(IPage page, CabinetState state)
    {
        var (words, tone) = state switch { CabinetState.Flash => ("It flashes: nobody has green", "alert"), CabinetState.Manual => ("by hand at the cabinet", "warn"), CabinetState.Preempted => ("has taken it at the cabinet", "warn"), CabinetState.Blind => ("own plan", "warn"), _ => ("reen", "good") };
        foreach (var address in new[] { "/traffic/hill-mill", "/traffic/wall/hill-mill" })
        {
            await page.GotoAsync(address);
            await Assertions.Expect(page.Locator(".sentence")).ToContainTextAsync(words);
            await Assertions.Expect(page.Locator(".sentence." + tone)).ToHaveCountAsync(1);
            if (state == CabinetState.Flash) await Assertions.Expect(page.Locator(".junction .stop.go")).ToHaveCountAsync(0);
        }
        await page.GotoAsync("/traffic/control");
        // One cabinet of this city is out of reach all the time.
        await Assertions.Expect(page.Locator(".sentence.warn")).ToHaveCountAsync(1);
    }

    static async Task Look(IPage page, string address, string name, string? pictures, bool check)
    {
        await page.GotoAsync(address);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, $"{name} is broader than its screen");
        if (check) await AccessibilityTests.Check(page, name);
        if (pictures is null) return;
        await page.WaitForTimeoutAsync(300);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(pictures, name + ".png"), FullPage = true, Timeout = 90_000 });
    }
}
