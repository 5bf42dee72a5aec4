using System.Globalization;
using Cardo.Identity;
using Cardo.Kernel;
using Spectre.Console;

namespace Cardo.Server.Commands;

/// <summary>Starts a city and says what its operator needs to know: what came back, where it answers, what is risky.</summary>
internal static class Greeting
{
    /// <summary>Builds the city; a first start that cannot listen leaves no folder behind, which later commands would take for a city.</summary>
    public static Outcome<CityApp> Build(Settings settings) =>
        !Directory.Exists(settings.DataDir) && Ports.Taken(CityApp.Address(settings.Bind), settings) is { } taken ? taken : CityApp.Build(settings);

    public static async Task<bool> Open(CityApp city, Settings settings, CancellationToken cancel)
    {
        // A replay has recovered already: it imports before anybody may look.
        var recovered = city.Recovered ?? city.Recover();
        if (recovered.Records > 0 || recovered.TornBytes > 0)
            Cli.Talk.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Recovered {recovered.Records:N0} records ({recovered.Bytes / 1e6:0.0} MB of log) in {recovered.Seconds:0.00} s{(recovered.TornBytes > 0 ? $"; {recovered.TornBytes} bytes of an unfinished, never acknowledged write were cut off" : "")}."));
        if (Ports.Taken(CityApp.Address(settings.Bind), settings) is { } taken)
        {
            Cli.Say(taken);
            return false;
        }
        try
        {
            await city.Start(cancel);
        }
        catch (IOException e)
        {
            // Somebody took it in between.
            Cli.Say(Refusal.Conflict("port-taken", $"{e.Message} Choose another with --port or --mqtt-port."));
            return false;
        }
        if (settings.TrustLoopback)
            Cli.Talk.MarkupLine("[yellow]Warning:[/] --trust-loopback: every program on this machine may write without a key.");
        Cli.Talk.MarkupLineInterpolated($"[bold]{settings.CityName}[/] is at [link]{city.Url}[/]  (MQTT on port {city.MqttPort}; Ctrl+C stops)");
        if (city.Services.GetRequiredService<OfficerDesk>().FirstLink() is { } link)
        {
            // A passkey belongs to a name, never to a number: so localhost, where the address is this machine's.
            var address = city.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
            Console.Error.WriteLine($"Nobody administers this city yet. Enrol within 24 hours, once: {address}{link.Path}");
        }
        return true;
    }
}
