using System.Diagnostics;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>The desk of a city with a million cases: lists, words that are looked for, maps; what it weighs and how it starts.</summary>
internal sealed class DeskBench : IBench
{
    const int Cases = 1_000_000, Clients = 4, MostWork_s = 300;

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
        ("likely duplicates", "/desk/duplicates"),
        ("public list", "/reported"),
        ("public map, last year", "/cases/map?box=123.1,30.2,123.3,30.3"),
    ];

    public string Name => "desk";

    public string What => "the desk's list, search and map with 1,000,000 cases, four people at once; memory and start";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var seeded = SeededDesk.Of(Cases);
        var key = seeded.Key;
        await using var cardo = await ServerProcess.Cardo("serve", seeded.Data, "--city", seeded.City);
        var figures = new List<Figure>
        {
            new("start to /health with all of them", "s", [cardo.ReadySeconds]),
            new("CPU of the start", "s", [cardo.CpuSeconds]),
            new("resident memory", "MB", [cardo.ResidentMb]),
        };
        if (seeded.Seconds is { } took) figures.Insert(0, new("cases put into the store", "/s", [Cases / took]));
        var since = Stopwatch.StartNew();
        var chosen = asked.Where(a => rounds.Only is not { } only || a.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        // What such a city does first: cases go into the twin, clocks are looked at, the model learns. People don't wait for it.
        foreach (var (name, path) in chosen.Where(c => c.Name is "desk, open" or "desk's map, open")) await Show("while it takes up its work: " + name, path);
        await Settle(cardo, cancel);
        figures.Add(new("its first work is over after", "s", [since.Elapsed.TotalSeconds]));
        figures.Add(new("CPU until then, with the pages asked for", "s", [cardo.CpuSeconds]));
        foreach (var (_, path) in chosen) await Ask(cardo, key, path, Rounds.WarmSeconds / chosen.Count);
        foreach (var (name, path) in chosen) await Show(name, path);
        figures.Add(new("resident memory after it all", "MB", [cardo.ResidentMb]));
        return figures;

        async Task Show(string name, string path)
        {
            var before = cardo.CpuSeconds;
            var times = await Ask(cardo, key, path, rounds.Seconds);
            figures.Add(new($"{name}: p50", "ms", [times[times.Length / 2]]));
            figures.Add(new($"{name}: p95", "ms", [times[(int)(times.Length * 0.95)]], "< 100"));
            figures.Add(new($"{name}: CPU of one", "ms", [(cardo.CpuSeconds - before) * 1000 / times.Length]));
        }
    }

    /// <summary>Waits until the server has nothing to do, five minutes at most.</summary>
    static async Task Settle(ServerProcess server, CancellationToken cancel)
    {
        for (var waited = 0; waited < MostWork_s; waited += 3)
        {
            var before = server.CpuSeconds;
            await Task.Delay(TimeSpan.FromSeconds(3), cancel);
            if (server.CpuSeconds - before < 0.3) return;
        }
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
