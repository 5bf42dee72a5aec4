using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>Questions to a city with a past: statistics of a long history, every sensor's last value, a place and a threshold.</summary>
internal sealed class TemporalBench : IBench
{
    const int Instances = 100_000, Sensors = 50_000, Size = 10_000, Asked = 60;

    public string Name => "temporal";

    public string What => "NGSI-LD over HTTP: statistics of 100,000 instances of one attribute, the last value of 50,000 sensors, a box and a threshold";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        await using var server = await ServerProcess.Cardo();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}/ngsi-ld/v1/") };
        await Fill(client);
        const string history = "temporal/entities/urn:ngsi-ld:Gauge:1?attrs=level&options=aggregatedValues";
        return
        [
            .. await Time(client, "statistics of 100,000 instances by the hour", $"{history}&aggrMethods=avg,min,max&aggrPeriodDuration=PT1H", "< 100 ms"),
            .. await Time(client, "the same as one figure", $"{history}&aggrMethods=avg,min,max,sum,stddev,totalCount&aggrPeriodDuration=PT0S", "< 100 ms"),
            .. await Time(client, "the last value of 50,000 sensors", $"entities?type=AirQualityObserved&attrs=pm25&options=keyValues&limit={Sensors}", "< 100 ms"),
            .. await Time(client, "box and threshold of 50,000", "entities?type=AirQualityObserved&q=pm25>75&georel=within&geometry=Polygon&coordinates=[[[120.1,23.0],[120.12,23.0],[120.12,23.02],[120.1,23.02],[120.1,23.0]]]&limit=1000", "< 1 ms in process"),
            .. await Time(client, "threshold of 50,000, whole city", "entities?type=AirQualityObserved&q=pm25>99.5&limit=1000"),
            .. await Time(client, "number of a type", "entities?type=AirQualityObserved&limit=0&count=true"),
        ];
    }

    static async Task Fill(HttpClient client)
    {
        await Post(client, "entityOperations/create", """[{"id":"urn:ngsi-ld:Gauge:1","type":"Gauge","level":{"type":"Property","value":0,"observedAt":"2018-01-01T00:00:00Z"}}]""");
        var first = new DateTime(2018, 1, 1, 0, 1, 0, DateTimeKind.Utc);
        for (var at = 0; at < Instances; at += Size)
            await Post(client, "temporal/entities/urn:ngsi-ld:Gauge:1/attrs", "{\"level\":[" + string.Join(',', Enumerable.Range(at, Size).Select(i => string.Create(CultureInfo.InvariantCulture,
                $$"""{"type":"Property","value":{{2 + Math.Sin(i * 0.001):0.00}},"observedAt":"{{first.AddMinutes(i):yyyy-MM-ddTHH:mm:ssZ}}"}"""))) + "]}");
        for (var at = 0; at < Sensors; at += Size)
            await Post(client, "entityOperations/create", "[" + string.Join(',', Enumerable.Range(at, Size).Select(i => string.Create(CultureInfo.InvariantCulture,
                $$$$"""{"id":"urn:ngsi-ld:Air:{{{{i}}}}","type":"AirQualityObserved","pm25":{"type":"Property","value":{{{{i * 0.6180339887 % 1 * 100:0.0}}}},"observedAt":"2018-08-23T10:00:00Z"},"location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[{{{{120.1 + i * 0.7548776662 % 1 * 0.25:0.#####}}}},{{{{22.9 + i * 0.5698402909 % 1 * 0.2:0.#####}}}}]}}}"""))) + "]");
    }

    static async Task Post(HttpClient client, string path, string json)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        body.Headers.ContentType = new("application/json");
        using var answer = await client.PostAsync(path, body);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    static async Task<IReadOnlyList<Figure>> Time(HttpClient client, string name, string path, string? asked = null)
    {
        var times = new List<double>();
        for (var i = -20; i < Asked; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var answer = await client.GetByteArrayAsync(path);
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (answer.Length < 2) throw new InvalidOperationException(path);
        }
        times.Sort();
        return [new($"{name}, p50", "ms", [times[Asked / 2]]), new($"{name}, p95", "ms", [times[Asked * 95 / 100]], asked)];
    }
}
