using Cardo.Bench.Load;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>Line protocol over HTTP: Cardo answers after fdatasync, VictoriaMetrics when the points are in memory.</summary>
internal sealed class LinesBench : IBench
{
    const int Connections = 4, Bodies = 70;

    public string Name => "lines";

    public string What => "points/s by line protocol, 50,000 series, bodies of 5,000 lines with five fields at 4 connections, answered after fdatasync, against VictoriaMetrics (never syncs)";

    public string? Missing() => ServerProcess.VictoriaPath() is null ? "victoria-metrics (apt-get install victoria-metrics)" : null;

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var (ours, theirs, ourCpu, theirCpu) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < rounds.Count; i++)
        {
            await using (var cardo = await ServerProcess.Cardo()) await Turn(cardo, rounds.Seconds, ours, ourCpu);
            await using (var victoria = await ServerProcess.Victoria()) await Turn(victoria, rounds.Seconds, theirs, theirCpu);
        }
        return
        [
            new("cardo", "points/s", ours),
            new("VictoriaMetrics", "points/s", theirs),
            new("cardo / VictoriaMetrics", "ratio", [.. ours.Zip(theirs, (a, b) => a / b)], ">= 2"),
            new("cardo CPU a point", "us", ourCpu),
            new("VictoriaMetrics CPU a point", "us", theirCpu),
            new("cardo / VictoriaMetrics, CPU a point", "ratio", [.. ourCpu.Zip(theirCpu, (a, b) => a / b)], "<= 0.5"),
        ];
    }

    static async Task Turn(ServerProcess server, double seconds, List<double> rates, List<double> cpu)
    {
        var bodies = new LineBodies(Connections, Bodies);
        await Post(server, Rounds.WarmSeconds, bodies);
        var before = server.CpuSeconds;
        var load = await Post(server, seconds, bodies);
        if (load.Refused > 0) throw new InvalidOperationException($"{load.Refused} bodies were refused");
        rates.Add(load.PerSecond * bodies.PointsABody);
        cpu.Add((server.CpuSeconds - before) * 1e6 / Math.Max(1, load.Done * bodies.PointsABody));
    }

    static Task<LoadResult> Post(ServerProcess server, double seconds, LineBodies bodies) =>
        HttpLoad.Post(server.Port, "/write?precision=ms", "text/plain", Connections, seconds, (c, _) => bodies.Take(c));
}
