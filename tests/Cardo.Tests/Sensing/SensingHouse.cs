using System.Text;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Sensing;
using Cardo.Server;
using Cardo.Tests.Support;
using Cardo.Twin;
using Microsoft.Extensions.DependencyInjection;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Sensing;

/// <summary>A whole city over a fresh store, with its real HTTP listener, on a clock driven by hand.</summary>
sealed class SensingHouse : IAsyncDisposable
{
    readonly bool keep;

    SensingHouse(CityApp city, string folder, HandClock clock, bool keep) => (City, Folder, Clock, this.keep) = (city, folder, clock, keep);

    public CityApp City { get; }
    public string Folder { get; }
    public HandClock Clock { get; }
    public TwinDesk Twin => City.Services.GetRequiredService<TwinDesk>();
    public ThingDesk Things => City.Services.GetRequiredService<ThingDesk>();
    public DeviceDesk Devices => City.Services.GetRequiredService<DeviceDesk>();
    public IngestDesk Ingest => City.Services.GetRequiredService<IngestDesk>();
    public KeyDesk Keys => City.Services.GetRequiredService<KeyDesk>();
    internal IMqttPolicy Policy => City.Services.GetRequiredService<IMqttPolicy>();

    /// <param name="files">files of the city's folder, by path</param>
    /// <param name="settings">dotted keys</param>
    public static async Task<SensingHouse> Open(Dictionary<string, string>? files = null, Dictionary<string, string>? settings = null, bool trustLoopback = false, string? folder = null, string? store = null, bool keep = false)
    {
        folder ??= Directory.CreateTempSubdirectory("cardo-sensing-").FullName;
        foreach (var (path, text) in files ?? [])
        {
            var file = Path.Combine(folder, "city", path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }
        var clock = new HandClock(new DateTimeOffset(2018, 8, 23, 10, 0, 0, TimeSpan.Zero));
        var city = CityApp.Build(new Settings(settings ?? [])
        {
            DataDir = Path.Combine(folder, "data"),
            Store = store ?? "sqlite:city.db",
            CityDir = Path.Combine(folder, "city"),
            Port = 0,
            MqttPort = 0,
            TrustLoopback = trustLoopback,
        }, clock).Value;
        await city.Start();
        return new SensingHouse(city, folder, clock, keep);
    }

    public HttpClient Client(string? key = null)
    {
        // A client that asks before it sends waits for the answer, however busy the machine is: after the usual second it would send all the same.
        var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = new Uri(City.Url) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    public string Token(params string[] scopes) => Keys.Issue(new KeyRequest(KeyKind.Token, "test", "test", scopes)).Value.Secret;

    public string Device(string id) => Devices.Add(new Thing(id), "test").Value.Key;

    public Attribute? Attribute(string device, string name, string type = "Device") =>
        Twin.Find("", $"urn:ngsi-ld:{type}:{device}")?.Find(Names.Default(name));

    public double? Number(string device, string name) => Attribute(device, name)?.Value.Number;

    internal async Task<Outcome<MqttPrincipal>> Login(string? user, string password, string address = "127.0.0.1") =>
        await Policy.Authenticate(new MqttLogin("client", user, Encoding.UTF8.GetBytes(password), false, new(System.Net.IPAddress.Parse(address), 4711)));

    internal async Task<MqttVerdict> Publish(MqttPrincipal who, string topic, string payload) =>
        await Policy.Publish(who, new MqttMessage(topic, Encoding.UTF8.GetBytes(payload), 1, false, Clock.NowUs()));

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        if (!keep) Directory.Delete(Folder, recursive: true);
    }
}
