using Cardo.Cases;
using Cardo.Kernel;
using Cardo.Twin;
using Microsoft.Extensions.Hosting;

namespace Cardo.Indicators.Live;

/// <summary>Hears what changes, so that only the indicators that read it are computed again, and publishes periods that are over.</summary>
internal sealed class ScoreService(ScoreDesk desk, News news, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        if (desk.Now() is null) return;
        using var things = news.Hear<EntitiesChanged>("score", 256);
        using var cases = news.Hear<CasesChanged>("score", 256);
        desk.Forget();
        desk.Listen();
        try
        {
            await Task.WhenAll(Hear(things, desk.Heard, stop), Hear(cases, desk.Heard, stop), Publish(stop));
        }
        catch (OperationCanceledException)
        {
            // The city stops.
        }
    }

    async Task Hear<T>(News.Subscription<T> subscription, Action<T> heard, CancellationToken stop) where T : class
    {
        var missed = 0L;
        await foreach (var piece in subscription.Reader.ReadAllAsync(stop))
        {
            heard(piece);
            if (subscription.Missed == missed) continue;
            missed = subscription.Missed;
            desk.Forget();
        }
    }

    async Task Publish(CancellationToken stop)
    {
        if (!desk.Publishes) return;
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do await desk.Keep(); while (await timer.WaitForNextTickAsync(stop));
    }
}
