using Cardo.Cases;
using Cardo.Home.Live;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Tests.Support;
using Cardo.Twin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>A small city that really runs, and a Chromium that looks at it. One for all browser tests: both are slow to start.</summary>
public sealed class BrowserCity : IAsyncLifetime
{
    const string Chromium = "/usr/bin/chromium";

    readonly string folder = Directory.CreateTempSubdirectory("cardo-browser-").FullName;
    IPlaywright? playwright;
    IBrowser? browser;
    CityApp? app;
    string key = "";

    public string Url { get; private set; } = "";

    public TwinDesk Twin => app!.Services.GetRequiredService<TwinDesk>();

    public IServiceProvider Services => app!.Services;

    // Five seconds to see what is expected are too few where every test of the suite runs beside.
    static BrowserCity() => Assertions.SetDefaultExpectTimeout(60_000);

    public static void NeedChromium()
    {
        if (!File.Exists(Chromium)) Assert.Skip("Chromium is missing: apt-get install chromium fonts-noto-cjk");
        if (!File.Exists(Path.Combine(Repository.Root, "web", "dist", "manifest.json"))) Assert.Skip("the islands are not built: (cd web && npm ci && npm run build)");
    }

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium)) return;
        var settings = new Settings(new Dictionary<string, string> { ["name"] = "Anping", ["names.zh-Hans"] = "安平", ["time_zone"] = "Asia/Taipei" })
        { DataDir = folder, Store = "sqlite:" + Path.Combine(folder, "city.db"), Port = 0, MqttPort = 0, TrustLoopback = true, CityDir = SmallCity.Folder(folder) };
        SmallCases.Profile(settings.CityDir!);
        SmallScore.Files(settings.CityDir!);
        app = CityApp.Build(settings).Value;
        app.Recover();
        await app.Start();
        // First, so that their numbers are known: the river's alarm opens a case of its own.
        await SmallCases.Seed(app.Services.GetRequiredService<CaseDesk>(), TimeProvider.System.NowUs());
        await SmallCity.Build(app.Services.GetRequiredService<TwinDesk>(), TimeProvider.System.NowUs());
        // The alarm is raised by the rule itself, on its own tick.
        await Eventually.Until(() => app.Services.GetRequiredService<CityBoard>().Counts.Alarms > 0);
        Url = app.Url;
        key = app.Services.GetRequiredService<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "a test", "test", [Scopes.Ops, Scopes.CasesDesk])).Value.Secret;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--headless=new", "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--enable-unsafe-swiftshader"],
        });
    }

    /// <summary>A page with patience: the map is drawn in software here, next to everything else that runs.</summary>
    public async Task<IPage> Page(bool javaScript = true, string lang = "en", ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900, bool officer = false, string? url = null, string? secret = null)
    {
        NeedChromium();
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = url ?? Url,
            JavaScriptEnabled = javaScript,
            Locale = lang == "en" ? "en-GB" : lang == "zh-Hant" ? "zh-TW" : "zh-CN",
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
            ExtraHTTPHeaders = secret is not null ? [new("Authorization", "Bearer " + secret)] : officer ? [new("Authorization", "Bearer " + key)] : null,
        });
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    /// <summary>Opens the front page and waits until the map is drawn with things on it.</summary>
    public static async Task OpenMap(IPage page, string address = "/")
    {
        await page.GotoAsync(address);
        await page.WaitForSelectorAsync(".map[data-drawn=yes][data-things]:not([data-things='0'])");
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        if (app is not null) await app.DisposeAsync();
        Directory.Delete(folder, true);
    }
}
