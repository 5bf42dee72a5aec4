using Cardo.Home.Base;
using Cardo.Kernel;
using Cardo.Twin;
using Microsoft.Extensions.Hosting;

namespace Cardo.Home.Live;

/// <summary>Hears the twin, and a few times a second makes one frame of what changed, whoever watches.</summary>
internal sealed class LiveService(News news, CityBoard board, Frames frames, BaseMap baseMap, IngestMeter meter, TimeProvider clock, Settings settings) : BackgroundService
{
    readonly TimeSpan tick = TimeSpan.FromMilliseconds(Math.Clamp(settings.Number("home.tick_ms", 100), 20, 5000));

    /// <summary>Base geometry is read again at most this often: an import changes it thousands of times.</summary>
    static readonly TimeSpan BaseRest = TimeSpan.FromSeconds(2);

    // Viewers live in real time, however fast the city's clock runs in a replay.
    static readonly TimeProvider Real = TimeProvider.System;

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var heard = news.Hear<EntitiesChanged>("home", 16_384);
        board.Rebuild();
        frames.Reset(board.Seq);
        baseMap.Read();
        var missed = heard.Missed;
        var baseDue = long.MaxValue;
        var batch = new List<EntitiesChanged>();
        while (!stop.IsCancellationRequested)
        {
            if (!await Wait(heard.Reader, baseDue, stop)) return;
            var begun = Real.GetTimestamp();
            batch.Clear();
            while (batch.Count < 65_536 && heard.Reader.TryRead(out var piece)) batch.Add(piece);
            if (heard.Missed != missed)
            {
                // Some news is gone for good: look at everything again, and let every viewer do so.
                missed = heard.Missed;
                board.Rebuild();
                frames.Reset(board.Seq);
                baseDue = Real.GetTimestamp() + (long)(BaseRest.TotalSeconds * Real.TimestampFrequency);
            }
            meter.Add(batch);
            var delta = board.Apply(batch);
            if (delta.BaseChanged && baseDue == long.MaxValue) baseDue = Real.GetTimestamp() + (long)(BaseRest.TotalSeconds * Real.TimestampFrequency);
            string? tiles = null;
            if (Real.GetTimestamp() >= baseDue)
            {
                baseDue = long.MaxValue;
                tiles = baseMap.Read() ? baseMap.Version : null;
            }
            if (!delta.Empty || tiles is not null) Tell(delta, tiles);
            await Task.Delay(Rest(Real.GetElapsedTime(begun)), Real, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // While a flood takes longer to draw than a tick, it is drawn less often: viewers get a fifth of a core, and no more.
    TimeSpan Rest(TimeSpan took) => TimeSpan.FromTicks(Math.Clamp(4 * took.Ticks, tick.Ticks, Math.Max(tick.Ticks, TimeSpan.TicksPerSecond)));

    void Tell(Delta delta, string? tiles)
    {
        // A frame that says only "the tiles are new" needs a number of its own.
        if (delta.Empty) delta = delta with { Seq = board.Skip() };
        frames.Publish(delta.Seq, Wire.Frame(delta, clock.NowUs(), meter.PerSecond, tiles));
    }

    static async Task<bool> Wait(System.Threading.Channels.ChannelReader<EntitiesChanged> reader, long due, CancellationToken stop)
    {
        try
        {
            if (due == long.MaxValue) return await reader.WaitToReadAsync(stop);
            var left = TimeSpan.FromSeconds(Math.Max(0, (due - Real.GetTimestamp()) / (double)Real.TimestampFrequency));
            await Task.WhenAny(reader.WaitToReadAsync(stop).AsTask(), Task.Delay(left + TimeSpan.FromMilliseconds(1), Real, stop));
            return !stop.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
