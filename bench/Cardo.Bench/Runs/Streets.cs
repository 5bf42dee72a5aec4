using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cardo.Traffic;
using Cardo.Traffic.Networks;

namespace Cardo.Bench.Runs;

/// <summary>Made-up cities: streets by netgenerate, whose signals have its own plans, and trips along the quickest ways from a fixed seed.</summary>
internal static class Streets
{
    const int Seconds = 1800;

    /// <param name="Period_s">between two departures in the whole city</param>
    internal sealed record Plan(string Name, double Period_s, string[] Options);

    public static IReadOnlyList<Plan> All { get; } =
    [
        new("grid of two lanes", 0.6, Grid(4, 200, 2)),
        new("grid with turn lanes", 0.55, [.. Grid(4, 250, 2), "--turn-lanes", "1", "--turn-lanes.length", "60", "--tls.left-green.time", "8"]),
        new("grid at night", 4, Grid(3, 300, 1)),
        new("over-saturated grid of one lane", 0.45, Grid(4, 150, 1)),
        new("grid driving on the left", 0.8, [.. Grid(3, 200, 2), "--lefthand", "true"]),
        new("spider", 0.8, ["--spider", "--spider.arm-number", "6", "--spider.circle-number", "3", "--spider.space-radius", "180", "-L", "2", "--default-junction-type", "traffic_light"]),
        new("grown town", 1.5, ["--rand", "--rand.iterations", "60", "--rand.min-distance", "120", "--rand.max-distance", "300", "--rand.bidi-probability", "1", "--seed", "7", "--tls.guess", "true", "--tls.guess.threshold", "60", "--random-lanenumber", "-L", "2"]),
    ];

    static string[] Grid(int number, int length_m, int lanes) =>
        ["--grid", "--grid.number", $"{number}", "--grid.length", $"{length_m}", "--grid.attach-length", $"{length_m}", "-L", $"{lanes}", "--default-junction-type", "traffic_light"];

    /// <summary>Writes network, routes, configuration and the description that the reference controllers read.</summary>
    public static void Make(Plan plan, string folder)
    {
        Directory.CreateDirectory(folder);
        var net = Path.Combine(folder, "n.net.xml");
        using (var process = Process.Start(new ProcessStartInfo("netgenerate", [.. plan.Options, "--no-turnarounds", "true", "-o", net]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            _ = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
        File.WriteAllText(Path.Combine(folder, "r.rou.xml"), Trips(ReadNetwork.Read(net, []).Value, plan.Period_s));
        File.WriteAllText(Path.Combine(folder, "s.sumocfg"), $"""<configuration><input><net-file value="n.net.xml"/><route-files value="r.rou.xml"/></input><time><begin value="0"/><end value="{Seconds}"/></time></configuration>""");
        File.WriteAllText(Path.Combine(folder, "scenario.json"), JsonSerializer.Serialize(new { name = plan.Name, net = "n.net.xml", routes = new[] { "r.rou.xml" }, additional = Array.Empty<string>(), begin = 0, end = Seconds, yellow = 3, allred = 0 }));
    }

    static string Trips(RoadNetwork network, double period_s)
    {
        var roads = network.Lanes.Values.Where(l => !l.Inside).GroupBy(l => l.Edge, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var after = network.Connections.Where(c => !c.FromLane.StartsWith(':') && !c.ToLane.StartsWith(':'))
            .Select(c => (From: network.Lanes[c.FromLane].Edge, To: network.Lanes[c.ToLane].Edge)).Distinct().ToLookup(c => c.From, c => c.To, StringComparer.Ordinal);
        var entered = after.SelectMany(a => a).ToHashSet(StringComparer.Ordinal);
        // Ten times as many trips begin or end at the edge of the city as at a street within.
        var begins = roads.Keys.SelectMany(e => Enumerable.Repeat(e, entered.Contains(e) ? 1 : 10)).ToArray();
        var ends = roads.Keys.SelectMany(e => Enumerable.Repeat(e, after[e].Any() ? 1 : 10)).ToArray();
        var random = new Random(42);
        var ways = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        var text = new StringBuilder("<routes>\n");
        var trip = 0;
        for (var at = 0.0; at < Seconds; at += period_s)
            for (var tried = 0; tried < 20; tried++)
            {
                var (from, to) = (begins[random.Next(begins.Length)], ends[random.Next(ends.Length)]);
                if (!ways.TryGetValue(from, out var before)) ways[from] = before = Quickest(from, roads, after);
                if (from == to || !before.ContainsKey(to)) continue;
                var way = new List<string> { to };
                while (way[^1] != from) way.Add(before[way[^1]]);
                if (way.Count < 3) continue;
                way.Reverse();
                text.Append(CultureInfo.InvariantCulture, $"<vehicle id=\"{trip++}\" depart=\"{at:0.00}\"><route edges=\"{string.Join(' ', way)}\"/></vehicle>\n");
                break;
            }
        return text.Append("</routes>\n").ToString();
    }

    /// <summary>By street, the one before it on the quickest way from the first.</summary>
    static Dictionary<string, string> Quickest(string first, Dictionary<string, Lane> roads, ILookup<string, string> after)
    {
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        var took = new Dictionary<string, double>(StringComparer.Ordinal) { [first] = 0 };
        var next = new PriorityQueue<string, double>();
        next.Enqueue(first, 0);
        while (next.TryDequeue(out var at, out var time_s))
        {
            if (time_s > took[at]) continue;
            foreach (var to in after[at])
            {
                var then_s = time_s + roads[to].Length_m / roads[to].Speed_m_s;
                if (took.TryGetValue(to, out var known) && known <= then_s) continue;
                (took[to], before[to]) = (then_s, at);
                next.Enqueue(to, then_s);
            }
        }
        return before;
    }
}
