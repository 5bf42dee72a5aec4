using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>A person who has a keyboard and nothing else.</summary>
static class Keys
{
    /// <summary>Goes on by the Tab key until what has the focus says these words, which must be seen there.</summary>
    /// <param name="whole">it says nothing else; otherwise it may go on</param>
    public static async Task To(IPage page, string words, bool whole = false)
    {
        for (var i = 0; i < 120; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            // A table that scrolls has a stop of its own, and says all that is in it.
            var says = await page.EvaluateAsync<string>("document.activeElement.matches('div') ? '' : (document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim().replace(/\\s+/g, ' ')");
            if (whole ? says != words : !says.StartsWith(words, StringComparison.Ordinal)) continue;
            (await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldNotBe("none", $"{words} shows no focus");
            return;
        }
        throw new ShouldAssertException($"Tab never comes to \"{words}\"");
    }

    /// <summary>Goes there and presses Enter; comes back when the page that it leads to is there.</summary>
    public static async Task Press(IPage page, string words, bool whole = false)
    {
        await To(page, words, whole);
        await Enter(page);
    }

    public static Task Enter(IPage page) => Going.On(page, () => page.Keyboard.PressAsync("Enter"));

    /// <summary>Goes to a field and writes.</summary>
    public static async Task Write(IPage page, string label, string text)
    {
        await To(page, label);
        await page.Keyboard.TypeAsync(text);
    }
}
