using Cardo.Standards.NgsiLd;

namespace Cardo.Server.Demo.City;

/// <summary>A place where a device can stand.</summary>
/// <param name="Kind">what it is beside: street, corner, park, river, bank, building</param>
/// <param name="Near">the id of that entity</param>
/// <param name="Name">its name</param>
internal readonly record struct Spot(string Kind, double Lon, double Lat, string Near, CityName Name);

/// <summary>
/// A small city made from a seed: districts, a river, parks, streets, buildings, as entities of the twin, and the spots
/// where its devices stand. The same seed makes the same city to the last digit.
/// </summary>
internal sealed class DemoCity
{
    DemoCity(IReadOnlyList<Entity> entities, IReadOnlyDictionary<string, Spot[]> spots) => (Entities, Spots) = (entities, spots);

    public const string MarkerId = "urn:ngsi-ld:AdministrativeArea:demo";

    public IReadOnlyList<Entity> Entities { get; }

    /// <summary>By kind, in a shuffled order that the seed decides: the first n are spread over the city.</summary>
    public IReadOnlyDictionary<string, Spot[]> Spots { get; }

    /// <summary>The ground plan alone.</summary>
    public static Plan PlanOf(int seed, double lon, double lat) => new(Noise.Seed($"city {seed}"), lon, lat);

    public static DemoCity Make(int seed, CityNames names, double lon = 123.2, double lat = 30.25)
    {
        var mixed = Noise.Seed($"city {seed}");
        var plan = PlanOf(seed, lon, lat);
        var draft = new Draft(plan);
        Ground.Draw(draft, names);
        Streets.Draw(draft, names);
        Blocks.Draw(draft, names);
        var spots = draft.Spots.GroupBy(s => s.Kind).ToDictionary(g => g.Key, g => g
            .Select((spot, i) => (spot, order: Noise.Share(mixed, 77, i))).OrderBy(s => s.order).Select(s => s.spot).ToArray());
        return new DemoCity(draft.Entities, spots);
    }
}
