using System.CommandLine;
using System.Globalization;
using Cardo.Cases;
using Cardo.Kernel;
using Spectre.Console;

namespace Cardo.Server.Commands;

/// <summary><c>cardo cases learn</c>: how well dispatch would have gone on a city's own past.</summary>
internal static class CasesLearn
{
    static readonly Argument<string> file = new("file") { Description = "CSV with a header (also .gz), one decided case a row" };
    static readonly Option<string[]> text = Many("--text", "column with what was said (may be given more than once)");
    static readonly Option<string> label = new("--label") { Description = "column to be told: department, category …", Required = true };
    static readonly Option<string> time = new("--time") { Description = "column with the moment: ISO 8601, or local in --zone", Required = true };
    static readonly Option<string?> testFrom = new("--test-from") { Description = "predict rows from this date on (default: the last fifth)" };
    static readonly Option<double> testShare = new("--test-share") { Description = "predict this share of the rows, the latest ones", DefaultValueFactory = _ => 0.2 };
    static readonly Option<string[]> context = Many("--context", "column known when a case comes in: service, source, district … The weightiest first");
    static readonly Option<string?> lon = new("--lon") { Description = "column with degrees east" };
    static readonly Option<string?> lat = new("--lat") { Description = "column with degrees north" };
    static readonly Option<string?> id = new("--id") { Description = "column with the case's id" };
    static readonly Option<string> zone = new("--zone") { Description = "time zone of local times and of the hour of day", DefaultValueFactory = _ => "UTC" };
    static readonly Option<double> threshold = new("--threshold") { Description = "accuracy asked of what the model dispatches by itself, 0..1", DefaultValueFactory = _ => 0.986 };
    static readonly Option<string[]> leakRemove = Many("--leak-remove", "column whose every value is taken out of every text (operators type the answer into the text)");
    static readonly Option<string[]> dropOwnWords = Many("--drop-own-words", "column whose value is taken out of its own row's text (its address)");
    static readonly Option<string?> json = new("--json") { Description = "write the report here" };
    static readonly Option<string?> saveModel = new("--save-model") { Description = "write the model that has learned all rows here" };

    public static Command Command()
    {
        var command = new Command("learn", "Learn the earlier rows of a file and predict each later one before learning it.")
        {
            file, text, label, time, testFrom, testShare, context, lon, lat, id, zone, threshold, leakRemove, dropOwnWords, json, saveModel,
        };
        command.SetAction((parsed, cancel) => Run(Read(parsed), parsed.GetValue(json), cancel));
        return command;
    }

    static Option<string[]> Many(string name, string what) => new(name) { Description = what, DefaultValueFactory = _ => [] };

    static LearnTask Read(ParseResult parsed) => new(parsed.GetValue(file)!, parsed.GetValue(label)!, parsed.GetValue(time)!)
    {
        Text = parsed.GetValue(text) ?? [],
        Context = parsed.GetValue(context) ?? [],
        Lon = parsed.GetValue(lon),
        Lat = parsed.GetValue(lat),
        Id = parsed.GetValue(id),
        TestFrom = parsed.GetValue(testFrom),
        TestShare = parsed.GetValue(testShare),
        Zone = parsed.GetValue(zone)!,
        Threshold = parsed.GetValue(threshold),
        LeakRemove = parsed.GetValue(leakRemove) ?? [],
        DropOwnWords = parsed.GetValue(dropOwnWords) ?? [],
        SaveModel = parsed.GetValue(saveModel),
    };

    static async Task<int> Run(LearnTask task, string? jsonFile, CancellationToken cancel)
    {
        // Said before minutes of work rather than after them.
        foreach (var where in new[] { jsonFile, task.SaveModel }.OfType<string>())
            if (Path.GetDirectoryName(Path.GetFullPath(where)) is { } folder && !Directory.Exists(folder))
                return Cli.Say(Refusal.Bad("no-folder", $"The folder {folder} is not there; {Path.GetFileName(where)} could not be written into it."));
        var done = await Watched(progress => Task.Run(() => LearnDesk.Rehearse(task, TimeProvider.System, progress, cancel), cancel));
        if (!done.Try(out var report, out var refusal)) return Cli.Say(refusal);
        if (jsonFile is not null)
        {
            try
            {
                await File.WriteAllTextAsync(jsonFile, LearnDesk.Json(report), cancel);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Cli.Say(Refusal.Bad("report-not-written", $"The report could not be written to {jsonFile}: {e.Message}"));
            }
        }
        foreach (var line in report.LeftOutInWords) Console.Error.WriteLine(line);
        Show(report);
        return Cli.Ok;
    }

    internal static Task<T> Watched<T>(Func<IProgress<LearnProgress>?, Task<T>> work)
    {
        if (!Cli.Talk.Profile.Capabilities.Interactive || Console.IsErrorRedirected) return work(null);
        return Cli.Talk.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(context => work(new Drawn(context)));
    }

    sealed class Drawn(ProgressContext context) : IProgress<LearnProgress>
    {
        readonly Dictionary<string, ProgressTask> tasks = [];

        public void Report(LearnProgress p)
        {
            lock (tasks)
            {
                if (!tasks.TryGetValue(p.Part, out var task)) tasks[p.Part] = task = context.AddTask(p.Part, maxValue: 1);
                task.Value = p.Share;
            }
        }
    }

    static void Show(LearnReport r)
    {
        var table = new Table().HideHeaders().AddColumns("figure", "value");
        void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
        Row("learned / predicted", string.Create(CultureInfo.InvariantCulture, $"{r.TrainRows:N0} / {r.TestRows:N0} of {r.RowsRead:N0} rows, {r.Labels:N0} labels, predicted from {r.TestFrom}"));
        Row("accuracy", $"{Share(r.Accuracy)} ({Share(r.AccuracyInterval.From)} to {Share(r.AccuracyInterval.To)}); the usual label alone {Share(r.MajorityAccuracy)}");
        Row("macro-F1", r.MacroF1.ToString("0.000", CultureInfo.InvariantCulture));
        Row("calibration error", Share(r.CalibrationError));
        Row($"by itself at {Share(r.AtThreshold.Threshold)}", $"{Share(r.AtThreshold.Coverage)} of cases, right in {Share(r.AtThreshold.Accuracy)} ({Share(r.AtThreshold.AccuracyInterval.From)} to {Share(r.AtThreshold.AccuracyInterval.To)}); the best cut in hindsight {Share(r.AtThreshold.HindsightCoverage)}");
        Row("seconds", string.Create(CultureInfo.InvariantCulture, $"{r.Seconds.Read:0.0} reading, {r.Seconds.Train:0.0} learning ({r.Seconds.TrainCpu:0.0} of processor), {r.Seconds.Test:0.0} predicting and learning on"));
        AnsiConsole.Write(table);
    }

    static string Share(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
