using System.CommandLine;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Traffic;

namespace Cardo.Server.Commands;

/// <summary><c>cardo traffic</c>: signals in a simulated city, controlled and measured.</summary>
internal static class TrafficCommands
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Command() => new("traffic", "Control the signals of a city, simulated by SUMO or in the street, and measure what it does.") { Control(), TrafficRecord.Command(), TrafficTry.Command(), TrafficControllers.Command() };

    static Command Control()
    {
        var config = new Option<string>("--sumocfg") { Description = "SUMO configuration: network, routes, hour", Required = true };
        var seed = new Option<int>("--seed") { Description = "SUMO's random seed", DefaultValueFactory = _ => 1 };
        var output = new Option<string?>("--out") { Description = "where the result goes, JSON (default: standard output)" };
        var controller = new Option<string>("--controller") { Description = "adaptive, or fixed for the network's own plans", DefaultValueFactory = _ => "adaptive" };
        var emergency = new Option<string?>("--emergency") { Description = "route file of emergency trips that get priority" };
        var scale = new Option<double>("--scale") { Description = "demand factor", DefaultValueFactory = _ => 1 };
        var log = new Option<string?>("--log") { Description = "where every change of stage is written with its reason" };
        var command = new Command("control", "Run a simulated hour under a controller; delay, throughput and CPU as JSON.") { config, seed, output, controller, emergency, scale, log };
        command.SetAction((parsed, cancel) =>
        {
            var request = new ControlRequest(parsed.GetValue(config)!, parsed.GetValue(seed), parsed.GetValue(controller)!, parsed.GetValue(emergency), parsed.GetValue(scale)) { LogFile = parsed.GetValue(log) };
            // Before the hour, not after it.
            foreach (var written in new[] { parsed.GetValue(output), request.LogFile })
                if (Unwritable(written) is { } fault) return Task.FromResult(Cli.Say(fault));
            if (!ControlRun.Run(request, null, cancel).Try(out var result, out var refusal)) return Task.FromResult(Cli.Say(refusal));
            var json = JsonSerializer.Serialize(result, Indented);
            return Task.FromResult(Write(parsed.GetValue(output), json));
        });
        return command;
    }

    /// <summary>A result that its file does not take, on a full disk say, is not lost: it goes to standard output.</summary>
    static int Write(string? file, string json)
    {
        Refusal? fault = null;
        try
        {
            if (file is not null) File.WriteAllText(file, json + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = Refusal.Bad("file-unwritable", $"{file} cannot be written: {e.Message} The result is on standard output.");
        }
        if (file is null || fault is not null) Console.Out.WriteLine(json);
        return fault is null ? Cli.Ok : Cli.Say(fault);
    }

    static Refusal? Unwritable(string? file)
    {
        if (file is null) return null;
        try
        {
            var known = File.Exists(file);
            using (new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write)) { }
            // A run that is refused later leaves no empty result.
            if (!known) File.Delete(file);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal.Bad("file-unwritable", $"{file} cannot be written: {e.Message} Nothing was run.");
        }
    }
}
