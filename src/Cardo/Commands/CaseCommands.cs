using System.CommandLine;
using System.Globalization;
using Cardo.Cases;
using Cardo.Kernel;

namespace Cardo.Server.Commands;

/// <summary><c>cardo cases</c>: a city's past cases, imported and learned from.</summary>
internal static class CaseCommands
{
    public static Command Command() => new("cases", "Past cases: import them, learn from them.") { Import(), CasesLearn.Command() };

    static Command Import()
    {
        var store = new StoreOptions();
        var name = new Argument<string>("name") { Description = "a map in CITY/cases/history (without .json)" };
        var from = new Option<string?>("--from") { Description = "folder with the city's files (default: what city.yaml says under data)" };
        var command = new Command("import", "Import past cases from a CSV by its map (CITY/cases/history/NAME.json). Stop the city first.") { name, from };
        store.AddTo(command);
        command.SetAction((parsed, cancel) => Run(store.Read(parsed), parsed.GetValue(name)!, parsed.GetValue(from), cancel));
        return command;
    }

    static async Task<int> Run(Outcome<Settings> read, string name, string? from, CancellationToken cancel)
    {
        if (!read.Try(out var settings, out var refusal)) return Cli.Say(refusal);
        if (!CityApp.Build(settings).Try(out var city, out refusal)) return Cli.Say(refusal);
        await using (city)
        {
            city.Recover();
            if (!(await city.Services.GetRequiredService<HistoryDesk>().Import(name, from, null, cancel)).Try(out var done, out refusal)) return Cli.Say(refusal);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done.Read:N0} read, {done.Taken:N0} taken, {done.Before:N0} there before, {done.Refused:N0} refused, {done.Seconds:0.0} s"));
            foreach (var (reason, count) in done.Reasons) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count:N0} {reason}"));
        }
        return Cli.Ok;
    }
}
