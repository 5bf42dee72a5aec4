using Cardo.Cases.Store;
using Cardo.Kernel;
using Cardo.Storage;
using Microsoft.Extensions.Hosting;

namespace Cardo.Cases.Intake;

/// <summary>Takes away, each hour, pictures of reports that were begun and never sent: nobody is waiting for them, and they may show people.</summary>
internal sealed class PhotoSweep(Db db, TimeProvider clock) : BackgroundService
{
    /// <summary>How long a form with a picture may be left lying.</summary>
    public const long KeptUs = 2 * Instants.DayUs;

    const int AtOnce = 200;
    static readonly TimeSpan every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            do
            {
                var swept = 0;
                for (int some; (some = Sweep()) > 0; swept += some) await Task.Yield();
                // What was in the store must not go on lying in its files.
                if (swept > 0) db.Scrub();
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Takes some away; how many.</summary>
    internal int Sweep() => db.Write(tx => ApartStore.Sweep(tx, clock.NowUs() - KeptUs, AtOnce));
}
