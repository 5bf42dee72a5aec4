using Cardo.Bench.Load;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>More than the city can take, over HTTP and MQTT at once: what it says to the senders, and what its memory does.</summary>
internal sealed class FloodBench : IBench
{
    const int HttpConnections = 100, MqttConnections = 100, Window = 256, Bodies = 12;
    const double Seconds = 30;

    public string Name => "flood";

    public string What => "30 s of more than it can take, line protocol at 100 connections and MQTT QoS 1 at 100: taken, refused with 429, resident memory";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        await using var cardo = await ServerProcess.Cardo();
        var bodies = new LineBodies(HttpConnections, Bodies);
        // Things and series are made first: they are the city's size, not the flood's.
        await HttpLoad.Post(cardo.Port, "/write?precision=ms", "text/plain", HttpConnections, 5, (c, _) => bodies.Take(c));
        var memory = new List<double>();
        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var flood = Task.WhenAll(
            HttpLoad.Post(cardo.Port, "/write?precision=ms", "text/plain", HttpConnections, Seconds, (c, _) => bodies.Take(c)),
            MqttLoad.Publish(cardo.MqttPort, MqttConnections, Window, Seconds, c => $"things/flood{c}/up", (c, n) => $"{{\"temperature\":{20 + (n + c) % 100},\"observedAt\":{start + n}}}"));
        while (!flood.IsCompleted)
        {
            memory.Add(cardo.ResidentMb);
            await Task.Delay(250, cancel);
        }
        var load = await flood;
        var (first, last) = (memory.Take(memory.Count / 3).Max(), memory.Skip(memory.Count * 2 / 3).Max());
        return
        [
            new("points taken by HTTP", "/s", [load[0].PerSecond * bodies.PointsABody]),
            new("bodies refused with 429", "bodies", [load[0].Refused]),
            new("messages taken by MQTT", "/s", [load[1].PerSecond]),
            new("resident memory", "MB", memory),
            new("most memory, last third / first third", "ratio", [last / first], "about 1: flat"),
        ];
    }
}
