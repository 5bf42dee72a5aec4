using System.Text;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Program;

/// <summary>The whole city, composed as it is served, on both engines.</summary>
public class CityTests
{
    static Settings Settings(Engine engine, string folder) => new(new Dictionary<string, string>())
    {
        DataDir = folder,
        Store = engine == Engine.Sqlite ? "sqlite:city.db" : PostgresServer.NewDatabase(),
        Port = 0,
        MqttPort = 0,
        TrustLoopback = true,
    };

    static async Task<(CityApp City, HttpClient Http)> Open(Settings settings)
    {
        var city = CityApp.Build(settings).Value;
        await city.Start(TestContext.Current.CancellationToken);
        return (city, new HttpClient { BaseAddress = new Uri(city.Url) });
    }

    [Fact]
    public async Task The_free_ports_that_were_taken_are_told()
    {
        var (city, http) = await Open(Settings(Engine.Sqlite, Directory.CreateTempSubdirectory("cardo-ports-").FullName));
        await using (city)
        using (http)
        {
            (await http.GetStringAsync("/health", TestContext.Current.CancellationToken)).ShouldContain("ok");
            city.MqttPort.ShouldNotBeOneOf(0, http.BaseAddress!.Port);
            using var device = new System.Net.Sockets.TcpClient();
            await device.ConnectAsync(System.Net.IPAddress.Loopback, city.MqttPort, TestContext.Current.CancellationToken);
            // A connection of MQTT 5 without a name and a key: an MQTT broker answers with a CONNACK.
            await device.GetStream().WriteAsync(new byte[] { 0x10, 13, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 5, 2, 0, 10, 0, 0, 0 }, TestContext.Current.CancellationToken);
            (await device.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken)).ShouldBe(1);
        }
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_whole_city_lives_on_either_engine(Engine engine)
    {
        var cancel = TestContext.Current.CancellationToken;
        var settings = Settings(engine, Directory.CreateTempSubdirectory("cardo-city-").FullName);
        for (var round = 1; round <= 3; round++)
        {
            var (city, http) = await Open(settings);
            await using (city)
            using (http)
            {
                using var body = new StringContent($$"""{"id":"urn:ngsi-ld:Lamp:{{round}}","type":"Lamp","power":{"type":"Property","value":{{round}} } }""", Encoding.UTF8, "application/json");
                ((int)(await http.PostAsync("/ngsi-ld/v1/entities", body, cancel)).StatusCode).ShouldBe(201);
                using var line = new StringContent($"weather,station=s1 temperature={round}.5 {1_700_000_000 + round}000000000");
                ((int)(await http.PostAsync("/write", line, cancel)).StatusCode).ShouldBe(204);
                using var all = JsonDocument.Parse(await http.GetStringAsync("/ngsi-ld/v1/entities?type=Lamp", cancel));
                all.RootElement.GetArrayLength().ShouldBe(round);
                (await http.GetStringAsync("/", cancel)).ShouldContain("<main");
            }
        }
    }

    [Fact]
    public async Task Machines_are_told_health_metrics_and_interface()
    {
        var cancel = TestContext.Current.CancellationToken;
        var (city, http) = await Open(Settings(Engine.Sqlite, Directory.CreateTempSubdirectory("cardo-city-").FullName));
        await using (city)
        using (http)
        {
            using var health = JsonDocument.Parse(await http.GetStringAsync("/health", cancel));
            health.RootElement.GetProperty("status").GetString().ShouldBe("ok");
            using var api = JsonDocument.Parse(await http.GetStringAsync("/openapi.json", cancel));
            api.RootElement.GetProperty("openapi").GetString().ShouldBe("3.1.0");
            var create = api.RootElement.GetProperty("paths").GetProperty("/ngsi-ld/v1/entities").GetProperty("post");
            create.GetProperty("security")[0].GetProperty("key")[0].GetString().ShouldBe("twin:write");
            var metrics = await http.GetStringAsync("/metrics", cancel);
            foreach (var line in metrics.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#'))
                line.ShouldMatch("""^[a-zA-Z_][a-zA-Z0-9_]*(\{([a-zA-Z_]+="([^"\\]|\\.)*",?)*\})? (NaN|[-+]?(Infinity|[0-9.eE+-]+))$""");
            metrics.ShouldContain("dotnet_gc_");
        }
    }
}
