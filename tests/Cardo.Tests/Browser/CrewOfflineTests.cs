using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>What a crew's phone shows where there is no network.</summary>
[Collection("browser")]
public sealed class CrewOfflineTests(BrowserCity city)
{
    const string Kept = "async () => { const found = []; for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname); return found; }";

    [Fact]
    public async Task The_crews_list_and_tasks_open_without_a_network_and_are_let_go_when_signed_out()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page(officer: true, width: 390, height: 844);
        await page.GotoAsync("/crew");
        var task = await page.Locator("ul.errands a").First.GetAttributeAsync("href");
        await Until(page, kept => kept.Contains("/crew") && kept.Contains(task!) && kept.Any(k => k.StartsWith("/assets/", StringComparison.Ordinal)));
        (await page.EvaluateAsync<string[]>(Kept)).ShouldAllBe(k => k.StartsWith("/crew", StringComparison.Ordinal) || k.StartsWith("/assets/", StringComparison.Ordinal));

        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync("/crew");
        await Assertions.Expect(page.Locator("[data-crew=queue]")).ToContainTextAsync("The page is as it was at");
        await AccessibilityTests.Check(page, "/crew without a network");
        await page.Locator("ul.errands a").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/crew/\\d+/t\\d+$"));
        await Assertions.Expect(page.Locator("[data-crew=queue]")).ToContainTextAsync("No network");
        await AccessibilityTests.Check(page, task + " without a network");

        await page.Context.SetOfflineAsync(false);
        await page.Context.SetExtraHTTPHeadersAsync([]);
        await page.GotoAsync("/crew");
        await Until(page, kept => !kept.Any(k => k.StartsWith("/crew", StringComparison.Ordinal)));
        await page.Context.CloseAsync();
    }

    static async Task Until(IPage page, Func<string[], bool> holds)
    {
        string[] kept = [];
        for (var i = 0; i < 150; i++)
        {
            if (holds(kept = await page.EvaluateAsync<string[]>(Kept))) return;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        Assert.Fail("kept: " + string.Join(" ", kept));
    }
}
