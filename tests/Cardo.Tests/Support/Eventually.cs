using System.Runtime.CompilerServices;

namespace Cardo.Tests.Support;

/// <summary>Waits for what comes a moment later: in real time, with a limit that a slow machine does not reach.</summary>
static class Eventually
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(60), pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Comes back when it holds; fails, saying what was waited for, when it does not.</summary>
    public static async Task Until(Func<bool> holds, [CallerArgumentExpression(nameof(holds))] string what = "")
    {
        for (var waited = TimeSpan.Zero; !holds(); waited += pause)
        {
            (waited < patience).ShouldBeTrue($"in {patience.TotalSeconds} s it did not come to {what}");
            await Task.Delay(pause, TestContext.Current.CancellationToken);
        }
    }
}
