using Cardo.Journal;
using Cardo.Standards.Snmp;
using Cardo.Tests.Support;
using Cardo.Traffic;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Cabinets;
using Cardo.Traffic.Cabinets.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cardo.Tests.Traffic.Cabinets;

/// <summary>A junction of eight phases in a simulated cabinet behind real sockets, watched and controlled second by second on a clock driven by hand.</summary>
sealed class CabinetBench : IDisposable
{
    public const string Junction = """
        address: 127.0.0.1:1
        write_community: secret
        control: true
        location: [-83.05, 42.33]
        approaches:
          - from: n
            street: { en: Hill Boulevard, zh-Hant: 山坡大道 }
            speed_km_h: 60
            lanes:
              - { phase: 2, turns: sr, stop_detector: 2, advance_detector: 12, advance_m: 90 }
              - { phase: 5, turns: l, stop_detector: 5 }
          - from: s
            street: Hill Boulevard
            speed_km_h: 60
            lanes:
              - { phase: 6, turns: sr, stop_detector: 6, advance_detector: 16, advance_m: 90 }
              - { phase: 1, turns: l, stop_detector: 1 }
          - from: e
            street: Mill Street
            lanes:
              - { phase: 4, turns: sr, stop_detector: 4, advance_detector: 14, advance_m: 60 }
              - { phase: 7, turns: l, stop_detector: 7 }
          - from: w
            street: Mill Street
            lanes:
              - { phase: 8, turns: sr, stop_detector: 8, advance_detector: 18, advance_m: 60 }
              - { phase: 3, turns: l, stop_detector: 3 }
        """;

    readonly HandClock clock = new(new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero));
    readonly SnmpClient client;
    int halves;

    public CabinetBench(string? yaml = null, bool allowed = true, double flow_veh_h = 500, uint seed = 7)
    {
        Profile = ReadCabinet.Parse("hill-mill", yaml ?? Junction, ("public", null)).Value;
        Unit = new DualRing(Profile) { Recall = OrderPhases.Bits([2, 6]) };
        Agent = new CabinetAgent(Profile, Unit);
        Traffic = new SimulatedTraffic(Profile, Agent, flow_veh_h, seed);
        client = new SnmpClient(Agent.Address, SnmpVersion.V1, Profile.ReadCommunity, Profile.WriteCommunity, TimeSpan.FromMilliseconds(300));
        Link = new CabinetLink(Profile, client, allowed, Journal.Add, clock, NullLogger.Instance);
        Plant = new CabinetPlant([Link], CabinetNetwork.Build([Profile], _ => null), clock);
        Room = new SignalRoom(Plant, Plant.Network, Plant.LaneIds, Tuning.Usual);
    }

    public CabinetProfile Profile { get; }
    public DualRing Unit { get; }
    public CabinetAgent Agent { get; }
    public SimulatedTraffic Traffic { get; }
    public CabinetLink Link { get; }
    public CabinetPlant Plant { get; }
    public SignalRoom Room { get; }
    public List<JournalEntry> Journal { get; } = [];

    /// <summary>By seconds: what the phases showed.</summary>
    public List<string> Shown { get; } = [];

    public IEnumerable<string> Kinds => Journal.Select(e => e.Kind[(e.Kind.LastIndexOf('.') + 1)..] + (e.Body["why"] is { } why ? " " + why : ""));

    public bool Told => Unit.Control.Values.Any(bits => bits != 0) || Unit.SystemPattern != 0;

    /// <param name="decides">whether anybody decides meanwhile</param>
    public async Task Go(double seconds, bool decides = true)
    {
        for (var t = 0; t < seconds * 2; t++)
        {
            lock (Agent.Gate)
            {
                Traffic.Tick(0.5);
                Unit.Tick(0.5);
            }
            clock.Advance(TimeSpan.FromSeconds(0.5));
            await Link.Once(TestContext.Current.CancellationToken);
            if (halves++ % 2 == 0 || !decides) continue;
            Plant.Step().Ok.ShouldBeTrue();
            Room.Tick();
            Shown.Add(Plant.Shows(0));
        }
    }

    public void Dispose()
    {
        Plant.Dispose();
        Agent.Dispose();
    }
}
