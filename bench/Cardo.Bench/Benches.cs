using Cardo.Bench.Runs;

namespace Cardo.Bench;

/// <summary>All there is to measure, in the order of <c>list</c>.</summary>
internal static class Benches
{
    public static IReadOnlyList<IBench> All { get; } =
    [
        new StartBench(),
        new MqttBench(),
        new NgsiSingleBench(),
        new NgsiBatchBench(),
        new EntitiesBench(),
        new TemporalBench(),
        new SeriesBench(),
        new JournalBench(),
        new LinesBench(),
        new FloodBench(),
        new FlipBench(),
        new FaultsBench(),
        new LiveBench(),
        new ImportBench(),
        new Open311Bench(),
        new DeskBench(),
        new DispatchBench(),
        .. IndexBench.All,
        new SignalsBench(),
        new StreetsBench(),
        new EmergencyBench(),
    ];
}
