using System.Text;
using Cardo.Bench.Load;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>Five hundred entities a request by batch upsert.</summary>
internal sealed class NgsiBatchBench : IBench
{
    const int Connections = 4, Size = 500, Bodies = 40;

    public string Name => "ngsi-batch";

    public string What => "NGSI-LD batch upsert of 500 entities a request at 4 connections, durable, against a bare Kestrel endpoint that parses the same body";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        // Made ahead: building them would cost the client what belongs to the server.
        var bodies = Enumerable.Range(0, Bodies).Select(b =>
            Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(0, Size).Select(i => NgsiSingleBench.Entity($"b{b * Size + i}", b + i))) + "]")).ToArray();
        var (ours, theirs, cpu, bareCpu) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < rounds.Count; i++)
        {
            await using (var cardo = await ServerProcess.Cardo()) await Turn(cardo, rounds.Seconds, bodies, ours, cpu);
            await using (var bare = await ServerProcess.Bare()) await Turn(bare, rounds.Seconds, bodies, theirs, bareCpu);
        }
        return
        [
            new("cardo", "entities/s", ours, ">= 100,000 (next step)"),
            new("bare Kestrel", "entities/s", theirs),
            new("cardo / bare", "ratio", [.. ours.Zip(theirs, (a, b) => a / b)]),
            new("cardo CPU an entity", "us", cpu),
            new("bare CPU an entity", "us", bareCpu),
        ];
    }

    static async Task Turn(ServerProcess server, double seconds, byte[][] bodies, List<double> rates, List<double> cpu)
    {
        await Post(server, Rounds.WarmSeconds, bodies);
        var before = server.CpuSeconds;
        var load = await Post(server, seconds, bodies);
        if (load.Refused > 0) throw new InvalidOperationException($"{load.Refused} batches were refused");
        rates.Add(load.PerSecond * Size);
        cpu.Add((server.CpuSeconds - before) * 1e6 / Math.Max(1, load.Done * Size));
    }

    static Task<LoadResult> Post(ServerProcess server, double seconds, byte[][] bodies) =>
        HttpLoad.Post(server.Port, "/ngsi-ld/v1/entityOperations/upsert", "application/json", Connections, seconds, (c, n) => bodies[(c * 7 + n) % bodies.Length]);
}
