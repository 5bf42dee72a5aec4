using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cardo.Traffic;

namespace Cardo.Bench.Runs;

/// <summary>Signals on networks that nobody tuned for, made as the run begins, against fixed plans, SUMO's actuated ones and max-pressure on the same streets.</summary>
internal sealed class StreetsBench : IBench
{
    const string Python = "/usr/bin/python3";
    const string Peers = "../shared/tools/traffic/run_baselines.py";

    static readonly (string Name, string Asked)[] peers = [("fixed", "<= 0.45"), ("actuated", "<= 0.65"), ("maxpressure", "<= 0.75")];

    public string Name => "streets";

    public string What => "mean delay on generated networks, 30 minutes each, against fixed, actuated and max-pressure signals in the same SUMO";

    public string? Missing()
    {
        if (!File.Exists(Peers)) return "the reference controllers (../shared/tools/traffic beside the checkout)";
        if (!File.Exists(Python)) return "python3 (Debian)";
        return File.Exists("/usr/bin/netgenerate") && Directory.Exists("/usr/share/sumo/tools/traci") ? null : "netgenerate and traci (apt-get install sumo sumo-tools)";
    }

    /// <summary>A round is a seed.</summary>
    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("cardo-streets").FullName;
        var figures = new List<Figure>();
        var ratios = peers.ToDictionary(p => p.Name, _ => new List<double>(), StringComparer.Ordinal);
        var worse = 0;
        try
        {
            foreach (var plan in Streets.All)
            {
                Streets.Make(plan, Path.Combine(folder, plan.Name));
                List<double> own = [];
                var others = peers.ToDictionary(p => p.Name, _ => new List<double>(), StringComparer.Ordinal);
                for (var seed = 1; seed <= rounds.Count; seed++)
                {
                    own.Add(ControlRun.Run(new ControlRequest(Path.Combine(folder, plan.Name, "s.sumocfg"), seed, "adaptive"), null, cancel).Value.Delay_s);
                    foreach (var (peer, _) in peers)
                    {
                        var delay = await Peer(folder, plan.Name, peer, seed, cancel).ConfigureAwait(false);
                        others[peer].Add(delay);
                        ratios[peer].Add(own[^1] / delay);
                        if (peer == "fixed" && own[^1] > delay) worse++;
                    }
                }
                figures.Add(new Figure($"{plan.Name}: cardo", "s a vehicle", own));
                figures.AddRange(peers.Select(p => new Figure($"{plan.Name}: {p.Name}", "s a vehicle", others[p.Name])));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        figures.AddRange(peers.Select(p => new Figure($"cardo / {p.Name}, geometric mean", "ratio", [Math.Exp(ratios[p.Name].Average(Math.Log))], p.Asked)));
        figures.Add(new Figure("runs worse than fixed", "", [worse], "0"));
        return figures;
    }

    static async Task<double> Peer(string folder, string name, string controller, int seed, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Python, [Peers, name, controller, "--seed", seed.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SUMO_HOME"] = "/usr/share/sumo";
        start.Environment["TRAFFIC_SCENARIOS"] = folder;
        start.Environment["TRAFFIC_RESULTS"] = Path.Combine(folder, "results");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var said = await process.StandardOutput.ReadToEndAsync(cancel).ConfigureAwait(false);
        await process.WaitForExitAsync(cancel).ConfigureAwait(false);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{controller} on {name} ended with {process.ExitCode}: {await errors.ConfigureAwait(false)}");
        using var result = JsonDocument.Parse(said.TrimEnd().Split('\n')[^1]);
        return result.RootElement.GetProperty("delay").GetDouble();
    }
}
