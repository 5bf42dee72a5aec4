using Cardo.Indicators.Files;
using Cardo.Kernel;

namespace Cardo.Indicators.Frameworks;

/// <summary>The frameworks that come with the program, and those a city brings as files beside them.</summary>
internal static class FrameworkShelf
{
    const string Folder = "Cardo.Indicators.Frameworks.Data.";

    /// <summary>The built-in ones; a fault in them is a bug that the tests find.</summary>
    public static Outcome<(IReadOnlyList<Framework> Frameworks, IReadOnlyList<Crossing> Crossings)> BuiltIn() => Read(Embedded);

    /// <summary>A folder with frameworks.csv, a CSV for each framework it names, and crosswalk.csv if there is one.</summary>
    public static Outcome<(IReadOnlyList<Framework> Frameworks, IReadOnlyList<Crossing> Crossings)> Of(string folder) =>
        Read((name, faults) => File.Exists(Path.Combine(folder, name)) || name != "crosswalk.csv" ? Table.Read(Path.Combine(folder, name), name, faults) : null);

    static Table? Embedded(string name, Faults faults)
    {
        using var stream = typeof(FrameworkShelf).Assembly.GetManifestResourceStream(Folder + name);
        if (stream is null) { faults.Say($"{name}: there is no such built-in file."); return null; }
        using var reader = new StreamReader(stream);
        return Table.Parse(reader, name, faults);
    }

    static Outcome<(IReadOnlyList<Framework>, IReadOnlyList<Crossing>)> Read(Func<string, Faults, Table?> open)
    {
        var faults = new Faults();
        List<Framework> frameworks = [];
        if (open("frameworks.csv", faults) is not { } list) return faults.Refusal("framework-refused");
        foreach (var column in (string[])["id", "title", "provenance", "coverage"]) list.Needs(column, faults, "each framework says it");
        for (var r = 0; r < list.Count && !faults.Any; r++)
        {
            var (id, coverage) = (list.Text(r, "id"), list.Number(r, "coverage", faults, true));
            if (open(id + ".csv", faults) is not { } table) continue;
            var own = new Faults();
            if (ReadFramework.Read(table, id, list.Said(r, "title"), list.Said(r, "provenance"), coverage, own) is { } framework) frameworks.Add(framework with { Decimals = list.Has("decimals") && list.Text(r, "decimals").Length > 0 ? (int)list.Number(r, "decimals", faults, true) : null });
            foreach (var fault in own.All) faults.Say(fault);
        }
        var crossings = faults.Any ? [] : Crossings(open("crosswalk.csv", faults), frameworks, faults);
        return faults.Any ? faults.Refusal("framework-refused") : (frameworks, crossings);
    }

    // One measurement feeds every framework that asks for it; a line that leads nowhere is a fault.
    static List<Crossing> Crossings(Table? table, List<Framework> frameworks, Faults faults)
    {
        List<Crossing> crossings = [];
        if (table is null) return crossings;
        foreach (var column in (string[])["measure", "unit", "framework", "indicator"]) if (!table.Needs(column, faults, "the crosswalk")) return crossings;
        for (var r = 0; r < table.Count; r++)
        {
            var crossing = new Crossing(table.Text(r, "measure"), table.Text(r, "unit"), table.Text(r, "framework"), table.Text(r, "indicator"));
            var framework = frameworks.FirstOrDefault(f => f.Id == crossing.Framework);
            if (framework is null) faults.Say($"{table.Place(r, "framework")}: there is no framework \"{crossing.Framework}\".");
            else if (framework.Find(crossing.Indicator) is null) faults.Say($"{table.Place(r, "indicator")}: \"{crossing.Framework}\" has no indicator \"{crossing.Indicator}\".");
            else crossings.Add(crossing);
        }
        return crossings;
    }
}
