using Cardo.Kernel;

namespace Cardo.Storage.Log;

/// <summary>
/// Begins checkpoints when the log grew or time passed, on a thread of its own. After one it rests nine times as long as
/// that took, so that checkpoints cost a tenth of a core at most; a log that grows eight times its limit meanwhile ends
/// the rest. After a failure it waits for the next tick.
/// </summary>
internal sealed class Checkpointer(TimeProvider clock, LogOptions options, Func<long> logged, Action checkpoint) : IAsyncDisposable
{
    const int Rest = 9;
    const int Patience = 8;

    readonly SemaphoreSlim wake = new(0);
    readonly CancellationTokenSource stop = new();
    ITimer? timer;
    Task? loop;
    long lastUs;
    long restedUs;
    volatile bool asked;
    volatile bool ticked;

    public string? Trouble { get; private set; }

    public void Start()
    {
        lastUs = clock.NowUs();
        var tick = TimeSpan.FromSeconds(Math.Clamp(options.CheckpointSeconds, 1, 10));
        timer = clock.CreateTimer(_ => Tick(), null, tick, tick);
        loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The log grew past its limit. Called for each append then, so it does next to nothing.</summary>
    public void Wake(long bytes)
    {
        if (asked || Trouble is not null || !Long(bytes)) return;
        asked = true;
        wake.Release();
    }

    void Tick()
    {
        ticked = true;
        if (wake.CurrentCount == 0) wake.Release();
    }

    void Run()
    {
        try
        {
            while (true)
            {
                wake.Wait(stop.Token);
                asked = false;
                if (Due()) Try();
                ticked = false;
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    bool Due()
    {
        var bytes = logged();
        if (Trouble is not null) return ticked;
        return Long(bytes) || (bytes > 0 && clock.NowUs() - lastUs >= options.CheckpointSeconds * Instants.SecondUs);
    }

    bool Long(long bytes) => bytes >= options.CheckpointBytes && (bytes / Patience >= options.CheckpointBytes || clock.NowUs() >= Volatile.Read(ref restedUs));

    void Try()
    {
        try
        {
            var beganUs = clock.NowUs();
            checkpoint();
            lastUs = clock.NowUs();
            Volatile.Write(ref restedUs, lastUs + Rest * (lastUs - beganUs));
            Trouble = null;
        }
        catch (Exception e) when (e is System.Data.Common.DbException or IOException or TimeoutException or InvalidOperationException)
        {
            Trouble = e.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (timer is not null) await timer.DisposeAsync();
        await stop.CancelAsync();
        if (loop is not null) await loop;
    }
}
