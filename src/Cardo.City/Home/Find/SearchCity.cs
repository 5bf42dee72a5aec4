using Cardo.Home.Layers;
using Cardo.Home.Live;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;

namespace Cardo.Home.Find;

/// <summary>Something found: a living thing, or a place of the base map.</summary>
public sealed record Found(string Id, string Name, string Kind, double Lon, double Lat, Pin? Pin);

/// <summary>Finds things by name, id or type, and streets, parks and districts by name.</summary>
internal sealed class SearchCity(CityBoard board, TwinDesk twin, LayerShelf shelf)
{
    public const int Most = 60;

    /// <summary>A question longer than this is no name.</summary>
    public const int MostChars = 100;

    /// <summary>Entities looked at for places; the rest of a larger city is found by its list.</summary>
    const int MostScanned = 300_000;

    public IReadOnlyList<Found> Run(string text, string lang)
    {
        text = text.Trim();
        if (text.Length is 0 or > MostChars) return [];
        var found = board.Copy().Pins.Where(p => ListThings.Matches(p, text) || p.Layer.TitleIn(lang).Contains(text, StringComparison.OrdinalIgnoreCase))
            .Select(p => new Found(p.Id, p.NameIn(lang), p.Layer.TitleIn(lang), p.Lon, p.Lat, p)).ToList();
        var places = new Dictionary<(string, string), Found>();
        foreach (var entity in twin.All().Take(MostScanned))
        {
            if (places.Count >= Most) break;
            if (shelf.Of(entity) is not { Base: true } layer || Layer.Find(entity, "location")?.Value.Geo is not { } geo || !Named(entity, layer, text)) continue;
            // A street is many segments with one name: one of them stands for it.
            var name = Labels.Name(entity, layer.Label, lang);
            places.TryAdd((layer.Id, name), new Found(entity.Id, name, layer.TitleIn(lang), (geo.MinX + geo.MaxX) / 2, (geo.MinY + geo.MaxY) / 2, null));
        }
        return [.. found.Concat(places.Values).OrderBy(f => Rank(f, text)).ThenBy(f => f.Name, StringComparer.OrdinalIgnoreCase).ThenBy(f => f.Id, StringComparer.Ordinal).Take(Most)];
    }

    static bool Named(Entity entity, Layer layer, string text)
    {
        if (Layer.Find(entity, layer.Label) is not { } name) return false;
        var said = name.Value.Text ?? (name.Kind == AttributeKind.LanguageProperty ? System.Text.Encoding.UTF8.GetString(name.Value.Json.Span) : "");
        return said.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    static int Rank(Found found, string text) =>
        found.Name.Equals(text, StringComparison.OrdinalIgnoreCase) || found.Id.Equals(text, StringComparison.Ordinal) ? 0
        : found.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 1
        : found.Name.Contains(text, StringComparison.OrdinalIgnoreCase) ? 2 : 3;
}
