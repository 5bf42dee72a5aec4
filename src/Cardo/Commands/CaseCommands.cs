using System.CommandLine;
using System.Globalization;
using Cardo.Cases;
using Cardo.Kernel;
using Cardo.Sensing;

namespace Cardo.Server.Commands;

/// <summary><c>cardo cases</c>: a city's past cases, imported and learned from.</summary>
internal static class CaseCommands
{
    public static Command Command() => new("cases", "Past cases: import them, learn from them.") { Import(), Train(), CasesLearn.Command() };

    static Command Import()
    {
        var store = new StoreOptions();
        var name = new Argument<string>("name") { Description = "a map in CITY/cases/history (without .json)" };
        var from = new Option<string?>("--from") { Description = "folder with the city's files (default: what city.yaml says under data)" };
        var command = new Command("import", "Import past cases from a CSV or another Open311 server by its map (CITY/cases/history/NAME.json). Stop the city first.") { name, from };
        store.AddTo(command);
        command.SetAction((parsed, cancel) => With(store.Read(parsed), city => Import(city, parsed.GetValue(name)!, parsed.GetValue(from), cancel)));
        return command;
    }

    static Command Train()
    {
        var store = new StoreOptions();
        var command = new Command("train", "Train the model that dispatches from the city's own cases. Stop the city first; a running one does it each night, or at /desk/model.");
        store.AddTo(command);
        command.SetAction((parsed, cancel) => With(store.Read(parsed), city => Train(city, cancel)));
        return command;
    }

    static async Task<int> With(Outcome<Settings> read, Func<CityApp, Task<int>> work)
    {
        if (!read.Try(out var settings, out var refusal)) return Cli.Say(refusal);
        if (!CityApp.Build(settings).Try(out var city, out refusal)) return Cli.Say(refusal);
        await using (city)
        {
            city.Recover();
            return await work(city);
        }
    }

    static async Task<int> Import(CityApp city, string name, string? from, CancellationToken cancel)
    {
        var done = await Bars.Show(progress => city.Services.GetRequiredService<HistoryDesk>().Import(name, from, new Rows(name, progress), cancel));
        if (!done.Try(out var report, out var refusal)) return Cli.Say(refusal);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Read:N0} read, {report.Taken:N0} taken, {report.Before:N0} there before, {report.Refused:N0} refused, {report.Seconds:0.0} s"));
        foreach (var (reason, count) in report.Reasons) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count:N0} {reason}"));
        return Cli.Ok;
    }

    static async Task<int> Train(CityApp city, CancellationToken cancel)
    {
        var done = await CasesLearn.Watched(progress => Task.Run(() => city.Services.GetRequiredService<ModelDesk>().Train(progress, cancel), cancel));
        if (!done.Try(out var report, out var refusal)) return Cli.Say(refusal);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Model {report.Version}: {report.Examples:N0} of {report.Looked:N0} cases have an answer, {report.Labels:N0} services and departments; {report.ReadS:0.0} s reading, {report.TrainS:0.0} s learning"));
        return Cli.Ok;
    }

    // Not Progress<T>: that one tells from other threads, later.
    sealed class Rows(string name, IProgress<ImportProgress> to) : IProgress<HistoryProgress>
    {
        public void Report(HistoryProgress p) => to.Report(new ImportProgress(name, "", p.Rows, p.Bytes, p.TotalBytes));
    }
}
