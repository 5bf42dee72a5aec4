using System.Diagnostics;
using Cardo.Kernel;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Sumo;
using Cardo.Traffic.Trying;

namespace Cardo.Traffic;

/// <summary>Runs a change beside today in SUMO, seed by seed, and says what it does.</summary>
public static class TryRun
{
    /// <summary>Reads and checks a change without running anything; its name.</summary>
    public static Outcome<string> Check(TryRequest request) => Ready(request).Then<string>(r => r.Prepared.Change.Name);

    /// <param name="progress">hears how far it is, from either side's thread</param>
    public static Outcome<TryResult> Run(TryRequest request, Action<TryProgress>? progress, CancellationToken cancel)
    {
        if (!Ready(request).Try(out var ready, out var refusal)) return refusal;
        var clock = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("cardo-try-").FullName;
        try
        {
            var pairs = new List<(SideRun Today, SideRun Change)>();
            var share = new double[2];
            var horizon_s = ready.Scenario.End_s - ready.Scenario.Begin_s;
            for (var i = 0; i < request.Seeds; i++)
            {
                var seed = request.FirstSeed + i;
                void Tell(int side, double done)
                {
                    share[side] = done;
                    var mean = (share[0] + share[1]) / 2;
                    progress?.Invoke(new TryProgress((i + mean) / request.Seeds, i, request.Seeds, mean * horizon_s, horizon_s));
                }
                Array.Clear(share);
                // Both sides of a pair run at once: two simulators, two cores. One that fails ends the other, which is of no use alone.
                using var pair = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                Outcome<SideRun> Side(int side)
                {
                    var run = SideRun.Run(request, ready.Scenario, ready.Prepared, folder, seed, changed: side == 1, s => Tell(side, s), pair.Token);
                    if (!run.Ok) pair.Cancel();
                    return run;
                }
                var other = Task.Factory.StartNew(() => Side(1), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                var (first, second) = (Side(0), other.GetAwaiter().GetResult());
                if (first.Try(out var today, out var one) & second.Try(out var change, out var two)) pairs.Add((today!, change!));
                else return one is { Code: not "cancelled" } ? one : two ?? one!;
            }
            progress?.Invoke(new TryProgress(1, request.Seeds, request.Seeds, horizon_s, horizon_s));
            return Compare.Of(request, ready.Prepared, pairs, clock.Elapsed.TotalSeconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static Outcome<(SumoScenario Scenario, Prepared Prepared)> Ready(TryRequest request)
    {
        if (request.Seeds is < 1 or > TryRequest.MostSeeds) return Refusal.Bad("seeds-out-of-bounds", $"A try has 1 to {TryRequest.MostSeeds} seeds.");
        if (!ReadChange.Parse(request.Change).Try(out var change, out var refusal)) return refusal;
        if (!SumoScenario.Read(request.ConfigFile).Try(out var scenario, out refusal)) return refusal;
        if (!ReadNetwork.Read(scenario.NetworkFile, scenario.Additional).Try(out var network, out refusal)) return refusal;
        if (network.Intersections.Count == 0) return Refusal.Bad("no-signals", $"{scenario.NetworkFile} has no signal that can be controlled.");
        if (!Prepared.Of(change, network).Try(out var prepared, out refusal)) return refusal;
        return (scenario, prepared);
    }
}
