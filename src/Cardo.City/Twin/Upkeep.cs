using Cardo.Kernel;
using Cardo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardo.Twin;

/// <summary>
/// What nobody asks for at the door: entities whose expiresAt has passed end within a second of it, and history older
/// than the city keeps is summarized and goes once an hour, as <see cref="HistoryPolicy"/> says.
/// </summary>
internal sealed class Upkeep(TwinState state, SeriesStore series, Settings settings, TimeProvider clock, ILogger<Upkeep> log) : BackgroundService
{
    /// <summary>From so many entities on, what a start leaves behind is worth a collection of its own.</summary>
    const int Large = 100_000;

    readonly HistoryPolicy policy = new(settings);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            for (var n = 1L; await timer.WaitForNextTickAsync(stop); n++)
            {
                foreach (var (tenant, id) in state.Expired(clock.NowUs())) await state.Write(tenant, [new DeleteEntity(id)]);
                // The collector would come for it when the heap has grown by half: a quarter of a large city's memory, until then.
                if (n == 3 && state.Find("")!.Count > Large) GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
                if (n % 3_600 == 60 && policy.Any) await Retain();
            }
        }
        catch (OperationCanceledException)
        {
            // The city stops.
        }
    }

    async Task Retain()
    {
        var nowUs = clock.NowUs();
        var dropped = await series.Keep(name => policy.Of(name, nowUs));
        if (dropped > 0) log.LogInformation("{Chunks} chunks of history were older than the city keeps, and are gone", dropped);
    }
}
