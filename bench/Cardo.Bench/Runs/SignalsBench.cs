using System.Diagnostics;
using Cardo.Traffic;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Guarding;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Sumo;

namespace Cardo.Bench.Runs;

/// <summary>Signals: what a second of a thousand junctions costs one core, and a simulated hour of a real corridor beside plain SUMO.</summary>
internal sealed class SignalsBench : IBench
{
    const string Corridor = "../shared/data/traffic/ingolstadt7/ingolstadt7.sumocfg";

    public string Name => "signals";

    public string What => "look and decide for 1,000 junctions on one core; a simulated hour of ingolstadt7 against plain SUMO's CPU";

    public string? Missing() => !File.Exists(Corridor) ? "../shared/data/traffic/ingolstadt7 beside the checkout"
        : SumoProcess.Start(["--version"], remote: false).Try(out var process, out _) ? Ended(process!) : "sumo (apt-get install sumo)";

    static string? Ended(SumoProcess process)
    {
        using (process) process.Wait(TimeSpan.FromSeconds(20));
        return null;
    }

    public Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        List<double> thousand = [], plain = [], driven = [], ratio = [], delay = [];
        for (var round = 0; round < rounds.Count; round++)
        {
            thousand.Add(Thousand());
            plain.Add(Plain());
            var run = ControlRun.Run(new ControlRequest(Corridor, 1, "adaptive"), null, cancel).Value;
            driven.Add(run.SumoCpu_s);
            ratio.Add(run.SumoCpu_s / plain[^1]);
            delay.Add(run.Delay_s);
        }
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new Figure("look and decide, 1,000 junctions", "ms", thousand, "< 50"),
            new Figure("plain SUMO, fixed plans, CPU of the hour", "s", plain),
            new Figure("SUMO under cardo, CPU of the hour", "s", driven),
            new Figure("SUMO under cardo / plain SUMO", "ratio", ratio, "< 1.2"),
            new Figure("delay under cardo, seed 1", "s a vehicle", delay, "<= 29"),
        ]);
    }

    /// <summary>The middle of 20 seconds, each with new vehicles on every approach and every choice free.</summary>
    static double Thousand()
    {
        var network = ReadNetwork.Read("../shared/data/traffic/ingolstadt7/ingolstadt7.net.xml", []).Value;
        var models = Enumerable.Range(0, 1000).Select(i => network.Intersections[i % network.Intersections.Count]).Select(i =>
        {
            var rules = new SafetyRules(i);
            return new JunctionModel(i, rules, Stages.Of(i, rules), network);
        }).ToArray();
        var watches = models.Select(m => new JunctionWatch(m, Tuning.Usual, 0)).ToArray();
        var random = new Random(1);
        var took = new List<double>();
        for (var t = 0; t < 40; t++)
        {
            for (var j = 0; j < models.Length; j++)
            {
                watches[j].Clear();
                for (var l = 0; l < models[j].Lanes.Length; l++)
                    for (var n = random.Next(8); n > 0; n--) watches[j].See(l, random.Next(150), random.Next(3) == 0 ? 0 : 13, 1);
            }
            var watch = Stopwatch.StartNew();
            for (var j = 0; j < models.Length; j++) Decide.Next(models[j], watches[j].Look(t, t % models[j].Stages.Length, 8, models[j].Stages[t % models[j].Stages.Length]), Tuning.Usual);
            if (t >= 20) took.Add(watch.Elapsed.TotalMilliseconds);
        }
        return took.Order().ElementAt(took.Count / 2);
    }

    static double Plain()
    {
        using var process = SumoProcess.Start(["-c", Corridor, "--seed", "1", "--time-to-teleport", "-1", "--no-step-log", "--no-warnings", "--xml-validation", "never", "--xml-validation.net", "never", "--tripinfo-output", "/dev/null"], remote: false).Value;
        process.Wait(TimeSpan.FromMinutes(5));
        return process.Cpu_s;
    }
}
