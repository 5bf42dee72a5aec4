using System.CommandLine;
using System.Globalization;
using Cardo.Kernel;
using Cardo.Sensing;
using Spectre.Console;

namespace Cardo.Server.Commands;

/// <summary><c>cardo import</c>: the city's files into its twin, counted to the last row.</summary>
internal static class Import
{
    public static Command Command()
    {
        var store = new StoreOptions();
        var names = new Argument<string[]>("name") { Description = "mappings to run (file names without .yaml); all of them if none", Arity = ArgumentArity.ZeroOrMore };
        var from = new Option<string?>("--from") { Description = "folder with the city's files (default: what city.yaml says under data)" };
        var force = new Option<bool>("--force") { Description = "also what has not changed since its last import" };
        var command = new Command("import", "Import a city's files by its mappings (CITY/imports/*.yaml). Stop the city first.") { names, from, force };
        store.AddTo(command);
        command.SetAction((parsed, cancel) => Run(store.Read(parsed), parsed.GetValue(names) ?? [], parsed.GetValue(from), parsed.GetValue(force), cancel));
        return command;
    }

    static async Task<int> Run(Outcome<Settings> read, string[] names, string? from, bool force, CancellationToken cancel)
    {
        if (!read.Try(out var settings, out var refusal)) return Cli.Say(refusal);
        if (settings.CityDir is null) return Cli.Say(Refusal.Bad("no-city", "Say which city: --city FOLDER."));
        if (from is not null && !Directory.Exists(from)) return Cli.Say(Refusal.NotFound("no-folder", $"There is no folder {from}."));
        if (!CityApp.Build(settings).Try(out var city, out refusal)) return Cli.Say(refusal);
        await using (city)
        {
            city.Recover();
            var desk = city.Services.GetRequiredService<ImportDesk>();
            var run = await Bars.Show(progress => desk.Run(names, from, force, progress, cancel).AsTask());
            if (!run.Try(out var reports, out refusal)) return Cli.Say(refusal);
            Show(reports);
            return reports.Any(r => r.Problems.Count > 0) ? Cli.Refused : Cli.Ok;
        }
    }

    /// <summary>What became of every row; the columns add up to what was read.</summary>
    public static void Show(IReadOnlyList<ImportReport> reports)
    {
        // A file or a pipe has no width of its own: a row must still be a line.
        if (Console.IsOutputRedirected) (AnsiConsole.Profile.Width, AnsiConsole.Profile.Capabilities.Ansi) = (160, false);
        var table = new Table().AddColumns("import", "read", "imported", "unchanged", "duplicates", "rejected", "left out", "marked", "entities", "seconds");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var r in reports)
            table.AddRow(Markup.Escape(r.Name + (r.Skipped ? " (as before)" : "")), N(r.Read), N(r.Imported), N(r.Unchanged), N(r.Duplicates), N(r.Rejected), N(r.LeftOut), N(r.Marked), N(r.Entities),
                r.Seconds.ToString("0.0", CultureInfo.InvariantCulture));
        AnsiConsole.Write(table);
        foreach (var r in reports)
        {
            foreach (var (reason, count) in r.RejectedBy) AnsiConsole.MarkupLineInterpolated($"  {r.Name}: {count:N0} rejected, {reason}");
            foreach (var (reason, count) in r.MarkedBy) AnsiConsole.MarkupLineInterpolated($"  {r.Name}: {count:N0} marked, {reason}");
            foreach (var problem in r.Problems) AnsiConsole.MarkupLineInterpolated($"  [red]{r.Name}: {problem}[/]");
            if (r.ListFile is { } list && r.Rejected + r.Duplicates + r.Marked > 0) AnsiConsole.MarkupLineInterpolated($"  {r.Name}: every one of them is in {list}");
        }
    }

    static string N(long n) => n.ToString("N0", CultureInfo.InvariantCulture);
}
