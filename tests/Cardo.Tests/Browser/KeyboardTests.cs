using System.Text.Json;
using Cardo.Tests.Support;
using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>Every page walked by the Tab key from its top to its end: all that can be pressed is reached, and is seen while it has the focus.</summary>
[Collection("browser")]
public sealed class KeyboardTests(BrowserCity city)
{
    const int Most = 400;

    // What has the focus now: which of the page's controls it is, and what is wrong with how it is seen.
    const string Look = """
        () => {
          const e = document.activeElement;
          if (!e || e === document.body) return { at: '', wrong: '' };
          const name = (e.id ? '#' + e.id + ' ' : '') + e.tagName.toLowerCase() + ' "' + (e.labels?.[0]?.textContent ?? e.getAttribute('aria-label') ?? e.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 160) + '"';
          const seen = e.hasAttribute('data-walked');
          e.setAttribute('data-walked', '');
          (window.walked ??= new Set()).add(e.tagName + e.getAttribute('href') + e.id);
          const box = e.getBoundingClientRect(), style = getComputedStyle(e);
          const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none' || e.closest('svg');
          const x = Math.min(Math.max((box.left + box.right) / 2, 1), innerWidth - 1), y = Math.min(Math.max((box.top + box.bottom) / 2, 1), innerHeight - 1);
          const over = document.elementFromPoint(x, y);
          const free = over && (over === e || e.contains(over) || over.contains(e) || [...(e.labels ?? [])].some(l => l.contains(over)));
          const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
          return { at: name, again: seen, wrong: !ring ? 'shows no focus' : !within ? 'is outside of the screen' : !free ? 'is covered by ' + over?.outerHTML.slice(0, 80) : '' };
        }
        """;

    const string Left = """
        () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
          .filter(e => !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0 && !e.hasAttribute('data-walked') && !e.closest('[inert]') && e.checkVisibility({ visibilityProperty: true }))
          // A part that keeps itself fresh may have been made anew since.
          .filter(e => !(e.closest('[data-fresh], [data-live]') && window.walked?.has(e.tagName + e.getAttribute('href') + e.id)))
          .filter(e => e.type !== 'radio' || !document.querySelector(`input[type=radio][name="${e.name}"][data-walked]`))
          .map(e => e.outerHTML.slice(0, 120))
        """;

    internal static async Task<IReadOnlyList<string>> Walk(IPage page, string where)
    {
        var (wrong, last, same) = (new List<string>(), "", 0);
        await page.EvaluateAsync("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }");
        for (var i = 0; i < Most; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var now = await page.EvaluateAsync<JsonElement>(Look);
            var at = now.GetProperty("at").GetString()!;
            if (at.Length == 0) break;
            // A date has a stop for its day, its month, its year and its calendar; what keeps the focus for longer is a trap.
            same = at == last ? same + 1 : 0;
            if (same > 6) wrong.Add($"{where}: {at} does not let the focus go");
            if (same > 6 || (now.GetProperty("again").GetBoolean() && at != last)) break;
            last = at;
            if (i == 0 && !at.Contains("a \"", StringComparison.Ordinal)) wrong.Add($"{where}: first comes {at}, not the way to the content");
            if (now.GetProperty("wrong").GetString() is { Length: > 0 } how) wrong.Add($"{where}: {at} {how}");
        }
        wrong.AddRange((await page.EvaluateAsync<string[]>(Left)).Select(e => $"{where}: never reached: {e}"));
        return wrong;
    }

    [Theory]
    [InlineData(true, 1440)]
    [InlineData(true, 390)]
    [InlineData(false, 1440)]
    public async Task All_that_can_be_pressed_is_reached_by_the_tab_key_and_seen_while_it_has_the_focus(bool javaScript, int width)
    {
        var page = await city.Page(javaScript, width: width, officer: true);
        var wrong = new List<string>();
        foreach (var address in new[] { "/", "/list", "/search?q=lamp", "/things/" + SmallCity.River, "/ops", "/report", "/reported", "/service-levels", "/cases/1", "/desk", "/desk/new", "/desk/cases/2", "/desk/duplicates", "/board/lighting", "/crew", "/crew/1/t1", "/score", "/score/pm25?value=20", "/frameworks", "/journal", "/journal/entry/0", "/account", "/login" })
        {
            if (address == "/" && javaScript) await BrowserCity.OpenMap(page);
            else await page.GotoAsync(address);
            wrong.AddRange(await Walk(page, address));
        }
        await page.Context.CloseAsync();
        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }
}
