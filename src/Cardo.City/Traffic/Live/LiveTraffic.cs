using Cardo.Kernel;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Recorded;
using Microsoft.Extensions.Logging;

namespace Cardo.Traffic.Live;

/// <summary>
/// Keeps one network of the city going, a second each second: in SUMO where that is installed, else from its recorded run.
/// What is seen goes onto the board each second and into the twin every ten.
/// </summary>
internal sealed class LiveTraffic(Settings settings, TrafficBoard board, NetworkInTwin twin, TimeProvider clock, ILogger<LiveTraffic> log)
{
    /// <summary>Before the first second is shown so many are played at once, so that nobody sees an empty city fill.</summary>
    public const int WarmUp_s = 300;

    /// <summary>How often the twin hears.</summary>
    public const int Observe_s = 10;

    static readonly TimeSpan beat = TimeSpan.FromSeconds(1), rest = TimeSpan.FromSeconds(30);

    /// <summary>Runs until cancelled; refused where the city has no such network, or neither SUMO nor a recording.</summary>
    /// <param name="name">of the network; null for the first one</param>
    /// <param name="simulate">false: play the recording although SUMO is there</param>
    public async Task<Outcome<Done>> Run(string? name, bool simulate, CancellationToken cancel)
    {
        var networks = CityNetwork.Of(settings);
        if ((name is null ? networks.FirstOrDefault() : networks.FirstOrDefault(n => n.Name == name)) is not { } network)
            return Refusal.NotFound("network-unknown", $"The city has no network {name}; put NAME.sumocfg into its folder traffic/.");
        try
        {
            for (var round = 1; !cancel.IsCancellationRequested; round++)
            {
                if (!Open(network, round, simulate).Try(out var source, out var refusal)) return refusal;
                using (source)
                    if (!(await Play(network.Name, source, cancel)).Try(out _, out refusal))
                    {
                        // A simulator that dies leaves the city where it was; the recording or a new hour takes over.
                        log.LogWarning("{Message}", refusal.Message);
                        board.Trouble = refusal.Message;
                        if (source.Recorded) return refusal;
                        simulate = network.RecordingFile is null;
                        await Task.Delay(rest, clock, cancel);
                    }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Stopped by hand.
        }
        finally
        {
            board.Clear();
        }
        return Done.It;
    }

    Outcome<ITrafficSource> Open(CityNetwork network, int round, bool simulate)
    {
        if (simulate)
        {
            if (SumoSource.Start(network, round).Try(out var live, out var refusal)) return live;
            if (refusal.Code != "sumo-missing" || network.RecordingFile is null) return refusal;
            log.LogInformation("SUMO is not installed: the recorded run of {Network} is played.", network.Name);
        }
        return RecordedSource.Open(network).Try(out var recorded, out var why) ? recorded : why;
    }

    async Task<Outcome<Done>> Play(string name, ITrafficSource source, CancellationToken cancel)
    {
        var scene = new TrafficScene(name, source, MapProjection.Of(source.Network.Frame, Place()));
        var measures = new Measures(scene);
        var frame = new TrafficFrame(source.Junctions.Count);
        if (!(await twin.Found(scene)).Try(out _, out var refusal)) return refusal;
        for (var s = 0; s < WarmUp_s; s++)
        {
            if (!source.Next(frame).Try(out var more, out refusal)) return refusal;
            if (!more) break;
            measures.Take(frame, clock.NowUs());
            cancel.ThrowIfCancellationRequested();
        }
        using var timer = new PeriodicTimer(beat, clock);
        for (var second = 0; ; second++)
        {
            if (!source.Next(frame).Try(out var more, out refusal)) return refusal;
            if (!more) return Done.It;
            var picture = measures.Take(frame, clock.NowUs());
            board.Show(scene, picture);
            board.Trouble = null;
            if (second % Observe_s == 0) await twin.Observe(scene, picture);
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    (double, double)? Place() => settings.Text("traffic.lon") is not null && settings.Text("traffic.lat") is not null ? (settings.Number("traffic.lon", 0), settings.Number("traffic.lat", 0)) : null;
}
