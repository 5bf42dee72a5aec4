using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Traffic.Cabinets;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Recorded;
using Microsoft.Extensions.Logging;

namespace Cardo.Traffic.Live;

/// <summary>
/// Keeps one network of the city going, a second each second: in SUMO where that is installed, else from its recorded run.
/// What is seen goes onto the board each second and into the twin every ten.
/// </summary>
internal sealed class LiveTraffic(Settings settings, TrafficBoard board, NetworkInTwin twin, CabinetsInTwin cabinets, ControlDesk control, JournalDesk journal, TimeProvider clock, ILogger<LiveTraffic> log)
{
    /// <summary>Before the first second is shown so many are played at once, so that nobody sees an empty city fill.</summary>
    public const int WarmUp_s = 300;

    /// <summary>How often the twin hears.</summary>
    public const int Observe_s = 10;

    static readonly TimeSpan beat = TimeSpan.FromSeconds(1), rest = TimeSpan.FromSeconds(30), lastWords = TimeSpan.FromSeconds(2);

    readonly Lock noting = new();
    Task noted = Task.CompletedTask;

    /// <summary>Runs until cancelled; refused where the city has no such network, or neither SUMO nor a recording.</summary>
    /// <param name="name">of the network; null for the first one</param>
    /// <param name="simulate">false: play the recording although SUMO is there</param>
    public async Task<Outcome<Done>> Run(string? name, bool simulate, CancellationToken cancel)
    {
        if (name == CabinetSource.Name) return await Rounds(name, _ => Street(), cancel);
        var networks = CityNetwork.Of(settings);
        if ((name is null ? networks.FirstOrDefault() : networks.FirstOrDefault(n => n.Name == name)) is not { } network)
            return Refusal.NotFound("network-unknown", $"The city has no network {name}; put NAME.sumocfg into its folder traffic/.");
        return await Rounds(network.Name, round =>
        {
            // A simulator that died leaves the city where it was; the recording or a new hour takes over.
            if (board.Trouble is not null) simulate &= network.RecordingFile is null;
            return Open(network, round, simulate, cancel);
        }, cancel);
    }

    async Task<Outcome<Done>> Rounds(string name, Func<int, Outcome<ITrafficSource>> open, CancellationToken cancel)
    {
        try
        {
            for (var round = 1; !cancel.IsCancellationRequested; round++)
            {
                if (!open(round).Try(out var source, out var refusal)) return refusal;
                using (source)
                    if (!(await Play(name, source, cancel)).Try(out _, out refusal))
                    {
                        log.LogWarning("{Message}", refusal.Message);
                        board.Trouble = refusal.Message;
                        if (source.Recorded) return refusal;
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
            // That control was given back at the end is to stand there, too.
            await Task.WhenAny(noted, Task.Delay(lastWords, CancellationToken.None));
        }
        return Done.It;
    }

    Outcome<ITrafficSource> Open(CityNetwork network, int round, bool simulate, CancellationToken cancel)
    {
        if (simulate)
        {
            if (SumoSource.Start(network, round, cancel).Try(out var live, out var refusal)) return live;
            if (refusal.Code != "sumo-missing" || network.RecordingFile is null) return refusal;
            log.LogInformation("SUMO is not installed: the recorded run of {Network} is played.", network.Name);
        }
        return RecordedSource.Open(network).Try(out var recorded, out var why) ? recorded : why;
    }

    /// <summary>The city's own cabinets; told anything only where the city says so and the cabinet's profile does.</summary>
    Outcome<ITrafficSource> Street() => CabinetSource.Open(settings, settings.Flag("traffic.control"), Note, clock, log, control).Try(out var source, out var refusal) ? source : refusal;

    void Note(JournalEntry entry)
    {
        lock (noting) noted = Task.WhenAll(noted, Journal(entry));
    }

    async Task Journal(JournalEntry entry)
    {
        try
        {
            await journal.Append(entry);
        }
        catch (Exception e)
        {
            // The edge of a job: the entry is in the log at least, and the line to the cabinet goes on.
            log.LogError(e, "{Kind} is not in the journal: {Body}", entry.Kind, entry.Body);
        }
    }

    async Task<Outcome<Done>> Play(string name, ITrafficSource source, CancellationToken cancel)
    {
        var scene = new TrafficScene(name, source, MapProjection.Of(source.Network.Frame, Place()));
        var measures = new Measures(scene);
        var frame = new TrafficFrame(source.Junctions.Count);
        if (!(await twin.Found(scene)).Try(out _, out var refusal)) return refusal;
        for (var s = 0; source.Ahead && s < WarmUp_s; s++)
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
            if (second % Observe_s == 0 && source is CabinetSource street) await cabinets.Observe(scene, picture, street.Links);
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    (double, double)? Place() => settings.Text("traffic.lon") is not null && settings.Text("traffic.lat") is not null ? (settings.Number("traffic.lon", 0), settings.Number("traffic.lat", 0)) : null;
}
