using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cardo.Indicators;
using Cardo.Kernel;
using Spectre.Console;

namespace Cardo.Server.Commands;

/// <summary><c>cardo index</c>: composite indicators, their uncertainty, efficiency and effects, from plain CSV and a small YAML file.</summary>
internal static class IndexCommands
{
    static readonly IndexDesk desk = new();

    public static Command Command() => new("index", "Compute, explain and check indicators. See docs/methods.")
    {
        Verb("score", "Scores, ranks, weights and statistics of a composite indicator.", (desk, spec) => desk.Score(spec)),
        Explain(),
        Verify(),
        Verb("uncertainty", "How far ranks hold when choices are made otherwise, and which choice matters.", (desk, spec) => desk.Uncertainty(spec)),
        Verb("effect", "Did it work: difference-in-differences, synthetic control, censored regression.", (desk, spec) => desk.Effect(spec)),
        Verb("efficiency", "Input against output: data envelopment analysis, every programme proven.", (desk, spec) => desk.Efficiency(spec)),
    };

    static Command Verb(string name, string what, Func<IndexDesk, string, Outcome<IndexReport>> work)
    {
        var (spec, json) = (Spec(), Json());
        var command = new Command(name, what) { spec, json };
        command.SetAction(parsed => Answer(work(desk, parsed.GetValue(spec)!), parsed.GetValue(json)));
        return command;
    }

    static Command Explain()
    {
        var (spec, json) = (Spec(), Json());
        var unit = new Option<string?>("--unit") { Description = "the unit to explain (default: the specification's, else all)" };
        var command = new Command("explain", "A score from the index down to each raw value: weight, contribution, gain.") { spec, json, unit };
        command.SetAction(parsed => Answer(desk.Explain(parsed.GetValue(spec)!, parsed.GetValue(unit)), parsed.GetValue(json)));
        return command;
    }

    static Command Verify()
    {
        var (folder, json) = (new Argument<string>("DIR") { Description = "a reference set, or a folder of them" }, Json());
        var command = new Command("verify", "Recompute reference sets: expected, computed, difference. Exit code 1 on a miss.") { folder, json };
        command.SetAction(parsed => Answer(desk.Verify(parsed.GetValue(folder)!), parsed.GetValue(json)));
        return command;
    }

    static Argument<string> Spec() => new("SPEC.yaml") { Description = "the specification; files it names are relative to it" };

    static Option<string?> Json() => new("--json") { Description = "write everything computed to this file" };

    static int Answer(Outcome<IndexReport> outcome, string? json)
    {
        if (!outcome.Try(out var report, out var refusal)) return Cli.Say(refusal);
        if (json is not null && Write(report, json) is { } why) return Cli.Say(why);
        foreach (var table in report.Tables.Where(t => t.Brief)) Show(table);
        foreach (var note in report.Notes) Console.Error.WriteLine(note);
        return report.Misses > 0 ? Cli.Refused : Cli.Ok;
    }

    // Beside the name first, then renamed: a reader sees all of it or nothing.
    static Refusal? Write(IndexReport report, string path)
    {
        var beside = path + ".part";
        try
        {
            using (var file = File.Create(beside))
            using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true })) IndexJson.Write(report, json);
            File.Move(beside, path, true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal.Bad("file-not-written", $"{path} could not be written: {e.Message}");
        }
    }

    static void Show(ReportTable table)
    {
        if (Console.IsOutputRedirected)
        {
            // Others read it: one table after the other as tab-separated text.
            Console.WriteLine($"# {table.Name}");
            Console.WriteLine(string.Join('\t', table.Columns));
            foreach (var row in table.Rows) Console.WriteLine(string.Join('\t', row.Select(c => Text(c, "R"))));
            return;
        }
        var drawn = new Table { Title = new TableTitle(table.Name) }.AddColumns([.. table.Columns.Select(Markup.Escape)]);
        foreach (var row in table.Rows) drawn.AddRow([.. row.Select(c => Markup.Escape(Text(c, "G10")))]);
        AnsiConsole.Write(drawn);
    }

    static string Text(object? cell, string format) => cell switch
    {
        null => "",
        double d when double.IsNaN(d) => "",
        double d => d.ToString(format, CultureInfo.InvariantCulture),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}
