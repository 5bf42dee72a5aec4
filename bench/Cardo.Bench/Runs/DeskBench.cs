using System.Diagnostics;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>The desk of a city with a million cases: lists, words that are looked for, maps; what it weighs and how it starts.</summary>
internal sealed class DeskBench : IBench
{
    const int Cases = 1_000_000, Clients = 4, Rest_s = 20;

    static readonly (string Name, string Path)[] asked =
    [
        ("desk, open", "/desk"),
        ("desk, all, by change", "/desk?state=all&sort=-updated"),
        ("desk, a department's late ones", "/desk?state=late&unit=lighting"),
        ("desk, words in open ones", "/desk?q=flickers"),
        ("desk, words in all", "/desk?state=all&q=%E8%B7%AF%E7%81%AF%E4%B8%8D%E4%BA%AE"),
        ("desk, words that are nowhere", "/desk?state=all&q=elephant"),
        ("desk's map, open", "/desk/map?box=123.1,30.2,123.3,30.3"),
        ("desk's map, words in all", "/desk/map?state=all&q=ankle&box=123.1,30.2,123.3,30.3"),
        ("public list", "/reported"),
        ("public map, last year", "/cases/map?box=123.1,30.2,123.3,30.3"),
    ];

    public string Name => "desk";

    public string What => "the desk's list, search and map with 1,000,000 cases, four people at once; memory and start";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var (data, city) = (Directory.CreateTempSubdirectory("cardo-bench-").FullName, DeskCity.Folder());
        var clock = Stopwatch.StartNew();
        var key = ManyCases.Seed(data, city, Cases);
        var seeded = clock.Elapsed.TotalSeconds;
        await using var cardo = await ServerProcess.Cardo("serve", data, "--city", city);
        // The first hour of such a city: cases go into the twin, clocks are looked at, the model learns. It may go on while pages are
        // asked for, as it would; a few seconds are left to it.
        await Task.Delay(TimeSpan.FromSeconds(Rest_s), cancel);
        var figures = new List<Figure>
        {
            new("cases put into the store", "/s", [Cases / seeded]),
            new("start to /health with all of them", "s", [cardo.ReadySeconds]),
            new("resident memory", "MB", [cardo.ResidentMb]),
        };
        var chosen = asked.Where(a => rounds.Only is not { } only || a.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var (_, path) in chosen) await Ask(cardo, key, path, Rounds.WarmSeconds / chosen.Count);
        foreach (var (name, path) in chosen)
        {
            var times = await Ask(cardo, key, path, rounds.Seconds);
            figures.Add(new($"{name}: p50", "ms", [times[times.Length / 2]]));
            figures.Add(new($"{name}: p95", "ms", [times[(int)(times.Length * 0.95)]], "< 100"));
        }
        figures.Add(new("resident memory after it all", "MB", [cardo.ResidentMb]));
        return figures;
    }

    /// <summary>Milliseconds of each answer read to its end, in order of length.</summary>
    static async Task<double[]> Ask(ServerProcess server, string key, string path, double seconds)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        var clock = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var own = new List<double>();
            while (clock.Elapsed.TotalSeconds < seconds || own.Count < 3)
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync(path);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            return own;
        }));
        return [.. times.SelectMany(t => t).Order()];
    }
}
