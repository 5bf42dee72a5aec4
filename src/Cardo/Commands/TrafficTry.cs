using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Traffic;
using Spectre.Console;

namespace Cardo.Server.Commands;

/// <summary><c>cardo traffic try</c>: runs a change beside today and prints both with their intervals.</summary>
internal static class TrafficTry
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Command()
    {
        var network = new Option<string>("--network") { Description = "SUMO configuration (*.sumocfg): network, routes, hour", Required = true };
        var plan = new Option<string>("--plan") { Description = "the change, YAML (docs/formats/traffic-change.md)", Required = true };
        var seeds = new Option<int>("--seeds") { Description = "pairs of runs; more make narrower intervals", DefaultValueFactory = _ => 5 };
        var first = new Option<int>("--first-seed") { Description = "the first seed", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "everything, by road too, as JSON on standard output" };
        var command = new Command("try", "Try a change (plans, a closed road, more demand, a priority route) beside today in SUMO.") { network, plan, seeds, first, json };
        command.SetAction(async (parsed, cancel) =>
        {
            if (!Read(parsed.GetValue(plan)!).Try(out var change, out var refusal)) return Cli.Say(refusal);
            var request = new TryRequest(parsed.GetValue(network)!, change, parsed.GetValue(seeds)) { FirstSeed = parsed.GetValue(first) };
            // On its own thread, so that Ctrl-C is heard while it runs.
            if (!(await Task.Run(() => WithProgress(request, cancel), CancellationToken.None)).Try(out var result, out refusal)) return Cli.Say(refusal);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(result, Indented));
            else Print(result);
            return Cli.Ok;
        });
        return command;
    }

    static Outcome<string> Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal.NotFound("change-missing", $"{file} cannot be read: {e.Message}");
        }
    }

    static Outcome<TryResult> WithProgress(TryRequest request, CancellationToken cancel)
    {
        if (!Cli.Talk.Profile.Capabilities.Interactive || Console.IsErrorRedirected) return TryRun.Run(request, null, cancel);
        Outcome<TryResult> result = default;
        Cli.Talk.Progress().Start(context =>
        {
            var task = context.AddTask("Running today and the change", maxValue: 1);
            result = TryRun.Run(request, p => task.Value = p.Share, cancel);
        });
        return result;
    }

    static void Print(TryResult result)
    {
        var table = new Table().AddColumns(new TableColumn(""), new TableColumn("today").RightAligned(), new TableColumn(Markup.Escape(result.Name.Length > 0 ? result.Name : "with the change")).RightAligned(), new TableColumn("difference").RightAligned());
        foreach (var m in result.Measures)
            table.AddRow(Named(m), Say(m.Today), Say(m.Change), (m.Difference.Mean > 0 ? "+" : "") + Say(m.Difference) + (m.Today.Mean > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({100 * m.Difference.Mean / m.Today.Mean:+0.0;-0.0} %)") : ""));
        AnsiConsole.Write(table);
        var surest = result.Roads.Where(r => r.Sure).Take(5).ToList();
        if (surest.Count > 0) AnsiConsole.WriteLine("Roads that change the most (time lost there by everybody):");
        foreach (var r in surest) AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {r.Edge}{(r.Street is null ? "" : $" ({r.Street})")}: {r.Today_s / 60:0} -> {r.Change_s / 60:0} min"));
        AnsiConsole.WriteLine($"{result.Seeds.Count} pairs of runs; ± is the 95 % interval over seeds, of the difference paired.");
    }

    static string Named(TryMeasure m) => m.Id switch
    {
        "delay" => "delay, s a vehicle",
        "travel" => "travel time, s",
        "wait" => "standing still, s",
        "arrived" => "arrived, vehicles",
        _ => "never departed, vehicles",
    };

    static string Say(Spread s) => string.Create(CultureInfo.InvariantCulture, $"{s.Mean:0.0}{(s.Half is { } half ? $" ± {half:0.0}" : "")}");
}
