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

    /// <param name="progress">hears the share done, 0 to 1</param>
    public static Outcome<TryResult> Run(TryRequest request, Action<double>? progress, CancellationToken cancel)
    {
        if (!Ready(request).Try(out var ready, out var refusal)) return refusal;
        var clock = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("cardo-try-").FullName;
        try
        {
            var pairs = new List<(SideRun Today, SideRun Change)>();
            var share = new double[2];
            for (var i = 0; i < request.Seeds; i++)
            {
                var seed = request.FirstSeed + i;
                void Tell(int side, double done)
                {
                    share[side] = done;
                    progress?.Invoke((i + (share[0] + share[1]) / 2) / request.Seeds);
                }
                Array.Clear(share);
                // Both sides of a pair run at once: two simulators, two cores.
                var other = Task.Run(() => SideRun.Run(request, ready.Scenario, ready.Prepared, folder, seed, changed: true, s => Tell(1, s), cancel), CancellationToken.None);
                var first = SideRun.Run(request, ready.Scenario, ready.Prepared, folder, seed, changed: false, s => Tell(0, s), cancel);
                var second = other.GetAwaiter().GetResult();
                if (!first.Try(out var today, out refusal) || !second.Try(out var change, out refusal)) return refusal;
                pairs.Add((today, change));
            }
            progress?.Invoke(1);
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
