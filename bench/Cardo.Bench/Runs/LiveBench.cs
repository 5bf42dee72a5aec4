using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cardo.Bench.Peers;
using Cardo.Sensing.Mqtt;

namespace Cardo.Bench.Runs;

/// <summary>
/// From the moment a device says what it saw to the moment a viewer of the map holds it: 5,000 observations a second
/// over MQTT (QoS 1, so durable first), read from the server-sent events that the map reads. One viewer, then 500, whose
/// cost in the server is set beside it. The viewer is a program that reads what the browser reads; drawing is not in it.
/// </summary>
internal sealed class LiveBench : IBench
{
    const int Devices = 200, PerSecond = 5_000, Crowd = 500;

    public string Name => "live";

    public string What => "publish to viewer at 5,000 observations/s over MQTT QoS 1: delay, and what 500 viewers cost";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var (p50, p99, cpu1, cpu500, sent) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < rounds.Count; i++)
        {
            await using var cardo = await ServerProcess.Cardo();
            await Place(cardo);
            await Turn(cardo, 1, 2);
            var one = await Turn(cardo, 1, rounds.Seconds);
            var many = await Turn(cardo, Crowd, rounds.Seconds);
            p50.Add(one.P50Ms);
            p99.Add(one.P99Ms);
            cpu1.Add(one.Cpu);
            cpu500.Add(many.Cpu);
            sent.Add(one.PerSecond);
        }
        return
        [
            new("observations sent", "/s", sent),
            new("publish to viewer, p50", "ms", p50),
            new("publish to viewer, p99", "ms", p99, "< 250 ms"),
            new("server CPU, 1 viewer", "cores", cpu1),
            new("server CPU, 500 viewers", "cores", cpu500),
        ];
    }

    static async Task Place(ServerProcess cardo)
    {
        for (var d = 0; d < Devices; d++)
        {
            var body = Encoding.UTF8.GetBytes($$$"""{"id":"urn:ngsi-ld:Device:live{{{d}}}","type":"Device","location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[120.2{{{d:000}}},22.9]}},"temperature":{"type":"Property","value":1}}""");
            using var client = new HttpClient();
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            (await client.PostAsync($"http://127.0.0.1:{cardo.Port}/ngsi-ld/v1/entities", content)).EnsureSuccessStatusCode();
        }
    }

    static async Task<(double P50Ms, double P99Ms, double Cpu, double PerSecond)> Turn(ServerProcess cardo, int viewers, double seconds)
    {
        using var stop = new CancellationTokenSource();
        var delays = new List<double>();
        var watching = Enumerable.Range(0, viewers).Select(v => Watch(cardo.Port, v == 0 ? delays : null, stop.Token)).ToArray();
        await Task.Delay(500, CancellationToken.None);
        var (cpu, clock) = (cardo.CpuSeconds, Stopwatch.StartNew());
        var sent = (await Task.WhenAll(Enumerable.Range(0, Devices).Select(d => Send(cardo.MqttPort, d, seconds)))).Sum();
        var elapsed = clock.Elapsed.TotalSeconds;
        cpu = (cardo.CpuSeconds - cpu) / elapsed;
        await stop.CancelAsync();
        await Task.WhenAll(watching);
        delays.Sort();
        return delays.Count == 0 ? (double.NaN, double.NaN, cpu, 0) : (delays[delays.Count / 2], delays[(int)(delays.Count * 0.99)], cpu, sent / elapsed);
    }

    static async Task<long> Send(int port, int device, double seconds)
    {
        var connected = await MqttClient.Connect(new MqttClientOptions("127.0.0.1", port) { ClientId = $"live{device}" }, TimeProvider.System);
        await using var client = connected.Value;
        var (clock, every) = (Stopwatch.StartNew(), (double)Devices / PerSecond);
        long n = 0;
        for (var next = device * every / Devices; next < seconds; next += every, n++)
        {
            var wait = next - clock.Elapsed.TotalSeconds;
            if (wait > 0) await Task.Delay(TimeSpan.FromSeconds(wait));
            var payload = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"temperature\":{n % 400 * 0.1:0.0},\"observedAt\":\"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss.ffffff}Z\"}}"));
            _ = client.Publish($"things/live{device}/up", payload, 1);
        }
        await Task.Delay(300);
        return n;
    }

    /// <summary>Reads the map's events; notes how old each value is when it arrives. Waits for nothing when nobody asks.</summary>
    static async Task Watch(int port, List<double>? delays, CancellationToken stop)
    {
        try
        {
            using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            using var answer = await client.GetAsync($"http://127.0.0.1:{port}/live", HttpCompletionOption.ResponseHeadersRead, stop);
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(stop));
            while (await lines.ReadLineAsync(stop) is { } line)
                if (delays is not null && line.StartsWith("data: ", StringComparison.Ordinal)) Note(line.AsMemory(6), delays);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
        {
            // The turn is over.
        }
    }

    static void Note(ReadOnlyMemory<char> frame, List<double> delays)
    {
        var now = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;
        using var json = JsonDocument.Parse(frame);
        if (!json.RootElement.TryGetProperty("u", out var updates)) return;
        // [index, value, observed at (ms), heard at (ms), ...]
        foreach (var update in updates.EnumerateArray())
            if (update[2].ValueKind == JsonValueKind.Number) delays.Add(now - update[2].GetDouble());
    }
}
