using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cardo.Sensing.Mqtt;

namespace Cardo.Bench.FaultLab;

/// <summary>
/// Everything that can be acknowledged, at once: MQTT QoS 1, NGSI-LD, line protocol, and journal entries beside the
/// running city. Each writer notes what was acknowledged, and goes on until it is stopped or the city is gone.
/// </summary>
public sealed class Load : IAsyncDisposable
{
    const int Devices = 6, Creators = 3, Liners = 2, LinesABody = 20;

    /// <summary>2023-11-14T22:13:20Z: number n is observed n seconds later.</summary>
    public const long Epoch_s = 1_700_000_000;

    readonly CancellationTokenSource stop = new();
    readonly Ledger ledger;
    readonly Task[] writers;

    Load(int port, int mqttPort, Ledger ledger, bool again)
    {
        this.ledger = ledger;
        writers =
        [
            .. Enumerable.Range(0, Devices).Select(d => Task.Run(() => Until(() => Publish(mqttPort, d), again))),
            .. Enumerable.Range(0, Creators).Select(c => Task.Run(() => Until(() => Create(port, c), again))),
            .. Enumerable.Range(0, Liners).Select(l => Task.Run(() => Until(() => Lines(port, l), again))),
        ];
    }

    /// <param name="again">whether writers connect again when a connection breaks (a bad network) or end (a dead city)</param>
    public static Load On(int port, int mqttPort, Ledger ledger, bool again = false) => new(port, mqttPort, ledger, again);

    async Task Until(Func<Task> write, bool again)
    {
        do
        {
            try
            {
                await write();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or System.Net.Sockets.SocketException or ObjectDisposedException)
            {
                // The connection is gone: what was not acknowledged was not acknowledged.
            }
            if (again && !stop.IsCancellationRequested) await Task.Delay(20);
        }
        while (again && !stop.IsCancellationRequested);
    }

    async Task Publish(int port, int device)
    {
        var connected = await MqttClient.Connect(new MqttClientOptions("127.0.0.1", port) { ClientId = $"fault{device}", Timeout = TimeSpan.FromSeconds(5) }, TimeProvider.System, stop.Token);
        if (!connected.Try(out var client, out _)) return;
        await using (client)
            while (!stop.IsCancellationRequested)
            {
                var source = $"mqtt/fault{device}";
                var (n, sentAt) = (ledger.Next(source), Stopwatch.GetTimestamp());
                var payload = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"n\":{n},\"observedAt\":\"{DateTime.UnixEpoch.AddSeconds(Epoch_s + n):yyyy-MM-dd'T'HH:mm:ss}Z\"}}"));
                var answer = await client.Publish($"things/fault{device}/up", payload, 1);
                if (!answer.Try(out var ack, out _)) return;
                if (ack is Standards.Mqtt.Ack { Code: >= Standards.Mqtt.ReasonCode.UnspecifiedError }) ledger.Refuse();
                else ledger.Kept(source, n, sentAt);
            }
    }

    static HttpClient Client(int port) => new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };

    async Task Create(int port, int creator)
    {
        using var client = Client(port);
        while (!stop.IsCancellationRequested)
        {
            var source = $"entity/{creator}";
            var (n, sentAt) = (ledger.Next(source), Stopwatch.GetTimestamp());
            using var body = new StringContent($$"""{"id":"urn:ngsi-ld:Lamp:{{creator}}-{{n}}","type":"Lamp","power":{"type":"Property","value":{{n}}} }""", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync("/ngsi-ld/v1/entities", body, stop.Token);
            if ((int)answer.StatusCode == 201) ledger.Kept(source, n, sentAt);
            else ledger.Refuse();
        }
    }

    async Task Lines(int port, int liner)
    {
        using var client = Client(port);
        while (!stop.IsCancellationRequested)
        {
            var source = $"line/line{liner}";
            var sentAt = Stopwatch.GetTimestamp();
            var numbers = Enumerable.Range(0, LinesABody).Select(_ => ledger.Next(source)).ToArray();
            using var body = new StringContent(string.Concat(numbers.Select(n => string.Create(CultureInfo.InvariantCulture, $"weather,id=line{liner} n={n} {Epoch_s + n}\n"))));
            using var answer = await client.PostAsync("/write?precision=s", body, stop.Token);
            if ((int)answer.StatusCode == 204)
                foreach (var n in numbers) ledger.Kept(source, n, sentAt);
            else ledger.Refuse();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        stop.Dispose();
    }
}
