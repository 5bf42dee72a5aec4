using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Tests.Support;
using Cardo.Twin;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

[Collection("browser")]
public sealed class MapTests(BrowserCity city)
{
    [Fact]
    public async Task The_map_opens_a_sensor_is_clicked_and_the_time_slider_moves()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page();
        var problems = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error") problems.Add(message.Text); };
        await BrowserCity.OpenMap(page, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/#at=16/{SmallCity.Lat}/{SmallCity.Lon}"));

        var canvas = (await page.Locator(".maplibregl-canvas").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(canvas.X + canvas.Width / 2, canvas.Y + canvas.Height / 2);
        var card = page.Locator(".panel.card");
        await Assertions.Expect(card.Locator("h2")).ToHaveTextAsync("Market square");
        await Assertions.Expect(card.Locator("dl.readings")).ToContainTextAsync("PM2.5");
        await Assertions.Expect(card.Locator("dl.readings")).ToContainTextAsync("ago");
        await Assertions.Expect(card.Locator(".uplot canvas")).ToBeVisibleAsync();
        await card.Locator("summary").ClickAsync();
        await Assertions.Expect(card.Locator("table tbody tr").First).ToBeVisibleAsync();

        // The slider is moved to an hour ago through the keyboard's own events, as a hand would.
        var slider = page.Locator("form.time input[type=range]");
        var now = int.Parse(await slider.InputValueAsync(), System.Globalization.CultureInfo.InvariantCulture);
        var to = Math.Max(0, now - 60);
        await slider.EvaluateAsync("(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })); }", to.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Assertions.Expect(page.Locator(".panel.notice")).ToContainTextAsync("As it was");
        (await page.Locator(".map").GetAttributeAsync("data-moment")).ShouldNotBeNullOrEmpty();
        await page.Locator("form.time .live").ClickAsync();
        await Assertions.Expect(page.Locator(".panel.notice")).ToBeHiddenAsync();
        problems.ShouldBeEmpty();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_a_device_reports_appears_on_an_open_page_by_itself()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page();
        await BrowserCity.OpenMap(page);
        await page.Locator(".inview summary").ClickAsync();
        await city.Twin.Write("", new CreateEntity(new Entity
        {
            Id = "urn:ngsi-ld:AirQualityObserved:fresh",
            Types = [Names.Default("AirQualityObserved")],
            Attributes =
            [
                new() { Name = Names.Default("name"), Value = Value.Of("Fresh station") },
                new() { Name = Names.Location, Kind = AttributeKind.GeoProperty, Value = Value.Of(GeoValue.Point(SmallCity.Lon + 0.0004, SmallCity.Lat + 0.0004)) },
                new() { Name = Names.Default("pm25"), Value = Value.Of(61.5), UnitCode = "GQ", ObservedAtUs = TimeProvider.System.NowUs() },
            ],
        }));
        await Assertions.Expect(page.Locator(".inview ul")).ToContainTextAsync("Fresh station");
        await city.Twin.Write("", new DeleteEntity("urn:ngsi-ld:AirQualityObserved:fresh"));
        await Assertions.Expect(page.Locator(".inview ul")).Not.ToContainTextAsync("Fresh station");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Everything_on_the_map_is_reached_by_keyboard_alone()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page();
        await BrowserCity.OpenMap(page);
        await page.Keyboard.PressAsync("Tab");
        (await Focused(page)).ShouldBe("Skip to content");
        await page.Locator("body").PressAsync("/");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("q");
        await page.Keyboard.TypeAsync("bridge");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".results a").First).ToBeFocusedAsync();
        (await Focused(page)).ShouldBe("Anping bridge");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".panel.card h2")).ToHaveTextAsync("Anping bridge");
        await Assertions.Expect(page.Locator(".panel.card")).ToContainTextAsync("Water above the first alert level");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".panel.card")).ToBeHiddenAsync();
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("q", "closing gives the focus back");

        await page.Locator(".inview summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".inview li a").Nth(1)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator(".inview li a").Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".panel.card h2")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");

        await page.Locator("form.time input[type=range]").FocusAsync();
        for (var i = 0; i < 3; i++) await page.Keyboard.PressAsync("PageDown");
        await Assertions.Expect(page.Locator(".panel.notice")).ToContainTextAsync("As it was");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Layers_are_switched_and_counted_in_the_legend()
    {
        BrowserCity.NeedChromium();
        var page = await city.Page();
        await BrowserCity.OpenMap(page);
        (await page.Locator(".legend input:checked").CountAsync()).ShouldBe(2, "at most two kinds of things to begin with");
        await page.Locator(".inview summary").ClickAsync();
        await page.Locator(".legend label", new PageLocatorOptions { HasText = "Street lights" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-inview-count]")).ToHaveTextAsync("82");
        await page.Context.CloseAsync();
    }

    static Task<string> Focused(IPage page) => page.EvaluateAsync<string>("document.activeElement.textContent.trim()");
}
