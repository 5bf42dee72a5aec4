using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>How a city grows: memory, restart and a page of a geo-query from a thousand entities to a million.</summary>
internal sealed class EntitiesBench : IBench
{
    const int Size = 1_000, Connections = 4, Pages = 200;

    static readonly int[] steps = [1_000, 10_000, 100_000, 1_000_000];

    public string Name => "entities";

    public string What => "1,000 to 1,000,000 lamps of five attributes: memory, restart to first answer, a page of a geo-query";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var figures = new List<Figure>();
        var folder = Directory.CreateTempSubdirectory("cardo-bench-").FullName;
        var server = await ServerProcess.Cardo(folder: folder);
        var empty = server.ResidentMb;
        try
        {
            for (var (step, have) = (0, 0); step < steps.Length; have = steps[step++])
            {
                var n = steps[step].ToString("N0", CultureInfo.InvariantCulture);
                var last = step == steps.Length - 1;
                var clock = Stopwatch.StartNew();
                await Load(server, have, steps[step]);
                if (last) figures.Add(new($"creating the last {steps[step] - have:N0}", "entities/s", [(steps[step] - have) / clock.Elapsed.TotalSeconds]));
                figures.Add(new($"{n}: resident after the load", "MB", [server.ResidentMb]));
                await server.End(politely: !last);
                server = await ServerProcess.Cardo(folder: folder);
                figures.Add(new($"{n}: {(last ? "kill -9" : "stop")} and start to first answer", "s", [server.ReadySeconds], last ? "< 10 s" : null));
                if (last)
                {
                    await server.End(politely: true);
                    server = await ServerProcess.Cardo(folder: folder);
                    figures.Add(new($"{n}: stop and start to first answer", "s", [server.ReadySeconds], "< 10 s"));
                }
                var (p50, p95) = await Query(server);
                figures.Add(new($"{n}: geo-query page of 100, p50", "ms", [p50]));
                figures.Add(new($"{n}: geo-query page of 100, p95", "ms", [p95], last ? "< 20 ms" : null));
                figures.Add(new($"{n}: resident after start and queries", "MB", [server.ResidentMb], last ? "< 2,000 MB" : null));
                if (last) figures.Add(new($"{n}: memory an entity", "bytes", [(server.ResidentMb - empty) * 1e6 / steps[step]]));
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
        return figures;
    }

    /// <summary>Creates lamps [from, to) over a few connections, a batch at a time.</summary>
    static async Task Load(ServerProcess server, int from, int to)
    {
        var next = from - Size;
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}"), Timeout = TimeSpan.FromMinutes(1) };
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            for (int at; (at = Interlocked.Add(ref next, Size)) < to;)
            {
                using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(at, Size).Select(Lamp)) + "]"));
                body.Headers.ContentType = new("application/json");
                using var answer = await client.PostAsync("/ngsi-ld/v1/entityOperations/create", body);
                answer.EnsureSuccessStatusCode();
            }
        })));
    }

    // Spread over a city of 25 by 20 kilometres by the golden ratio, so that no place is special.
    static string Lamp(int n) => NgsiSingleBench.Entity($"{n}", n, 120.1 + n * 0.6180339887 % 1 * 0.25, 22.9 + n * 0.7548776662 % 1 * 0.2);

    static async Task<(double P50, double P95)> Query(ServerProcess server)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        var times = new List<double>();
        for (var i = -50; i < Pages; i++)
        {
            var (lon, lat) = (120.1 + (i + 50) * 0.6180339887 % 1 * 0.25, 22.9 + (i + 50) * 0.41421356 % 1 * 0.2);
            var started = Stopwatch.GetTimestamp();
            var page = await client.GetStringAsync(string.Create(CultureInfo.InvariantCulture,
                $"/ngsi-ld/v1/entities?type=Streetlight&georel=near;maxDistance==500&geometry=Point&coordinates=[{lon:0.00000},{lat:0.00000}]&limit=100"));
            if (!page.StartsWith('[')) throw new InvalidOperationException(page);
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        times.Sort();
        return (times[times.Count / 2], times[times.Count * 95 / 100]);
    }
}
