using Cardo.Cases.Store;
using Cardo.Kernel;
using Cardo.Storage;
using Microsoft.Extensions.Hosting;

namespace Cardo.Cases.Clocks;

/// <summary>Looks every few seconds for promises that somebody must be told of, before and after they are broken.</summary>
internal sealed class ClockService(CaseDesk desk, Db db, TimeProvider clock) : BackgroundService
{
    const int AtOnce = 250;
    static readonly TimeSpan every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            do
            {
                // After a night's standstill thousands are due: they are told one bundle after the other, and what people do goes between.
                long began;
                do began = TimeProvider.System.GetTimestamp();
                while (await Tick(stopping) == AtOnce && await Rested(began, stopping));
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    static async Task<bool> Rested(long began, CancellationToken stopping)
    {
        await Quietly.Rest(began, stopping);
        return true;
    }

    /// <summary>Escalates what is due; how many were.</summary>
    internal async Task<int> Tick(CancellationToken cancel = default)
    {
        var nowUs = clock.NowUs();
        var due = db.Read(tx => CaseStore.Due(tx, nowUs, AtOnce));
        // All at once, so that they share commits; each is decided again on what is then true.
        await Task.WhenAll(due.Select(number => desk.Do(new EscalateCase(number) { By = Actor.Clock, AtUs = nowUs }).AsTask())).WaitAsync(cancel);
        return due.Count;
    }
}
