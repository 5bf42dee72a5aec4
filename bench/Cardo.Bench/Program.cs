using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cardo.Bench;
using Cardo.Bench.Peers;
using Spectre.Console;

// cardo bench list | cardo bench run NAME|all [--rounds N] [--seconds S] [--cycles N] [--only WORD] [--json FILE]
return args switch
{
    ["bare", var port] => await BareEndpoint.Serve(int.Parse(port, CultureInfo.InvariantCulture)),
    [] or ["list", ..] => List(),
    ["run", var name, .. var rest] => await Run(name, rest),
    ["--help" or "-h" or "help", ..] => Help(0),
    _ => Help(2),
};

static int Help(int code)
{
    (code == 0 ? Console.Out : Console.Error).WriteLine("""
        cardo bench list                         what can be measured
        cardo bench run NAME|all                 measure it, against its peer where it has one
          --rounds N     turns for each side (default 3; of all, which ends within half an hour, 1)
          --seconds S    load per turn (default 5)
          --cycles N     kills in the fault laboratory (default 100)
          --only WORD    of the fault laboratory, the faults whose name holds it
          --json FILE    write the figures as JSON
        """);
    return code;
}

static int List()
{
    foreach (var bench in Benches.All)
        Console.WriteLine($"{bench.Name,-16} {bench.What}{(bench.Missing() is { } lacks ? $"  [needs {lacks}]" : "")}");
    return 0;
}

static async Task<int> Run(string name, string[] rest)
{
    var (rounds, seconds, json, cycles, only) = (name == "all" ? 1 : 3, 5.0, (string?)null, 100, (string?)null);
    for (var i = 0; i < rest.Length; i += 2)
    {
        var value = i + 1 < rest.Length ? rest[i + 1] : null;
        if (rest[i] == "--json" && value is not null) json = value;
        else if (rest[i] == "--only" && value is not null) only = value;
        else if (rest[i] == "--cycles" && int.TryParse(value, out var c) && c is > 0 and <= 100_000) cycles = c;
        else if (rest[i] == "--rounds" && int.TryParse(value, out var r) && r is > 0 and <= 50) rounds = r;
        else if (rest[i] == "--seconds" && double.TryParse(value, CultureInfo.InvariantCulture, out var s) && s is > 0 and <= 120) seconds = s;
        else return Help(2);
    }
    var chosen = name == "all" ? Benches.All : [.. Benches.All.Where(b => b.Name == name)];
    if (chosen.Count == 0)
    {
        Console.Error.WriteLine($"There is no bench {name}. See: cardo bench list");
        return 2;
    }
    var report = new List<object>();
    var began = Stopwatch.StartNew();
    var failed = 0;
    foreach (var bench in chosen)
    {
        if (bench.Missing() is { } lacks)
        {
            Console.Error.WriteLine($"{bench.Name}: skipped, {lacks} is missing");
            report.Add(new { bench = bench.Name, skipped = lacks });
            if (name != "all") return 1;
            continue;
        }
        Console.Error.WriteLine($"{bench.Name}: {bench.What} ...");
        var watch = Stopwatch.StartNew();
        IReadOnlyList<Figure> figures;
        try
        {
            figures = await bench.Run(new Rounds(rounds, seconds, cycles, only), CancellationToken.None);
        }
        catch (Exception e) when (chosen.Count > 1)
        {
            // The others' half hour is not thrown away with it.
            Console.Error.WriteLine($"{bench.Name} FAILED: {e}");
            report.Add(new { bench = bench.Name, failed = e.Message });
            failed++;
            continue;
        }
        var took_s = Math.Round(watch.Elapsed.TotalSeconds);
        Show(bench, figures);
        Console.Error.WriteLine($"{bench.Name} took {took_s} s{(chosen.Count > 1 ? $", {began.Elapsed:mm\\:ss} minutes in all so far" : "")}.");
        report.Add(new { bench = bench.Name, what = bench.What, took_s, figures = figures.Select(f => new { f.Name, f.Unit, f.Median, f.Values, f.Asked }) });
    }
    if (json is not null)
        await File.WriteAllTextAsync(json, JsonSerializer.Serialize(new { machine = Machine.Describe(), rounds, seconds, results = report }, new JsonSerializerOptions { WriteIndented = true }));
    return failed == 0 ? 0 : 1;
}

static void Show(IBench bench, IReadOnlyList<Figure> figures)
{
    var table = new Table { Title = new TableTitle(bench.Name) }.AddColumns("figure", "median", "least", "most", "unit", "asked");
    foreach (var f in figures)
        table.AddRow(Markup.Escape(f.Name), Machine.Round(f.Median), Machine.Round(f.Values.Min()), Machine.Round(f.Values.Max()), Markup.Escape(f.Unit), Markup.Escape(f.Asked ?? ""));
    AnsiConsole.Write(table);
}
