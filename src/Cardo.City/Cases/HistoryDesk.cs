using Cardo.Cases.History;
using Cardo.Kernel;

namespace Cardo.Cases;

/// <summary>The doorway to a city's past cases.</summary>
public sealed class HistoryDesk(CaseDesk desk, Settings settings)
{
    /// <summary>
    /// The calls of the city's past to be taken again, each at its moment, by every map in <c>cases/history</c> whose file is
    /// there and has calls near the beginning.
    /// </summary>
    /// <param name="from">folder of the files; what city.yaml says under <c>data</c> by default</param>
    public IReadOnlyList<CallReplay> Calls(string? from, long beginUs, TimeProvider clock)
    {
        var maps = settings.CityDir is { } city ? Path.Combine(city, "cases", "history") : "";
        if (!Directory.Exists(maps)) return [];
        var found = new List<CallReplay>();
        foreach (var each in Directory.EnumerateFiles(maps, "*.json").Order(StringComparer.Ordinal))
            if (HistoryMap.Read(each).Try(out var map, out _) && map.Server is null && Path.Combine(from ?? Path.Combine(settings.CityDir!, settings.Text("data", "")), map.File) is var file && File.Exists(file))
                found.Add(new CallReplay(desk, Path.GetFileNameWithoutExtension(each), ImportHistory.Rows(map, file, settings.Zone, live: true), beginUs, clock));
        return found;
    }

    /// <summary>
    /// Imports a CSV, or what another Open311 server has, by the city's map <c>cases/history/NAME.json</c>. Every row is accounted for; running it again takes
    /// nothing twice. Refusals: <c>no-city</c>, <c>history-map</c>, <c>history-file</c>.
    /// </summary>
    /// <param name="from">folder of the file that the map names; what city.yaml says under <c>data</c> by default</param>
    public async Task<Outcome<HistoryReport>> Import(string name, string? from, IProgress<HistoryProgress>? progress, CancellationToken cancel)
    {
        if (settings.CityDir is null) return Refusal.Bad("no-city", "Say which city: --city FOLDER.");
        if (!HistoryMap.Read(Path.Combine(settings.CityDir, "cases", "history", name + ".json")).Try(out var map, out var refusal)) return refusal;
        foreach (var code in map.Services.Values.Append(map.Otherwise))
            if (!desk.Profile.Services.ContainsKey(code)) return Refusal.Bad("history-map", $"{name}: there is no service {code} in the city's catalogue.");
        var import = new ImportHistory(desk, settings.Zone, TimeProvider.System);
        if (map.Server is { } server) return await import.Run(map, server, progress, cancel);
        var file = Path.Combine(from ?? Path.Combine(settings.CityDir, settings.Text("data", "")), map.File);
        if (!File.Exists(file)) return Refusal.NotFound("history-file", $"{file} is not there.");
        return await import.Run(map, file, progress, cancel);
    }
}
