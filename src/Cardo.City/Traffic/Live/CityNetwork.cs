using Cardo.Kernel;

namespace Cardo.Traffic.Live;

/// <summary>A network in the folder <c>traffic/</c> of the city or of its data: NAME.sumocfg, and beside it what there is of NAME.emergency.xml and NAME.run.gz.</summary>
/// <param name="EmergencyFile">route file of trips that get priority, or null</param>
/// <param name="RecordingFile">a recorded run, or null</param>
internal sealed record CityNetwork(string Name, string ConfigFile, string? EmergencyFile, string? RecordingFile)
{
    /// <summary>More networks than this are no folder for people.</summary>
    public const int Most = 50;

    /// <summary>By name, the city's own first; empty where there are none. Of two with one name the city's own counts.</summary>
    public static IReadOnlyList<CityNetwork> Of(Settings settings) =>
        [.. new[] { settings.CityDir, settings.DataDir }.OfType<string>().SelectMany(In).DistinctBy(n => n.Name).Take(Most)];

    static IEnumerable<CityNetwork> In(string folder) => Path.Combine(folder, "traffic") is var traffic && Directory.Exists(traffic)
        ? Directory.GetFiles(traffic, "*.sumocfg").Order(StringComparer.Ordinal).Select(Of) : [];

    public static CityNetwork Of(string configFile)
    {
        var stem = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configFile))!, Path.GetFileNameWithoutExtension(configFile));
        return new CityNetwork(Path.GetFileName(stem), Path.GetFullPath(configFile), There(stem + ".emergency.xml"), There(stem + ".run.gz"));
    }

    static string? There(string file) => File.Exists(file) ? file : null;
}
