using Cardo.Kernel;

namespace Cardo.Traffic.Live;

/// <summary>A network in the city's folder <c>traffic/</c>: NAME.sumocfg, and beside it what there is of NAME.emergency.xml and NAME.run.gz.</summary>
/// <param name="EmergencyFile">route file of trips that get priority, or null</param>
/// <param name="RecordingFile">a recorded run, or null</param>
internal sealed record CityNetwork(string Name, string ConfigFile, string? EmergencyFile, string? RecordingFile)
{
    /// <summary>More networks than this are no folder for people.</summary>
    public const int Most = 50;

    /// <summary>By name; empty where the city has none.</summary>
    public static IReadOnlyList<CityNetwork> Of(Settings settings) => settings.CityDir is { } city && Path.Combine(city, "traffic") is var folder && Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*.sumocfg").Order(StringComparer.Ordinal).Take(Most).Select(Of)] : [];

    public static CityNetwork Of(string configFile)
    {
        var stem = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configFile))!, Path.GetFileNameWithoutExtension(configFile));
        return new CityNetwork(Path.GetFileName(stem), Path.GetFullPath(configFile), There(stem + ".emergency.xml"), There(stem + ".run.gz"));
    }

    static string? There(string file) => File.Exists(file) ? file : null;
}
