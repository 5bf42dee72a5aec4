using Cardo.Tests.Support;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>The desk by keyboard; every page of cases without script; and the way from a story to its proof.</summary>
[Collection("browser")]
public sealed class CasesPagesTests(BrowserCity city)
{
    [Fact]
    public async Task The_desk_is_worked_by_keyboard_alone()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page(officer: true);
        await page.GotoAsync("/desk");
        await page.WaitForSelectorAsync("[data-island='cases/desk'][data-live]");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("[data-row]").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("[data-row]").Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await Assertions.Expect(page.Locator("[data-row]").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("#keys dl")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("#q")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("market square");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-row]")).ToHaveCountAsync(1);
        await page.WaitForSelectorAsync("[data-island='cases/desk'][data-live]");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("blockquote").First).ToHaveTextAsync(SmallCases.Dark);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_case_that_nobody_has_is_decided_without_script()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page(javaScript: false, officer: true);
        await page.GotoAsync("/desk?state=waiting");
        await page.Locator("td a", new PageLocatorOptions { HasText = "Choose a department" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("#dispatch")).ToContainTextAsync("Nobody has it");
        await page.Locator("#d-unit").SelectOptionAsync("roads");
        await page.Locator("#d-reason").FillAsync("It blocks the pavement");
        await page.Locator("form.act:has(#d-unit) button").ClickAsync();
        await Assertions.Expect(page.Locator("dl.facts").First).ToContainTextAsync("Roads and bridges");
        await Assertions.Expect(page.Locator("ol.story")).ToContainTextAsync("a person");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_happened_leads_to_its_proof_in_the_journal()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page(javaScript: false);
        await page.GotoAsync("/cases/1");
        // The journal is followed in the background.
        for (var i = 0; i < 50 && await page.Locator("ol.story a").CountAsync() == 0; i++)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            await page.ReloadAsync();
        }
        await page.Locator("ol.story a").First.ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("\"case\":1");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_figures_stand_in_tables_and_name_what_they_count()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page(javaScript: false);
        await page.GotoAsync("/service-levels");
        await Assertions.Expect(page.Locator("#reported")).Not.ToHaveTextAsync("0");
        await Assertions.Expect(page.Locator("svg.chart-still")).ToBeVisibleAsync();
        await page.Locator("details.astable summary").ClickAsync();
        await Assertions.Expect(page.Locator("details.astable tbody tr").First).ToContainTextAsync("100 %");
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader, new PageGetByRoleOptions { Name = "Street lighting" })).ToBeVisibleAsync();
        await page.Locator("#how summary").ClickAsync();
        await Assertions.Expect(page.Locator("#how")).ToContainTextAsync("Kaplan-Meier");
        await page.GotoAsync("/reported");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(SmallCases.Dark);
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("chen@example.org");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_crew_out_of_reach_keeps_its_work_and_sends_it_when_it_is_back()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page(officer: true, width: 390, height: 844);
        await page.GotoAsync("/crew/3/t1");
        await page.WaitForSelectorAsync("[data-island='cases/crew'][data-alive]");
        await page.Context.SetOfflineAsync(true);
        await page.Locator("#minutes").FillAsync("25");
        await page.Locator("button.main").ClickAsync();
        await Assertions.Expect(page.Locator("[data-crew=queue]")).ToContainTextAsync("Waiting to be sent: 1");
        await page.Context.SetOfflineAsync(false);
        await Assertions.Expect(page.Locator("[data-crew=queue]")).ToContainTextAsync("Sent.");
        await page.GotoAsync("/desk/cases/3");
        await Assertions.Expect(page.Locator("ol.story")).ToContainTextAsync("25 min");
        await page.Context.CloseAsync();
    }
}
