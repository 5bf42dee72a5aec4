using Cardo.Kernel;
using Cardo.Server;
using Cardo.Tests.Support;
using Cardo.Traffic.Cabinets;
using Cardo.Traffic.Cabinets.Simulated;
using Cardo.Traffic.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Traffic.Cabinets;

/// <summary>A city that runs its own signals: one simulated cabinet with traffic, one that does not answer, one profile full of faults.</summary>
sealed class CabinetCity : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("cardo-cabinets-").FullName;
    Timer pulse = null!;

    public CabinetAgent Agent { get; private set; } = null!;

    public CityApp App { get; private set; } = null!;

    public async ValueTask Begin()
    {
        var profile = ReadCabinet.Parse("hill-mill", CabinetBench.Junction, ("public", null)).Value;
        Agent = new CabinetAgent(profile, new DualRing(profile) { Recall = OrderPhases.Bits([2, 6]) });
        var traffic = new SimulatedTraffic(profile, Agent, 600, 3);
        pulse = new Timer(_ =>
        {
            lock (Agent.Gate)
            {
                traffic.Tick(0.1);
                Agent.Unit.Tick(0.1);
            }
        }, null, 0, 100);
        var controllers = Directory.CreateDirectory(Path.Combine(folder, "city", "traffic", "controllers")).FullName;
        var yaml = CabinetBench.Junction.Replace("127.0.0.1:1", Agent.Address.ToString());
        await File.WriteAllTextAsync(Path.Combine(controllers, "hill-mill.yaml"), yaml);
        // Nobody listens on the port that agents have: the line to this one is dead.
        await File.WriteAllTextAsync(Path.Combine(controllers, "far.yaml"), yaml.Replace(Agent.Address.ToString(), "127.0.0.2:9").Replace("-83.05", "-83.04").Replace("Hill Boulevard", "Far Road"));
        await File.WriteAllTextAsync(Path.Combine(controllers, "bad.yaml"), "address: here");
        App = await Start("controllers");
        await Seen();
    }

    /// <summary>Waits for its first second: before it there is no signal to look at, and none that could be left to its own plan.</summary>
    async Task Seen()
    {
        await Eventually.Until(() => App.Services.GetRequiredService<TrafficBoard>().Now is not null);
    }

    /// <summary>Ends the city and starts it anew.</summary>
    public async Task Again(string live)
    {
        await App.DisposeAsync();
        App = await Start(live);
    }

    async Task<CityApp> Start(string live)
    {
        var settings = new Settings(new Dictionary<string, string> { ["traffic.live"] = live, ["traffic.control"] = "true" }) { DataDir = Path.Combine(folder, "data"), Store = "sqlite:" + Path.Combine(folder, "data", "city.db"), Port = 0, MqttPort = 0, CityDir = Path.Combine(folder, "city"), TrustLoopback = true };
        Directory.CreateDirectory(settings.DataDir);
        var made = CityApp.Build(settings).Value;
        await made.Start();
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await pulse.DisposeAsync();
        Agent.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
