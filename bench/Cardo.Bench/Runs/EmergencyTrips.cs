using System.Globalization;
using System.Text;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Sumo;

namespace Cardo.Bench.Runs;

/// <summary>
/// Emergency trips of a scenario: of the ways its own vehicles take those past most signals, one for each pair of ends,
/// departing evenly. They are ordinary cars of constant speed: what is measured is what signals alone can do.
/// </summary>
internal static class EmergencyTrips
{
    public const int Count = 20;

    // Once the streets are full, and early enough for the last to arrive within the hour.
    const double FromShare = 1 / 6.0, ForShare = 7 / 12.0;
    const int MostAtAnEnd = 3;

    public static string Type => """<vType id="ev" vClass="passenger" speedFactor="1" speedDev="0" length="6.5" accel="2.6" decel="4.5" sigma="0.3"/>""";

    /// <summary>Writes the trips of a scenario.</summary>
    /// <returns>signals on a way on average, and its mean length in metres</returns>
    public static (double Signals, double Length_m) Write(string config, string file)
    {
        var scenario = SumoScenario.Read(config).Value;
        var network = ReadNetwork.Read(scenario.NetworkFile, scenario.Additional).Value;
        var lit = network.Connections.Where(c => c.Signal is not null && !c.FromLane.StartsWith(':') && !c.ToLane.StartsWith(':')).Select(c => (network.Lanes[c.FromLane].Edge, network.Lanes[c.ToLane].Edge)).ToHashSet();
        var length_m = network.Lanes.Values.Where(l => !l.Inside).GroupBy(l => l.Edge, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Max(l => l.Length_m), StringComparer.Ordinal);
        var forCars = network.Connections.Where(c => network.Lanes.TryGetValue(c.FromLane, out var from) && from.Cars && network.Lanes.TryGetValue(c.ToLane, out var to) && to.Cars).Select(c => (network.Lanes[c.FromLane].Edge, network.Lanes[c.ToLane].Edge)).ToHashSet();
        var ways = new Dictionary<(string, string), (int Signals, double Length_m, string[] Edges)>();
        foreach (var edges in Driven(scenario).Where(e => e.Zip(e.Skip(1)).All(forCars.Contains)))
            ways.TryAdd((edges[0], edges[^1]), (edges.Zip(edges.Skip(1)).Count(lit.Contains), edges.Sum(e => length_m.GetValueOrDefault(e)), edges));
        var ends = new Dictionary<string, int>(StringComparer.Ordinal);
        var picked = ways.Values.OrderByDescending(w => w.Signals).ThenByDescending(w => w.Length_m).Where(w => Room(ends, w.Edges)).Take(Count).ToList();
        var text = new StringBuilder("<routes>\n").Append(Type).Append('\n');
        var lasts_s = scenario.End_s - scenario.Begin_s;
        for (var i = 0; i < picked.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"<vehicle id=\"EV{i}\" type=\"ev\" depart=\"{scenario.Begin_s + lasts_s * (FromShare + ForShare * i / picked.Count):0}\" departLane=\"best\" departSpeed=\"max\"><route edges=\"{string.Join(' ', picked[i].Edges)}\"/></vehicle>\n");
        File.WriteAllText(file, text.Append("</routes>\n").ToString());
        return (picked.Average(p => p.Signals), picked.Average(p => p.Length_m));
    }

    static bool Room(Dictionary<string, int> ends, string[] edges)
    {
        if (ends.GetValueOrDefault("from " + edges[0]) >= MostAtAnEnd || ends.GetValueOrDefault("to " + edges[^1]) >= MostAtAnEnd) return false;
        ends["from " + edges[0]] = ends.GetValueOrDefault("from " + edges[0]) + 1;
        ends["to " + edges[^1]] = ends.GetValueOrDefault("to " + edges[^1]) + 1;
        return true;
    }

    /// <summary>The ways that the scenario's vehicles take under its own plans, as SUMO writes them down; buses not.</summary>
    static List<string[]> Driven(SumoScenario scenario)
    {
        var driven = new List<string[]>();
        var file = Path.GetTempFileName();
        try
        {
            Plain(scenario.File, ["--vehroute-output", file, "--vehroute-output.sorted", "--vehroute-output.write-unfinished"]);
            var bus = false;
            ReadNetwork.Each(file, x =>
            {
                if (x.Name == "vehicle") bus = x.GetAttribute("type")?.Contains("bus", StringComparison.OrdinalIgnoreCase) == true;
                else if (x.Name == "route" && !bus && x.GetAttribute("edges")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } edges) driven.Add(edges);
            });
        }
        finally
        {
            File.Delete(file);
        }
        return driven;
    }

    /// <summary>The trips alone in the city, its signals dark: nothing drives them sooner.</summary>
    /// <returns>s a trip</returns>
    public static double Alone_s(string config, string trips, int seed)
    {
        var file = Path.GetTempFileName();
        try
        {
            Plain(config, ["--route-files", trips, "--tls.all-off", "--seed", $"{seed}", "--tripinfo-output", file]);
            return TripReport.Read(file, _ => true).Value.EmergencyMean_s;
        }
        finally
        {
            File.Delete(file);
        }
    }

    static void Plain(string config, string[] options)
    {
        using var process = SumoProcess.Start(["-c", config, "--step-length", "1", "--time-to-teleport", "-1", "--no-step-log", "--no-warnings", "--xml-validation", "never", "--xml-validation.net", "never", .. options], remote: false).Value;
        if (process.Wait(TimeSpan.FromMinutes(5)).Value != 0) throw new InvalidOperationException($"SUMO: {process.Died}");
    }
}
