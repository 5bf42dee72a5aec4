using System.Globalization;
using Cardo.Kernel;

namespace Cardo.Sensing.Import;

/// <summary>Where a city keeps its mappings and its files, and what it says of itself that imports need.</summary>
internal sealed class ImportShelf(Settings settings)
{
    /// <summary>Mappings in one city.</summary>
    public const int MaxMappings = 1_000;

    public string DataFolder
    {
        get
        {
            var data = settings.Text("data", "data");
            return Path.GetFullPath(Path.Combine(settings.CityDir ?? ".", data));
        }
    }

    /// <summary>The city's box from city.yaml (<c>bbox: west, south, east, north</c>); null when it says none.</summary>
    public Box? City
    {
        get
        {
            var texts = settings.Text("bbox")?.Split(',', StringSplitOptions.TrimEntries) ?? settings.Section("bbox").Select(s => s.Value).ToArray();
            var numbers = texts.Select(t => double.TryParse(t.Trim('[', ']', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN).ToArray();
            return numbers.Length == 4 && numbers.All(double.IsFinite) ? new Box(numbers[0], numbers[1], numbers[2], numbers[3]) : null;
        }
    }

    public string ListFile(string name) => Path.Combine(settings.DataDir, "import-report", name + ".csv");

    /// <summary>The mappings of these names, or all; things first, so that observations find their stations.</summary>
    public Outcome<IReadOnlyList<Mapping>> Read(IReadOnlyCollection<string> names)
    {
        if (settings.CityDir is null) return Refusal.NotFound("no-city", "No city's folder was named: say --city DIR.");
        var folder = Path.Combine(settings.CityDir, "imports");
        if (!Directory.Exists(folder)) return Refusal.NotFound("no-imports", $"There is no folder {folder} with mappings.");
        var files = names.Count > 0 ? names.Select(n => Path.Combine(folder, Path.GetFileName(n) + ".yaml")).ToArray()
            : Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Take(MaxMappings).ToArray();
        var mappings = new List<Mapping>();
        var refusals = new List<Refusal>();
        foreach (var file in files)
            if (MappingReader.Read(file, settings.Zone).Try(out var mapping, out var refusal)) mappings.Add(mapping);
            else refusals.Add(refusal);
        return refusals.Count switch
        {
            0 => mappings.OrderBy(m => m.Observations).ToArray(),
            1 => refusals[0],
            _ => new Refusal(RefusalKind.BadRequest, "bad-mappings", $"{refusals.Count} mappings can't be used.", [.. refusals.SelectMany(r => r.Details ?? [r.Message])]),
        };
    }

    public ImportSource Describe(Mapping mapping, string dataFolder) => new(
        mapping.Name, mapping.Title, mapping.Observations, mapping.Files,
        [.. mapping.Files.Where(f => !File.Exists(Path.Combine(dataFolder, f)))], mapping.Source);
}
