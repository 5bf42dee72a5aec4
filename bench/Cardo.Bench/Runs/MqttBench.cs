using System.Globalization;
using Cardo.Bench.Load;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>QoS 1 messages acknowledged a second: Cardo after fdatasync, mosquitto without any sync.</summary>
internal sealed class MqttBench : IBench
{
    const int Connections = 200, Window = 64;

    public string Name => "mqtt";

    public string What => "MQTT QoS 1 messages/s at 200 connections, acknowledged after fdatasync, against mosquitto (never syncs)";

    public string? Missing() => ServerProcess.MosquittoPath() is null ? "mosquitto (apt-get install mosquitto)" : null;

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var (ours, theirs, ourCpu, theirCpu) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < rounds.Count; i++)
        {
            await using (var cardo = await ServerProcess.Cardo())
            {
                await Load(cardo, 1);
                Note(await Measured(cardo, rounds.Seconds), ours, ourCpu);
            }
            await using (var mosquitto = await ServerProcess.Mosquitto())
                Note(await Measured(mosquitto, rounds.Seconds), theirs, theirCpu);
        }
        return
        [
            new("cardo", "messages/s", ours),
            new("mosquitto", "messages/s", theirs),
            new("cardo / mosquitto", "ratio", [.. ours.Zip(theirs, (a, b) => a / b)], ">= 2 (next step)"),
            new("cardo CPU a message", "us", ourCpu),
            new("mosquitto CPU a message", "us", theirCpu),
        ];
    }

    static void Note((double PerSecond, double CpuUs) measured, List<double> rates, List<double> cpu)
    {
        rates.Add(measured.PerSecond);
        cpu.Add(measured.CpuUs);
    }

    static async Task<(double PerSecond, double CpuUs)> Measured(ServerProcess server, double seconds)
    {
        var before = server.CpuSeconds;
        var load = await Load(server, seconds);
        return (load.PerSecond, (server.CpuSeconds - before) * 1e6 / Math.Max(1, load.Done));
    }

    static Task<LoadResult> Load(ServerProcess server, double seconds)
    {
        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return MqttLoad.Publish(server.MqttPort, Connections, Window, seconds, c => $"things/bench{c}/up",
            (c, n) => string.Create(CultureInfo.InvariantCulture, $"{{\"temperature\":{20 + (n + c) % 100 * 0.1:0.0},\"observedAt\":{start + n}}}"));
    }
}
