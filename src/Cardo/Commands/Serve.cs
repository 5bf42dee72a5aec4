using System.CommandLine;
using System.Globalization;
using Cardo.Cases;
using Cardo.Kernel;
using Cardo.Sensing;

namespace Cardo.Server.Commands;

/// <summary><c>cardo serve</c>: a city from its folder, now or as it was.</summary>
internal static class Serve
{
    public static Command Command()
    {
        var store = new StoreOptions();
        var listen = new ListenOptions();
        var replay = new Option<string?>("--replay") { Description = "live again from this day of the city's recorded data (2018-08-22 or 2018-08-22T06:30, in the city's time)" };
        var speed = new Option<double>("--speed") { Description = "how many times as fast as life a replay runs", DefaultValueFactory = _ => 1 };
        var from = new Option<string?>("--from") { Description = "folder with the city's files (default: what city.yaml says under data)" };
        var command = new Command("serve", "Serve a city from a folder with a city.yaml.") { replay, speed, from };
        store.AddTo(command);
        listen.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var read = store.Read(parsed, null, listen.Read(parsed));
            return parsed.GetValue(replay) is { } day ? Replay(read, day, parsed.GetValue(speed), parsed.GetValue(from), cancel) : Run(read, cancel);
        });
        return command;
    }

    static async Task<int> Run(Outcome<Settings> read, CancellationToken cancel)
    {
        if (!read.Try(out var settings, out var refusal)) return Cli.Say(refusal);
        if (!Greeting.Build(settings).Try(out var city, out refusal)) return Cli.Say(refusal);
        await using (city)
        {
            if (!await Greeting.Open(city, settings, cancel)) return Cli.Refused;
            await city.Web.WaitForShutdownAsync(cancel);
        }
        return Cli.Ok;
    }

    // A replay has a folder of its own: a city that has seen the past must not be mistaken for the one that lives.
    static async Task<int> Replay(Outcome<Settings> read, string day, double speed, string? from, CancellationToken cancel)
    {
        if (!read.Try(out var settings, out var refusal)) return Cli.Say(refusal);
        if (settings.CityDir is null) return Cli.Say(Refusal.Bad("no-city", "A replay needs a city with recorded data: --city FOLDER."));
        if (!ReplayDesk.Clock(settings, day, speed, TimeProvider.System).Try(out var clock, out refusal)) return Cli.Say(refusal);
        if (!ReplayDesk.FreshFolder(settings.DataDir).Try(out var folder, out refusal)) return Cli.Say(refusal);
        settings = settings.KeptIn(folder);
        if (!CityApp.Build(settings, clock).Try(out var city, out refusal)) return Cli.Say(refusal);
        await using (city)
        {
            city.Recover();
            using var desk = new ReplayDesk(city.Services.GetRequiredService<Twin.TwinDesk>(), city.Services.GetRequiredService<ImportDesk>(), settings, clock);
            var prepared = await Bars.Show(progress => desk.Prepare(from, progress, cancel).AsTask());
            if (!prepared.Try(out var state, out refusal)) return Cli.Say(refusal);
            foreach (var source in state.Sources) Console.Error.WriteLine($"{(source.Plays ? "plays" : "stays out")}: {source.Title}{(source.FirstUs is { } first ? $" (first observation {Instants.Format(first)})" : "")}");
            var calls = await Calls(city, from, clock, cancel);
            if (!await Greeting.Open(city, settings, cancel)) return Cli.Refused;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Replaying from {day}, {speed:0.###} times as fast as life."));
            var playing = Task.WhenAll([Play(desk, cancel), .. calls.Select(c => Play(c, cancel))]);
            await city.Web.WaitForShutdownAsync(cancel);
            await playing;
            foreach (var each in calls) each.Dispose();
        }
        return Cli.Ok;
    }

    /// <summary>What people called about: the year before as past cases, so that the desk knows its city; then each call at its moment.</summary>
    static async Task<IReadOnlyList<CallReplay>> Calls(CityApp city, string? from, ReplayClock clock, CancellationToken cancel)
    {
        var calls = city.Services.GetRequiredService<HistoryDesk>().Calls(from, Instants.FromDateTimeOffset(clock.Began), clock);
        foreach (var each in calls)
        {
            var before = await each.Prepare(cancel);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(each.Plays ? "plays" : "stays out")}: calls of {each.Name} ({before:N0} of the year before are past cases{(each.FirstUs is { } first ? $", first call {Instants.Format(first)}" : "")})"));
        }
        return calls;
    }

    static async Task Play(CallReplay calls, CancellationToken cancel)
    {
        try
        {
            await calls.Run(cancel);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The calls of {calls.Name} are over: {calls.Taken:N0} taken, {calls.Refused:N0} refused."));
        }
        catch (OperationCanceledException)
        {
            // Stopped by hand.
        }
    }

    static async Task Play(ReplayDesk desk, CancellationToken cancel)
    {
        try
        {
            await desk.Run(cancel);
            Console.Error.WriteLine("The recording is over; the city stays as it is until you stop it.");
        }
        catch (OperationCanceledException)
        {
            // Stopped by hand.
        }
    }
}
