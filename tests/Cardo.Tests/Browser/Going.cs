using Microsoft.Playwright;

namespace Cardo.Tests.Browser;

/// <summary>
/// From one page to the next. Not WaitForURLAsync: where the address is there before its page is, that waits for a "load" which it
/// may have missed, and then for a minute.
/// </summary>
static class Going
{
    /// <summary>Comes back when another page stands where this one stood, whatever its address.</summary>
    public static async Task On(IPage page, Func<Task> press)
    {
        await page.EvaluateAsync("document.documentElement.dataset.before = ''");
        await press();
        await Assertions.Expect(page.Locator("html[data-before]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("main")).ToHaveCountAsync(1);
    }
}
