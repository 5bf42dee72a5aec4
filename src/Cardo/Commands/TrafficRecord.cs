using System.CommandLine;
using Cardo.Traffic;
using Spectre.Console;

namespace Cardo.Server.Commands;

/// <summary><c>cardo traffic record</c>: keeps a stretch of a controlled run in a file that plays without SUMO.</summary>
internal static class TrafficRecord
{
    public static Command Command()
    {
        var config = new Option<string>("--sumocfg") { Description = "SUMO configuration: network, routes, hour", Required = true };
        var output = new Option<string?>("--out") { Description = "where to (default: NAME.run.gz beside the configuration)" };
        var from = new Option<int>("--from") { Description = "the second to begin at", DefaultValueFactory = _ => 300 };
        var seconds = new Option<int>("--seconds") { Description = "how long, s", DefaultValueFactory = _ => 900 };
        var seed = new Option<int>("--seed") { Description = "SUMO's random seed", DefaultValueFactory = _ => 1 };
        var command = new Command("record", "Record a controlled run; a city plays it where SUMO is not installed.") { config, output, from, seconds, seed };
        command.SetAction((parsed, cancel) =>
        {
            if (!RecordRun.Run(parsed.GetValue(config)!, parsed.GetValue(output), parsed.GetValue(seed), parsed.GetValue(from), parsed.GetValue(seconds), cancel).Try(out var made, out var refusal)) return Task.FromResult(Cli.Say(refusal));
            Cli.Talk.WriteLine($"{made.Seconds} seconds of {made.Signals} signals, {made.Bytes / 1000} kB: {made.File}");
            return Task.FromResult(Cli.Ok);
        });
        return command;
    }
}
