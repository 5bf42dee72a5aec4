using System.Globalization;
using System.Text;
using Cardo.Bench.Load;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>One entity a request: Cardo parses, expands, decides, syncs and answers; the peer only parses.</summary>
internal sealed class NgsiSingleBench : IBench
{
    const int Connections = 256;

    public string Name => "ngsi-single";

    public string What => "NGSI-LD POST of one entity at 256 connections, durable, against a bare Kestrel endpoint that parses the same body";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var (ours, theirs, p99, cpu, bareCpu) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < rounds.Count; i++)
        {
            await using (var cardo = await ServerProcess.Cardo())
            {
                var (load, cost) = await Turn(cardo, rounds.Seconds);
                ours.Add(load.PerSecond);
                p99.Add(load.P99Ms);
                cpu.Add(cost);
                if (load.Refused > 0) throw new InvalidOperationException($"{load.Refused} requests were refused");
            }
            await using var bare = await ServerProcess.Bare();
            var (bareLoad, bareCost) = await Turn(bare, rounds.Seconds);
            theirs.Add(bareLoad.PerSecond);
            bareCpu.Add(bareCost);
        }
        return
        [
            new("cardo", "entities/s", ours),
            new("bare Kestrel", "requests/s", theirs),
            new("cardo / bare", "ratio", [.. ours.Zip(theirs, (a, b) => a / b)], ">= 0.8 (next step)"),
            new("cardo p99", "ms", p99),
            new("cardo CPU a request", "us", cpu),
            new("bare CPU a request", "us", bareCpu),
        ];
    }

    static async Task<(LoadResult Load, double CpuUs)> Turn(ServerProcess server, double seconds)
    {
        await Post(server, Rounds.WarmSeconds, "w");
        var before = server.CpuSeconds;
        var load = await Post(server, seconds, "m");
        return (load, (server.CpuSeconds - before) * 1e6 / Math.Max(1, load.Done));
    }

    static Task<LoadResult> Post(ServerProcess server, double seconds, string series) =>
        HttpLoad.Post(server.Port, "/ngsi-ld/v1/entities", "application/json", Connections, seconds, (c, n) => Encoding.UTF8.GetBytes(Entity($"{series}{c}-{n}", n)));

    /// <summary>A lamp as a city has a hundred thousand of: five attributes, a place, a unit.</summary>
    public static string Entity(string id, long n, double? lon = null, double? lat = null) => string.Create(CultureInfo.InvariantCulture,
        $$$"""
        {"id":"urn:ngsi-ld:Streetlight:{{{id}}}","type":"Streetlight","powerState":{"type":"Property","value":"on","observedAt":"2018-08-23T10:00:00Z"},"illuminanceLevel":{"type":"Property","value":0.{{{n % 90 + 10}}},"observedAt":"2018-08-23T10:00:00Z"},"power":{"type":"Property","value":{{{40 + n % 20}}}.5,"unitCode":"WTT","observedAt":"2018-08-23T10:00:00Z"},"location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[{{{lon ?? 120 + (n % 9000 + 1000) / 1e4:0.######}}},{{{lat ?? 22 + (n % 7000 + 1000) / 1e4:0.######}}}]}},"refCabinet":{"type":"Relationship","object":"urn:ngsi-ld:StreetlightControlCabinet:{{{n % 100}}}"}}
        """);
}
