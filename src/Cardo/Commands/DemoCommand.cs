using System.CommandLine;
using System.Globalization;
using System.Net;
using Cardo.Kernel;
using Cardo.Server.Demo;
using Spectre.Console;

namespace Cardo.Server.Commands;

/// <summary><c>cardo demo</c>: an invented city with two thousand devices that speak MQTT, alive in one command.</summary>
internal static class DemoCommand
{
    static readonly TimeSpan beat = TimeSpan.FromSeconds(60);

    public static Command Command()
    {
        var store = new StoreOptions();
        var listen = new ListenOptions();
        var command = new Command("demo", "Serve an invented city whose devices are simulated; they speak MQTT to it.");
        store.AddTo(command);
        listen.AddTo(command);
        command.Add(DemoNetwork.Command(Folder));
        command.SetAction((parsed, cancel) => Run(store.Read(parsed, Folder(), listen.Read(parsed)), cancel));
        return command;
    }

    /// <summary>The demo's folder in a checkout, else the one that travels with the program.</summary>
    static string Folder() => Directory.Exists("cities/demo") ? "cities/demo" : Path.Combine(AppContext.BaseDirectory, "cities", "demo");

    static async Task<int> Run(Outcome<Settings> read, CancellationToken cancel)
    {
        if (!read.Try(out var settings, out var refusal)) return Cli.Say(refusal);
        if (!Greeting.Build(settings).Try(out var city, out refusal)) return Cli.Say(refusal);
        await using (city)
        {
            // The page first: the city appears on it a moment later.
            if (!await Greeting.Open(city, settings, cancel)) return Cli.Refused;
            if (!DemoMode.Of(city, settings).Try(out var demo, out refusal)) return Cli.Say(refusal);
            if (!(await demo.Found()).Try(out _, out refusal)) return Cli.Say(refusal);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var living = Live(demo, new IPEndPoint(Address(settings.Bind), city.MqttPort), city.Services.GetRequiredService<TimeProvider>(), stop.Token);
            await city.Web.WaitForShutdownAsync(cancel);
            await stop.CancelAsync();
            await living;
        }
        return Cli.Ok;
    }

    static async Task Live(DemoMode demo, EndPoint mqtt, TimeProvider clock, CancellationToken cancel)
    {
        try
        {
            var speaking = demo.Live(mqtt, cancel);
            if (demo.FirstStart) await FillPast(demo, cancel);
            Cli.Talk.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{demo.Devices.Count:N0} devices are coming alive."));
            await Task.WhenAny(speaking, Task.Delay(beat, clock, cancel));
            if (!speaking.IsCompleted && demo.Simulator is { } devices)
                Cli.Talk.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{devices.Connected:N0} devices are connected, {devices.Sent:N0} messages so far."));
            if (!(await speaking).Try(out _, out var refusal)) Cli.Say(refusal);
        }
        catch (OperationCanceledException)
        {
            // Stopped by hand.
        }
    }

    static async Task FillPast(DemoMode demo, CancellationToken cancel)
    {
        if (!Cli.Talk.Profile.Capabilities.Interactive || Console.IsErrorRedirected)
        {
            Cli.Talk.WriteLine("Drawing the past day ...");
            await demo.FillPast(null, cancel);
            return;
        }
        await Cli.Talk.Progress().StartAsync(async context =>
        {
            var task = context.AddTask("Drawing the past day", maxValue: 1);
            await demo.FillPast(share => task.Value = share, cancel);
        });
    }

    static IPAddress Address(string bind) => IPAddress.TryParse(bind, out var ip) && !ip.Equals(IPAddress.Any) ? ip : IPAddress.Loopback;
}
