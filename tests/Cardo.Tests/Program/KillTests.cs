using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Cardo.Sensing.Mqtt;
using Cardo.Tests.Support;

namespace Cardo.Tests.Program;

/// <summary>The real process is killed under load; what it acknowledged is counted against what is there.</summary>
public class KillTests
{
    const int Cycles = 6, Writers = 4, Devices = 8;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_process_is_killed()
    {
        var data = Directory.CreateTempSubdirectory("cardo-kill-").FullName;
        var created = new ConcurrentBag<string>();
        var published = new long[Devices];
        try
        {
            for (var cycle = 0; cycle < Cycles; cycle++)
            {
                await using var cardo = await CardoProcess.Serve(data, "--trust-loopback");
                if (cycle > 0) cardo.Said.ShouldContain("Recovered");
                await Check(cardo, created, published);
                using var stop = new CancellationTokenSource();
                Task[] load =
                [
                    .. Enumerable.Range(0, Writers).Select(w => Create(cardo, $"{cycle}-{w}", created, stop.Token)),
                    .. Enumerable.Range(0, Devices).Select(d => Publish(cardo, d, published, stop.Token)),
                ];
                await Task.Delay(400 + 150 * cycle, TestContext.Current.CancellationToken);
                await cardo.Kill();
                await stop.CancelAsync();
                await Task.WhenAll(load);
            }
            await using var last = await CardoProcess.Serve(data, "--trust-loopback");
            await Check(last, created, published);
            created.Count.ShouldBeGreaterThan(Cycles);
            published.Sum().ShouldBeGreaterThan(Cycles * Devices);
        }
        finally
        {
            Directory.Delete(data, true);
        }
    }

    static async Task Create(CardoProcess cardo, string writer, ConcurrentBag<string> created, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = new Uri(cardo.Url) };
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var id = $"urn:ngsi-ld:Lamp:{writer}-{n}";
            using var body = new StringContent($$"""{"id":"{{id}}","type":"Lamp","power":{"type":"Property","value":{{n}}} }""", Encoding.UTF8, "application/json");
            try
            {
                using var answer = await client.PostAsync("/ngsi-ld/v1/entities", body, stop);
                if (answer.StatusCode == HttpStatusCode.Created) created.Add(id);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                return;
            }
        }
    }

    static async Task Publish(CardoProcess cardo, int device, long[] published, CancellationToken stop)
    {
        var connected = await MqttClient.Connect(new MqttClientOptions("127.0.0.1", cardo.MqttPort) { ClientId = $"kill{device}" }, TimeProvider.System, stop);
        if (!connected.Try(out var client, out _)) return;
        await using (client)
            while (!stop.IsCancellationRequested)
            {
                // One more than the last one acknowledged: each number is its own moment, so that each stands in history.
                var next = published[device] + 1;
                var payload = Encoding.UTF8.GetBytes($$"""{"n":{{next}},"observedAt":"{{DateTime.UnixEpoch.AddSeconds(1_700_000_000 + next):yyyy-MM-dd'T'HH:mm:ss}}Z"}""");
                if (!(await client.Publish($"things/kill{device}/up", payload, 1)).Ok) return;
                published[device] = next;
            }
    }

    static async Task Check(CardoProcess cardo, ConcurrentBag<string> created, long[] published)
    {
        using var client = new HttpClient { BaseAddress = new Uri(cardo.Url) };
        foreach (var id in created)
            using (var answer = await client.GetAsync("/ngsi-ld/v1/entities/" + id)) answer.StatusCode.ShouldBe(HttpStatusCode.OK, id);
        for (var d = 0; d < Devices; d++)
        {
            if (published[d] == 0) continue;
            using var answer = await client.GetAsync($"/ngsi-ld/v1/entities/urn:ngsi-ld:Device:kill{d}?options=keyValues");
            var n = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("n").GetInt64();
            n.ShouldBeGreaterThanOrEqualTo(published[d], $"device {d}");
            published[d] = n;
        }
    }
}
