using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

[Collection("browser")]
public sealed class WithoutJavaScriptTests(BrowserCity city)
{
    [Fact]
    public async Task The_map_is_a_table_and_leads_to_a_sensor_and_to_a_moment_of_the_past()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page(javaScript: false);
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator(".sentence")).ToContainTextAsync("1 alarm");
        await Assertions.Expect(page.Locator(".stage")).ToBeHiddenAsync();
        await page.Locator(".fallback table a", new PageLocatorOptions { HasText = "Anping bridge" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Anping bridge");
        await Assertions.Expect(page.Locator("dl.readings")).ToContainTextAsync("3.42");
        await Assertions.Expect(page.Locator(".alarm")).ToContainTextAsync("Water above the first alert level");
        await page.Locator("details.astable summary").ClickAsync();
        (await page.Locator("details.astable tbody tr").CountAsync()).ShouldBeGreaterThan(10);

        await page.GotoAsync("/");
        await page.Locator(".fallback input[name=clock]").FillAsync("00:01");
        await page.Locator(".fallback form button").ClickAsync();
        await Assertions.Expect(page.Locator("p[role=status]")).ToContainTextAsync("As it was on");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_list_filters_sorts_and_turns_its_pages_by_links_and_forms()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page(javaScript: false);
        await page.GotoAsync("/list");
        (await page.Locator("tbody tr").CountAsync()).ShouldBe(50);
        await page.Locator("a[rel=next]").ClickAsync();
        await Assertions.Expect(page.Locator(".pager")).ToContainTextAsync("51");
        await page.Locator("select[name=layer]").SelectOptionAsync("water-level");
        await page.Locator("form.filter button").ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(10);
        await Going.On(page, () => page.Locator("thead a", new PageLocatorOptions { HasText = "Value" }).ClickAsync());
        await Going.On(page, () => page.Locator("thead a", new PageLocatorOptions { HasText = "Value" }).ClickAsync());
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync("Anping bridge");
        await page.Locator("input[name=q]").FillAsync("nothing is called this");
        await page.Locator("form.filter button").ClickAsync();
        await Assertions.Expect(page.Locator(".empty")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Search_finds_things_streets_and_parks_in_both_languages()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page(javaScript: false);
        await page.GotoAsync("/");
        await page.Locator("#q").FillAsync("river-1");
        await page.Locator(".find button").ClickAsync();
        await Assertions.Expect(page.Locator(".found li").First).ToContainTextAsync("Anping bridge");
        await page.GotoAsync("/search?q=Market road");
        await Assertions.Expect(page.Locator(".found li")).ToHaveCountAsync(1);
        await page.GotoAsync("/search?q=南公园&lang=zh-Hans");
        await Assertions.Expect(page.Locator(".found li").First).ToContainTextAsync("南公园");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_thing_that_is_not_there_is_said_on_a_page_of_the_house()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page(javaScript: false, lang: "zh");
        var answer = await page.GotoAsync("/things/urn:ngsi-ld:Device:none");
        answer!.Status.ShouldBe(404);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("这里什么也没有");
        (await page.ContentAsync()).ShouldContain("urn:ngsi-ld:Device:none");
        await page.Context.CloseAsync();
    }
}
