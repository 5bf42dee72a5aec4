using Cardo.Standards.Ntcip1202;
using Cardo.Standards.Snmp;
using Cardo.Traffic.Cabinets;
using Cardo.Traffic.Cabinets.Simulated;

namespace Cardo.Conformance.Ntcip1202;

/// <summary>A simulated cabinet of eight phases on a real UDP socket, and a client for it.</summary>
sealed class Cabinet : IDisposable
{
    public const string Yaml = """
        address: 127.0.0.1:1
        write_community: secret
        control: true
        location: [-83.05, 42.33]
        approaches:
          - { from: n, lanes: [{ phase: 2, stop_detector: 2 }, { phase: 5, turns: l, stop_detector: 5 }] }
          - { from: s, lanes: [{ phase: 6, stop_detector: 6 }, { phase: 1, turns: l, stop_detector: 1 }] }
          - { from: e, lanes: [{ phase: 4, stop_detector: 14 }, { phase: 7, turns: l, stop_detector: 7 }] }
          - { from: w, lanes: [{ phase: 8, stop_detector: 8 }, { phase: 3, turns: l, stop_detector: 3 }] }
        """;

    public Cabinet(SnmpVersion version = SnmpVersion.V1, int patience_ms = 250, string write = "secret", IEnumerable<PhaseTiming>? timings = null)
    {
        Profile = ReadCabinet.Parse("cabinet", Yaml, ("public", null)).Value;
        Unit = new DualRing(Profile, timings);
        Agent = new CabinetAgent(Profile, Unit);
        Client = new SnmpClient(Agent.Address, version, "public", write, TimeSpan.FromMilliseconds(patience_ms));
    }

    public CabinetProfile Profile { get; }
    public DualRing Unit { get; }
    public CabinetAgent Agent { get; }
    public SnmpClient Client { get; }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<long> Get(Oid oid) => (await Client.Get([oid], Cancel)).Value[oid].Number;

    public async Task<uint> Status(PhaseStatus column) => (uint)await Get(Asc.Status(column, 1));

    public async Task Set(PhaseControl column, params int[] phases) => (await Client.Set([new SnmpVariable(Asc.Control(column, 1), SnmpValue.Of(OrderPhases.Bits(phases)))], Cancel)).Ok.ShouldBeTrue();

    public async Task<CabinetReading> Read() => CabinetReading.Of(Profile, (await Client.Get(CabinetReading.Objects(Profile), Cancel)).Value).Value;

    public void Pass(double seconds)
    {
        lock (Agent.Gate)
            for (var t = 0; t < seconds * 2; t++) Unit.Tick(0.5);
    }

    public void Dispose()
    {
        Client.Dispose();
        Agent.Dispose();
    }
}
