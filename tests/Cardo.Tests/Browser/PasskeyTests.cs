using System.Text.RegularExpressions;
using Cardo.Identity;
using Cardo.Journal;
using Cardo.Tests.Identity;
using Cardo.Tests.Support;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>Officers' passkeys, end to end in Chromium with a virtual authenticator.</summary>
public class PasskeyTests
{
    const string Chromium = "/usr/bin/chromium";

    // By asking again and again where the page is: waiting for a navigation waits for ever where it is over already.
    static readonly Regex account = new("^[a-z]+://[^/]+/account([?]|$)");

    static Task Arrived(IPage page) => Assertions.Expect(page).ToHaveURLAsync(account, new() { Timeout = 60_000 });

    static Task Gone(IPage page) => Assertions.Expect(page).Not.ToHaveURLAsync(account, new() { Timeout = 60_000 });

    static async Task<(IPlaywright Playwright, IBrowser Browser, IPage Page)> Open(IdentityHost host)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--headless=new", "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = $"http://localhost:{host.Address.Port}", Locale = "en-GB" });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        var cdp = await context.NewCDPSessionAsync(page);
        await cdp.SendAsync("WebAuthn.enable");
        await cdp.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return (playwright, browser, page);
    }

    static void Need()
    {
        if (!File.Exists(Chromium)) Assert.Skip("Chromium is missing: apt-get install chromium");
        if (!File.Exists(Path.Combine(Repository.Root, "web", "dist", "manifest.json"))) Assert.Skip("the islands are not built: (cd web && npm ci && npm run build)");
    }

    [Fact]
    public async Task A_person_enrols_by_a_one_time_link_signs_out_and_in_again_and_a_replay_is_refused()
    {
        Need();
        await using var host = await IdentityHost.Start();
        var link = host.Get<OfficerDesk>().FirstLink()!;
        var (playwright, browser, page) = await Open(host);
        using var _ = playwright;
        await using var __ = browser;

        await page.GotoAsync(link.Path);
        await page.FillAsync("#f-name", "Lin Mei");
        await page.ClickAsync("form[action='/enrol'] button");
        await page.ClickAsync("[data-passkey=go]");
        await Arrived(page);
        (await page.InnerTextAsync("h1")).ShouldBe("Lin Mei");
        host.Get<OfficerDesk>().FirstLink().ShouldBeNull();
        (await page.GotoAsync(link.Path))!.Status.ShouldBe(410);

        await page.GotoAsync("/account");
        // What a crew's phone keeps to open its list without a network is the officer's, and goes with them.
        await page.EvaluateAsync("async () => (await caches.open('cardo-crew-1')).put('/crew', new Response('kept'))");
        await page.ClickAsync("form[action='/logout'] button");
        await Gone(page);
        (await page.EvaluateAsync<string[]>("() => caches.keys()")).ShouldBeEmpty();
        await page.GotoAsync("/account");
        page.Url.ShouldContain("/login?return=/account");

        // What the browser sends is kept, to be sent again afterwards.
        string? sent = null;
        page.Request += (_, request) => sent = request.Url.EndsWith("/login/passkey", StringComparison.Ordinal) ? request.PostData : sent;
        await page.ClickAsync("[data-passkey=go]");
        // By path: the address of the sign-in page ends in /account too.
        await Arrived(page);
        (await page.InnerTextAsync("h1")).ShouldBe("Lin Mei");
        host.Get<SessionDesk>().Of(host.Get<OfficerDesk>().All()[0].Id).Count.ShouldBe(1);

        await page.ClickAsync("form[action='/logout'] button");
        await Gone(page);
        var replayed = await page.APIRequest.PostAsync("/login/passkey", new APIRequestContextOptions { DataString = sent, Headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-www-form-urlencoded" }, MaxRedirects = 0 });
        replayed.Headers["location"].ShouldContain("error=ceremony-stale");
        host.Get<SessionDesk>().Of(host.Get<OfficerDesk>().All()[0].Id).ShouldBeEmpty();

        var journal = host.Get<JournalDesk>();
        journal.Integrate();
        var said = journal.Newest(long.MaxValue, 100);
        said.ShouldContain(e => e.Kind == "officer.enrolled");
        said.ShouldNotContain(e => e.Json.Contains("Lin", StringComparison.Ordinal), "a name is personal data");
    }

    [Fact]
    public async Task An_administrator_invites_a_colleague_and_a_stale_form_changes_nothing()
    {
        Need();
        await using var host = await IdentityHost.Start();
        var (playwright, browser, page) = await Open(host);
        using var _ = playwright;
        await using var __ = browser;
        await page.GotoAsync(host.Get<OfficerDesk>().FirstLink()!.Path + "&name=Lin+Mei");
        await page.ClickAsync("[data-passkey=go]");
        await Arrived(page);

        await page.SelectOptionAsync("#f-role", Roles.Steward);
        await page.ClickAsync("form[action='/account/invite'] button");
        var link = await page.InnerTextAsync("#link");
        new Uri(link).AbsolutePath.ShouldBe("/enrol");

        // A form without the page's token, as another site would make it send, is refused.
        var forged = await page.APIRequest.PostAsync("/account/invite", new APIRequestContextOptions { DataString = "role=admin", Headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-www-form-urlencoded" } });
        forged.Status.ShouldBe(403);
        (await forged.TextAsync()).ShouldContain("form-stale");

        // Ended on the server, the cookie is worth nothing.
        var me = host.Get<OfficerDesk>().All().Single();
        host.Get<SessionDesk>().End(host.Get<SessionDesk>().Of(me.Id).Single().Id, me.Id);
        await page.GotoAsync("/account");
        page.Url.ShouldContain("/login");
        host.Get<OfficerDesk>().End(me.Id, "test").Refusal.Code.ShouldBe("officer-last");
    }

    [Fact]
    public async Task Without_JavaScript_the_page_says_what_a_passkey_needs()
    {
        await using var host = await IdentityHost.Start();
        var page = await IdentityHost.Body(await host.Get("/login"));
        page.ShouldContain("Passkeys need JavaScript");
        page.ShouldContain($"http://localhost:{host.Address.Port}/login");
        (await host.Get("/account")).Headers.Location!.ToString().ShouldStartWith("/login");
        (await host.Get("/enrol?token=nonsense")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Gone);
    }
}
