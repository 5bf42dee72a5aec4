using System.Text.Json;

namespace Cardo.Server.Demo.City;

/// <summary>A name in the languages people can choose.</summary>
internal readonly record struct CityName(string En, string Hans, string Hant)
{
    public CityName With(string en, string hans, string hant) => new(En + en, Hans + hans, Hant + hant);
}

/// <summary>What places may be called: <c>names.json</c> of the demo's folder.</summary>
internal sealed record CityNames(CityName City, IReadOnlyList<CityName> Districts, IReadOnlyList<CityName> Streets, IReadOnlyList<CityName> Parks, CityName River, CityName Pond)
{
    public static CityNames Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = document.RootElement;
        return new CityNames(One(root, "city"), Many(root, "districts"), Many(root, "streets"), Many(root, "parks"), One(root, "river"), One(root, "pond"));
    }

    static CityName One(JsonElement root, string name) => Name(root.GetProperty(name));

    static IReadOnlyList<CityName> Many(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(Name)];

    static CityName Name(JsonElement said) => new(said[0].GetString()!, said[1].GetString()!, said[2].GetString()!);
}
