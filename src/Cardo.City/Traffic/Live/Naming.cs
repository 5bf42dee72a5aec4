namespace Cardo.Traffic.Live;

/// <summary>What junctions are called: by the streets that meet there, else by their id.</summary>
internal static class Naming
{
    public static string Of(TrafficScene scene, JunctionLayout junction, string language)
    {
        var streets = junction.Approaches.Where(a => a.Road >= 0).Select(a => scene.Roads[a.Road].Road.NameIn(language)).OfType<string>().Distinct().Take(3).ToList();
        return streets.Count == 0 ? junction.Id : string.Join(" / ", streets);
    }

    /// <summary>The street's name, or the road's id.</summary>
    public static string Of(TrafficScene scene, int road, string language) => scene.Roads[road].Road.NameIn(language) ?? scene.Roads[road].Road.Edge;
}
