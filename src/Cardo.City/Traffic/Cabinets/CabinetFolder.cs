using Cardo.Kernel;

namespace Cardo.Traffic.Cabinets;

/// <summary>The profiles of a city's cabinets: <c>traffic/controllers/NAME.yaml</c> in its folder or in its data's; of two with one name the city's own counts.</summary>
internal static class CabinetFolder
{
    /// <summary>More cabinets than this are no city's.</summary>
    public const int Most = 5000;

    public static IReadOnlyList<string> Files(Settings settings) =>
        [.. new[] { settings.CityDir, settings.DataDir }.OfType<string>().Select(d => Path.Combine(d, "traffic", "controllers")).Where(Directory.Exists)
            .SelectMany(d => Directory.GetFiles(d, "*.yaml").Order(StringComparer.Ordinal)).DistinctBy(Path.GetFileName).Take(Most)];

    /// <summary>A profile from its file; communities that it does not say come from <c>traffic.read_community</c> and <c>traffic.write_community</c>.</summary>
    public static Outcome<CabinetProfile> Read(string file, Settings? settings)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > 4 * ReadCabinet.MaxBytes }) return Refusal.Bad("controller-too-long", $"{file} is no profile: it is too long.");
            return ReadCabinet.Parse(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file), (settings?.Text("traffic.read_community") ?? "public", settings?.Text("traffic.write_community")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal.NotFound("controller-missing", $"{file} cannot be read: {e.Message}");
        }
    }
}
