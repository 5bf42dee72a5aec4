using System.Text.Json;
using Cardo.Cases;
using Cardo.Identity;
using Cardo.Journal;
using Cardo.Tests.Cases;
using Cardo.Tests.Support;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>A broken street light from the report to the proof, in a real Chromium, with scripts and without.</summary>
public class CaseJourneyTests
{
    const string Chromium = "/usr/bin/chromium";
    static readonly string axe = Path.Combine(Repository.Root, "web", "node_modules", "axe-core", "axe.min.js");

    static async Task<IPage> Page(IBrowser browser, CasesCity city, bool javaScript, string? key = null, string lang = "en-GB", ColorScheme scheme = ColorScheme.Light, int width = 1200)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = city.Url,
            JavaScriptEnabled = javaScript,
            Locale = lang,
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ExtraHTTPHeaders = key is null ? null : [new("Authorization", "Bearer " + key)],
        });
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    static Task<IBrowser> Launch(IPlaywright playwright)
    {
        BrowserCity.NeedChromium();
        return playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--headless=new", "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--enable-unsafe-swiftshader"],
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broken_street_light_is_reported_dispatched_repaired_confirmed_and_counted(bool javaScript)
    {
        BrowserCity.NeedChromium();
        await using var city = await CasesCity.Start();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Launch(playwright);
        var resident = await Page(browser, city, javaScript);
        var officer = await Page(browser, city, javaScript, city.Key("duty", Scopes.CasesDesk));
        var phone = await Page(browser, city, javaScript, city.Key("crew", Scopes.CasesCrew), width: 390);
        city.Get<CaseDesk>().SetUnit("crew", "lighting-crew").Ok.ShouldBeTrue();
        var journalBefore = city.Get<JournalDesk>().Head().Checkpoint.Size;

        await resident.GotoAsync("/report");
        await resident.SelectOptionAsync("#f-service", "street-light");
        await resident.FillAsync("#f-words", "The light by the bridge is dark");
        await resident.FillAsync("#f-address", "5 River Street");
        await resident.ClickAsync("form#report button.main");
        // The service asks its own question, which needs no answer.
        await resident.ClickAsync("form#report button.main");
        await resident.WaitForURLAsync("**/cases/1?*");
        (await resident.InnerTextAsync("main")).ShouldContain("Street lighting has it.");
        var link = resident.Url;

        await officer.GotoAsync("/desk");
        await officer.ClickAsync("a[href='/desk/cases/1']");
        (await officer.InnerTextAsync("main")).ShouldContain("The light by the bridge is dark");

        await phone.GotoAsync("/crew");
        await phone.ClickAsync("a[href='/crew/1/t1']");
        await phone.ClickAsync("text=Begin");
        if (javaScript) await phone.WaitForURLAsync("**/crew");
        await phone.GotoAsync("/crew/1/t1");
        await phone.SetInputFilesAsync("#after", new FilePayload { Name = "after.jpg", MimeType = "image/jpeg", Buffer = PicturesTests.Jpeg() });
        await phone.FillAsync("#minutes", "25");
        await phone.ClickAsync("form button.main");
        await phone.WaitForURLAsync("**/crew");

        await resident.GotoAsync(link);
        await resident.ClickAsync("text=Yes, it is fixed");
        await resident.WaitForURLAsync("**done=yes");
        (await resident.InnerTextAsync("main")).ShouldContain("Closed: fixed");
        await resident.GotoAsync("/cases/levels");
        (await resident.InnerTextAsync("#closed")).ShouldBe("1");
        var journal = city.Get<JournalDesk>();
        journal.Integrate();
        journal.Head().Checkpoint.Size.ShouldBeGreaterThanOrEqualTo(journalBefore + 4);
        journal.Prove(journal.Head().Checkpoint.Size - 1).ShouldNotBeNull();
    }

    /// <summary>A crew's phone before the task of a dark lamp.</summary>
    static async Task<IPage> CrewAtWork(IBrowser browser, CasesCity city)
    {
        await city.Get<CaseDesk>().Do(CasesHouse.Dark());
        city.Get<CaseDesk>().SetUnit("crew", "lighting-crew").Ok.ShouldBeTrue();
        var phone = await Page(browser, city, true, city.Key("crew", Scopes.CasesCrew), width: 390);
        await phone.GotoAsync("/crew/1/t1");
        return phone;
    }

    [Fact]
    public async Task Work_done_without_a_network_is_kept_and_sent_once_when_it_is_back()
    {
        BrowserCity.NeedChromium();
        await using var city = await CasesCity.Start();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Launch(playwright);
        var phone = await CrewAtWork(browser, city);
        await phone.Context.SetOfflineAsync(true);
        await phone.SetInputFilesAsync("#after", new FilePayload { Name = "after.jpg", MimeType = "image/jpeg", Buffer = PicturesTests.Jpeg() });
        await phone.ClickAsync("form button.main");
        await phone.WaitForSelectorAsync("text=kept on this phone");
        city.Get<CaseDesk>().Find(1)!.Status.ShouldBe(CaseStatus.Dispatched);
        await phone.Context.SetOfflineAsync(false);
        await phone.WaitForSelectorAsync("text=Sent.");
        city.Get<CaseDesk>().Find(1)!.ShouldSatisfyAllConditions(c => c.Status.ShouldBe(CaseStatus.Done), c => c.Tasks[0].Photos!.Count.ShouldBe(1));
    }

    [Fact]
    public async Task Work_that_waited_longer_than_its_form_is_good_for_is_sent_all_the_same()
    {
        BrowserCity.NeedChromium();
        await using var city = await CasesCity.Start();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Launch(playwright);
        var phone = await CrewAtWork(browser, city);
        await phone.WaitForSelectorAsync("[data-island='cases/crew'][data-alive]");
        await phone.EvaluateAsync("document.querySelectorAll('[data-crew=form] input[name=__RequestVerificationToken]').forEach(token => { token.value = 'of two days ago'; })");
        await phone.ClickAsync("form button.main");
        await phone.WaitForSelectorAsync("text=Sent.");
        city.Get<CaseDesk>().Find(1)!.Tasks[0].State.ShouldBe(TaskState.Done);
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Light, 1280)]
    [InlineData("zh-CN", ColorScheme.Dark, 390)]
    public async Task No_page_of_cases_has_a_fault_that_axe_knows(string lang, ColorScheme scheme, int width)
    {
        BrowserCity.NeedChromium();
        if (!File.Exists(axe)) Assert.Skip("axe-core is missing: (cd web && npm ci)");
        await using var city = await CasesCity.Start();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Launch(playwright);
        var desk = city.Get<CaseDesk>();
        var receipt = (await desk.Do(CasesHouse.Dark())).Value;
        await desk.Do(CasesHouse.Dark(dx: 0.0001) with { Service = "other" });
        await desk.Do(new FinishTask(1, "t1", [new Photo(new Cardo.Cases.Media(new string('a', 64), "image/jpeg", 3, MediaUse.After), [1, 2, 3])]) { By = CasesHouse.Duty });
        var page = await Page(browser, city, true, city.Key("admin", Scopes.Admin), lang, scheme, width);
        foreach (var address in new[] { "/report", "/report?service=pothole", "/cases", "/cases/levels", $"/cases/1?m={receipt.Matter}&t={desk.TrackingToken(receipt.Matter!)}", "/cases/2", "/desk", "/desk/cases/1", "/desk/cases/2", "/desk/board", "/desk/new", "/desk/people", "/crew", "/crew/2/t1" })
        {
            await page.GotoAsync(address);
            await page.EvaluateAsync(await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken));
            var found = await page.EvaluateAsync<JsonElement>(
                "async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | '))");
            found.EnumerateArray().Select(v => v.GetString()).ShouldBeEmpty($"{address} {lang}");
        }
    }
}
