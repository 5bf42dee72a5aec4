using Cardo.Cases;
using Cardo.Identity;
using Cardo.Journal;
using Cardo.Tests.Cases;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>A broken street light from the report to the proof, in a real Chromium, with scripts and without.</summary>
[Collection("browser")]
public sealed class CaseJourneyTests(BrowserCity browser)
{
    Task<IPage> Page(CasesCity city, bool javaScript, string? key = null, string lang = "en", ColorScheme scheme = ColorScheme.Light, int width = 1200) =>
        browser.Page(javaScript, lang, scheme, width, url: city.Url, secret: key);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broken_street_light_is_reported_dispatched_repaired_confirmed_and_counted(bool javaScript)
    {
        BrowserCity.NeedChromium();
        await using var city = await CasesCity.Start();
        var resident = await Page(city, javaScript);
        var officer = await Page(city, javaScript, city.Key("duty", Scopes.CasesDesk));
        var phone = await Page(city, javaScript, city.Key("crew", Scopes.CasesCrew), width: 390);
        city.Get<CaseDesk>().SetUnit("crew", "lighting-crew").Ok.ShouldBeTrue();
        var journalBefore = city.Get<JournalDesk>().Head().Checkpoint.Size;

        await resident.GotoAsync("/report");
        await resident.SelectOptionAsync("#f-service", "street-light");
        await resident.FillAsync("#f-words", "The light by the bridge is dark");
        await resident.FillAsync("#f-address", "5 River Street");
        await Going.On(resident, () => resident.ClickAsync("form#report button.main"));
        // The service asks its own question, which needs no answer.
        await Going.On(resident, () => resident.ClickAsync("form#report button.main"));
        resident.Url.ShouldContain("/cases/1?");
        (await resident.InnerTextAsync("main")).ShouldContain("Street lighting has it.");
        var link = resident.Url;

        await officer.GotoAsync("/desk");
        await Going.On(officer, () => officer.ClickAsync("a[href='/desk/cases/1']"));
        (await officer.InnerTextAsync("main")).ShouldContain("The light by the bridge is dark");

        await phone.GotoAsync("/crew");
        await Going.On(phone, () => phone.ClickAsync("a[href='/crew/1/t1']"));
        await Going.On(phone, () => phone.ClickAsync("text=Begin"));
        await phone.GotoAsync("/crew/1/t1");
        await phone.SetInputFilesAsync("#after", new FilePayload { Name = "after.jpg", MimeType = "image/jpeg", Buffer = PicturesTests.Jpeg() });
        await phone.FillAsync("#minutes", "25");
        await Going.On(phone, () => phone.ClickAsync("form button.main"));
        phone.Url.ShouldEndWith("/crew");

        await resident.GotoAsync(link);
        await Going.On(resident, () => resident.ClickAsync("text=Yes, it is fixed"));
        resident.Url.ShouldEndWith("done=yes");
        (await resident.InnerTextAsync("main")).ShouldContain("Closed: fixed");
        await resident.GotoAsync("/cases/levels");
        (await resident.InnerTextAsync("#closed")).ShouldBe("1");
        var journal = city.Get<JournalDesk>();
        journal.Integrate();
        journal.Head().Checkpoint.Size.ShouldBeGreaterThanOrEqualTo(journalBefore + 4);
        journal.Prove(journal.Head().Checkpoint.Size - 1).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_way_is_gone_by_keyboard_alone(bool javaScript)
    {
        BrowserCity.NeedChromium();
        await using var city = await CasesCity.Start();
        city.Get<CaseDesk>().SetUnit("crew", "lighting-crew").Ok.ShouldBeTrue();
        var resident = await Page(city, javaScript);
        await resident.GotoAsync("/");
        await Keys.Press(resident, "Report");
        await Keys.Write(resident, "What is it about?", "Street");
        await Keys.Write(resident, "What do you see?", "The light by the bridge is dark");
        await Keys.Write(resident, "Address or place", "5 River Street");
        await Keys.Press(resident, "Send");
        await Keys.Press(resident, "Send");
        resident.Url.ShouldContain("/cases/1?");
        var link = resident.Url;

        var officer = await Page(city, javaScript, city.Key("duty", Scopes.CasesDesk));
        await officer.GotoAsync("/desk");
        // Not "1 to check": of what was dispatched by itself some is drawn by lot.
        await Keys.Press(officer, "1", whole: true);
        await Keys.To(officer, "Note");
        await officer.Keyboard.PressAsync("Enter");
        await Keys.Write(officer, "Note", "Called the crew");
        await Keys.Press(officer, "Note");
        await Assertions.Expect(officer.Locator(".story")).ToContainTextAsync("Called the crew");

        var phone = await Page(city, javaScript, city.Key("crew", Scopes.CasesCrew), width: 390);
        await phone.GotoAsync("/crew");
        await Keys.Press(phone, "Street light is out");
        await Keys.Press(phone, "Begin");
        await phone.GotoAsync("/crew/1/t1");
        await phone.SetInputFilesAsync("#after", new FilePayload { Name = "after.jpg", MimeType = "image/jpeg", Buffer = PicturesTests.Jpeg() });
        await Keys.Press(phone, "Done");

        await resident.GotoAsync(link);
        await Keys.Press(resident, "Yes, it is fixed");
        await Assertions.Expect(resident.Locator("main")).ToContainTextAsync("Closed: fixed");
        await Keys.Press(resident, "Proof");
        await Assertions.Expect(resident.Locator("main")).ToContainTextAsync("part of the journal the city signed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_nobody_has_is_dispatched_and_what_is_done_is_verified_by_keyboard_alone(bool javaScript)
    {
        BrowserCity.NeedChromium();
        await using var city = await CasesCity.Start();
        var desk = city.Get<CaseDesk>();
        await desk.Do(CasesHouse.Dark(words: "A boat lies across the path") with { Service = "other" });
        desk.Find(1)!.Unit.ShouldBeNull();
        var officer = await Page(city, javaScript, city.Key("duty", Scopes.CasesDesk, Scopes.CasesAudit));
        await officer.GotoAsync("/desk");
        await Keys.Press(officer, "Choose a department");
        await Keys.Write(officer, "Department", "Street");
        await Keys.Write(officer, "Why", "Their lamp fell on it");
        await Keys.Press(officer, "Dispatch");
        await Assertions.Expect(officer.Locator(".story")).ToContainTextAsync("Sent to: Street lighting");
        desk.Find(1)!.Unit.ShouldBe("lighting");

        await desk.Do(new FinishTask(1, "t1", []) { By = CasesHouse.Duty });
        desk.Find(1)!.Status.ShouldBe(CaseStatus.Done);
        await officer.GotoAsync("/desk/cases/1");
        await Keys.To(officer, "Audit");
        await officer.Keyboard.PressAsync("Enter");
        await Keys.Write(officer, "It is as it should be", "No");
        await Keys.Press(officer, "Audit");
        await Assertions.Expect(officer.Locator(".story")).ToContainTextAsync("Opened again");
        desk.Find(1)!.Status.ShouldBe(CaseStatus.Dispatched);
    }

    /// <summary>A crew's phone before the task of a dark lamp.</summary>
    async Task<IPage> CrewAtWork(CasesCity city)
    {
        await city.Get<CaseDesk>().Do(CasesHouse.Dark());
        city.Get<CaseDesk>().SetUnit("crew", "lighting-crew").Ok.ShouldBeTrue();
        var phone = await Page(city, true, city.Key("crew", Scopes.CasesCrew), width: 390);
        await phone.GotoAsync("/crew/1/t1");
        return phone;
    }

    [Fact]
    public async Task Work_done_without_a_network_is_kept_and_sent_once_when_it_is_back()
    {
        BrowserCity.NeedChromium();
        await using var city = await CasesCity.Start();
        var phone = await CrewAtWork(city);
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
        var phone = await CrewAtWork(city);
        await phone.WaitForSelectorAsync("[data-island='cases/crew'][data-alive]");
        await phone.EvaluateAsync("document.querySelectorAll('[data-crew=form] input[name=__RequestVerificationToken]').forEach(token => { token.value = 'of two days ago'; })");
        await phone.ClickAsync("form button.main");
        await phone.WaitForSelectorAsync("text=Sent.");
        city.Get<CaseDesk>().Find(1)!.Tasks[0].State.ShouldBe(TaskState.Done);
    }

    [Theory]
    [InlineData("en", ColorScheme.Light, 1280)]
    [InlineData("zh", ColorScheme.Dark, 390)]
    public async Task No_page_of_cases_has_a_fault_that_axe_knows(string lang, ColorScheme scheme, int width)
    {
        BrowserCity.NeedChromium();
        await using var city = await CasesCity.Start();
        var desk = city.Get<CaseDesk>();
        var receipt = (await desk.Do(CasesHouse.Dark())).Value;
        await desk.Do(CasesHouse.Dark(dx: 0.0001) with { Service = "other" });
        await desk.Do(new FinishTask(1, "t1", [new Photo(new Cardo.Cases.Media(new string('a', 64), "image/jpeg", 3, MediaUse.After), [1, 2, 3])]) { By = CasesHouse.Duty });
        var page = await Page(city, true, city.Key("admin", Scopes.Admin), lang, scheme, width);
        foreach (var address in new[] { "/report", "/report?service=pothole", "/cases", "/cases/levels", $"/cases/1?m={receipt.Matter}&t={desk.TrackingToken(receipt.Matter!)}", "/cases/2", "/desk", "/desk/cases/1", "/desk/cases/2", "/desk/board", "/desk/new", "/desk/people", "/crew", "/crew/2/t1" })
        {
            await page.GotoAsync(address);
            await AccessibilityTests.Check(page, $"{address} {lang}");
        }
    }
}
