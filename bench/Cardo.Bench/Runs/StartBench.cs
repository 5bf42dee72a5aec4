using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>From process start to the first page, and what it then weighs.</summary>
internal sealed class StartBench : IBench
{
    public string Name => "start";

    public string What => "process start to first answered page, and memory, of an empty city";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var (health, page, memory) = (new List<double>(), new List<double>(), new List<double>());
        using var client = new HttpClient();
        for (var i = 0; i < rounds.Count; i++)
        {
            var started = System.Diagnostics.Stopwatch.StartNew();
            await using var server = await ServerProcess.Cardo();
            health.Add(server.ReadySeconds);
            (await client.GetAsync($"http://127.0.0.1:{server.Port}/", cancel)).EnsureSuccessStatusCode();
            page.Add(started.Elapsed.TotalSeconds);
            await Task.Delay(2_000, cancel);
            memory.Add(server.ResidentMb);
        }
        return
        [
            new("start to /health", "s", health),
            new("start to first page", "s", page, "< 3 s"),
            new("resident memory, idle", "MB", memory, "< 300 MB (with the demo city)"),
        ];
    }
}
