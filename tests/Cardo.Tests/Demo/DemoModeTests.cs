using System.Net;
using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Server;
using Cardo.Server.Demo;
using Cardo.Standards.NgsiLd;
using Cardo.Tests.Support;
using Cardo.Twin;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Demo;

public sealed class DemoModeTests : IDisposable
{
    readonly string data = Directory.CreateTempSubdirectory("cardo-demo-").FullName;
    readonly int mqttPort = LoopbackPort.Free();

    public void Dispose() => Directory.Delete(data, true);

    async Task<CityApp> Start()
    {
        var settings = SettingsReader.Read(Path.Combine(Repository.Root, "cities/demo"), new Dictionary<string, string?>
        {
            ["data_dir"] = data,
            ["port"] = "0",
            ["mqtt_port"] = $"{mqttPort}",
            ["packs_dir"] = Path.Combine(Repository.Root, "packs"),
            ["demo.devices"] = "60",
            ["demo.history_hours"] = "3",
        }).Value;
        var city = CityApp.Build(settings).Value;
        await city.Start();
        return city;
    }

    // What a device says of itself (units, quality) comes with its first message; which devices speak first is the machine's affair.
    async Task<DemoMode> Live(CityApp city, Func<DemoMode, bool> enough)
    {
        var demo = DemoMode.Of(city, city.Services.GetRequiredService<Cardo.Kernel.Settings>()).Value;
        (await demo.Found()).Ok.ShouldBeTrue();
        await demo.FillPast(null, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var living = demo.Live(new IPEndPoint(IPAddress.Loopback, mqttPort), stop.Token);
        for (var i = 0; i < 600 && !living.IsCompleted && !enough(demo); i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        enough(demo).ShouldBeTrue("the devices stayed silent for a minute");
        await stop.CancelAsync();
        (await living).Ok.ShouldBeTrue();
        return demo;
    }

    static bool Metered(Entity lamp) => lamp.Find(Names.Default("powerConsumption")) is { UnitCode: "WTT" };

    [Fact]
    public async Task The_city_is_founded_once_its_past_is_drawn_and_its_devices_speak()
    {
        var keys = "";
        await using (var city = await Start())
        {
            var twin = city.Services.GetRequiredService<TwinDesk>();
            var demo = await Live(city, _ => twin.OfType("", Names.Default("Streetlight")).Count(Metered) > 10);
            demo.FirstStart.ShouldBeTrue();
            demo.Simulator!.Sent.ShouldBeGreaterThan(10);
            var lamps = twin.OfType("", Names.Default("Streetlight")).ToList();
            var history = twin.History("", lamps[0].Id, Names.Default("powerConsumption"))!;
            history.Range(0, long.MaxValue, 100).Count.ShouldBeGreaterThan(5);
            city.Services.GetRequiredService<RulesDesk>().Rules.Count.ShouldBeGreaterThan(10);
            city.Services.GetRequiredService<RulesDesk>().Faults.ShouldBeEmpty();
            keys = await File.ReadAllTextAsync(Path.Combine(data, "demo-keys"), TestContext.Current.CancellationToken);
            if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Path.Combine(data, "demo-keys")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        await using (var city = await Start())
        {
            var demo = await Live(city, d => d.Simulator is { Sent: >= 20 });
            demo.FirstStart.ShouldBeFalse();
            (await File.ReadAllTextAsync(Path.Combine(data, "demo-keys"), TestContext.Current.CancellationToken)).ShouldBe(keys);
        }
    }
}
