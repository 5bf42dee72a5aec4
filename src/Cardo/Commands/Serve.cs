using System.CommandLine;
using Cardo.Kernel;

namespace Cardo.Server.Commands;

/// <summary><c>cardo serve</c>: a city from its folder.</summary>
internal static class Serve
{
    public static Command Command()
    {
        var store = new StoreOptions();
        var listen = new ListenOptions();
        var command = new Command("serve", "Serve a city from a folder with a city.yaml.");
        store.AddTo(command);
        listen.AddTo(command);
        command.SetAction((parsed, cancel) => Run(store.Read(parsed, null, listen.Read(parsed)), cancel));
        return command;
    }

    static async Task<int> Run(Outcome<Settings> read, CancellationToken cancel)
    {
        if (!read.Try(out var settings, out var refusal)) return Cli.Say(refusal);
        if (!CityApp.Build(settings).Try(out var city, out refusal)) return Cli.Say(refusal);
        await using (city)
        {
            if (!await Greeting.Open(city, settings, cancel)) return Cli.Refused;
            await city.Web.WaitForShutdownAsync(cancel);
        }
        return Cli.Ok;
    }
}
