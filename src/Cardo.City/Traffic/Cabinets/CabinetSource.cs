using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Live;
using Microsoft.Extensions.Logging;

namespace Cardo.Traffic.Cabinets;

/// <summary>The city's own signals, as their cabinets tell and as far as they may be told.</summary>
internal sealed class CabinetSource : ITrafficSource
{
    /// <summary>The word for it in the setting <c>traffic.live</c>.</summary>
    public const string Name = "controllers";

    /// <summary>The letter of a lamp of which nothing is heard, or that flashes whatever its phase says.</summary>
    const char Unknown = '?';

    /// <summary>A cabinet takes a second or two to be known; the plan of one that is silent is thought of with usual times.</summary>
    static readonly TimeSpan firstHeard = TimeSpan.FromSeconds(3), lastWords = TimeSpan.FromSeconds(4);

    readonly CabinetPlant plant;
    readonly SignalRoom room;
    readonly Reason[] reasons;
    readonly CancellationTokenSource stop = new();
    readonly Task[] lines;

    CabinetSource(IReadOnlyList<CabinetLink> links, TimeProvider clock, ILogger log)
    {
        lines = [.. links.Select(l => Task.Run(() => Line(l, log)))];
        SpinWait.SpinUntil(() => links.All(l => l.Now.State != CabinetState.Starting), firstHeard);
        plant = new CabinetPlant(links, CabinetNetwork.Build([.. links.Select(l => l.Profile)], p => links.First(l => l.Profile == p).Timings), clock);
        room = new SignalRoom(plant, plant.Network, plant.LaneIds, Tuning.Usual);
        reasons = [.. links.Select(_ => Reason.None)];
        room.Decided = (j, decision, seen) => reasons[j] = SumoSource.ReasonOf(room.Models[j], decision, seen);
        Junctions = [.. room.Models.Select(m => new StagedIntersection(m.Intersection, m.Stages))];
    }

    public RoadNetwork Network => plant.Network;

    public IReadOnlyList<string> LaneIds => plant.LaneIds;

    public IReadOnlyList<StagedIntersection> Junctions { get; }

    public bool Recorded => false;

    public bool Simulated => false;

    public bool Ahead => false;

    public string Provider => "NTCIP 1202";

    public IReadOnlyList<CabinetLink> Links => plant.Links;

    /// <summary>Opens a line to each cabinet whose profile is good; refused where there is none.</summary>
    /// <param name="allowed">whether the city lets any of them be told (<c>traffic.control</c>)</param>
    public static Outcome<CabinetSource> Open(Settings settings, bool allowed, Action<JournalEntry> journal, TimeProvider clock, ILogger log, ControlDesk? desk = null)
    {
        var links = new List<CabinetLink>();
        var wrong = new List<string>();
        foreach (var file in CabinetFolder.Files(settings))
            if (CabinetFolder.Read(file, settings).Try(out var profile, out var refusal)) links.Add(Link(profile, allowed, journal, clock, log, desk));
            else
            {
                log.LogWarning("{Message} {Details}", refusal.Message, string.Join(' ', refusal.Details ?? []));
                wrong.Add(refusal.Message);
            }
        desk?.Serve([.. links.Where(l => l.Controllable).Select(l => l.Profile.Id)]);
        return links.Count > 0 ? new CabinetSource(links, clock, log)
            : Refusal.NotFound("controllers-none", "The city has no signal controller whose profile is good; put traffic/controllers/NAME.yaml into its folder and look at it with cardo traffic controllers check.") with { Details = wrong };
    }

    public static CabinetLink Link(CabinetProfile profile, bool allowed, Action<JournalEntry> journal, TimeProvider clock, ILogger log, ControlDesk? desk = null) =>
        new(profile, Client(profile), allowed, journal, clock, log, desk);

    public static SnmpClient Client(CabinetProfile profile) => new(profile.Address, profile.Version, profile.ReadCommunity, profile.WriteCommunity, TimeSpan.FromMilliseconds(400));

    async Task Line(CabinetLink link, ILogger log)
    {
        try
        {
            await link.Run(stop.Token);
        }
        catch (Exception e)
        {
            // The edge of a job: one line's bug is not the others' end. The cabinet's backup time ends what it was told.
            log.LogError(e, "The line to {Controller} has ended", link.Profile.Id);
        }
    }

    public Outcome<bool> Next(TrafficFrame frame)
    {
        if (!plant.Step().Try(out _, out var refusal)) return refusal;
        room.Tick();
        frame.Time_s = plant.Time_s;
        frame.Vehicles.Clear();
        foreach (var seen in plant.Seen) frame.Vehicles.Add(seen);
        for (var j = 0; j < frame.Junctions.Length; j++)
        {
            var guard = room.Guards[j];
            if (room.Fault(j) is not null) reasons[j] = new Reason(Cause.Own, 0, 0, 0, []);
            else if (guard.TookOver) reasons[j] = new Reason(Cause.Patience, 0, 0, 0, []);
            frame.Junctions[j] = new JunctionNow(room.Models[j].StageOf(guard.Goal), plant.Links[j] is { Reading: null } or { Now.State: CabinetState.Flash } ? new string(Unknown, guard.Shown.Length) : guard.Shown, reasons[j], Now(j));
        }
        return true;
    }

    /// <summary>One that takes orders and gets none because what is seen is not believed is blind.</summary>
    CabinetNow Now(int junction)
    {
        var now = plant.Links[junction].Now;
        return now.State == CabinetState.Ready && plant.Links[junction].Takes && room.Fault(junction) is { } why ? new CabinetNow(CabinetState.Blind, why) : now;
    }

    public void Dispose()
    {
        stop.Cancel();
        // Each line's last word is that control is given back.
        Task.WaitAll(lines, lastWords);
        plant.Dispose();
        stop.Dispose();
    }
}
