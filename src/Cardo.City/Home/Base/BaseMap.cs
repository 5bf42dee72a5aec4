using System.Security.Cryptography;
using System.Text;
using Cardo.Home.Layers;
using Cardo.Standards.Mvt;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using NetTopologySuite.Geometries;

namespace Cardo.Home.Base;

/// <summary>
/// The city's own geometry as a base map. Read from the twin whenever it changes; its version is made of what it holds,
/// so that the same city has the same tiles after a restart and browsers keep theirs.
/// </summary>
internal sealed class BaseMap(TwinDesk twin, LayerShelf shelf)
{
    /// <summary>Beyond this the smallest things are left out.</summary>
    const int MostShapes = 2_000_000;

    volatile BaseContent content = BaseContent.Empty;

    public BaseContent Content => content;

    public string Version => content.Version;

    /// <summary>Reads the twin; true when the map is another one than before.</summary>
    public bool Read()
    {
        var layers = shelf.BaseLayers;
        var features = layers.ToDictionary(l => l.Id, _ => new List<MvtFeature>());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var box = new Envelope();
        ulong id = 0;
        foreach (var entity in twin.All())
        {
            if (Layer.Find(entity, "location")?.Value.Geo is not { } geo || shelf.Of(entity) is not { } layer) continue;
            box.ExpandToInclude(geo.MinX, geo.MinY);
            box.ExpandToInclude(geo.MaxX, geo.MaxY);
            if (!layer.Base || id >= MostShapes) continue;
            var shape = geo.IsPoint ? MvtShape.At(geo.MinX, geo.MinY) : MvtShape.From(geo.Geometry());
            if (shape is null) continue;
            var tags = Tags(entity, layer);
            features[layer.Id].Add(new MvtFeature(++id, shape, tags));
            if (shape.Kind == MvtKind.Polygon && tags.Count > 0 && NamePoint(geo) is { } spot) features[layer.Id].Add(new MvtFeature(++id, spot, tags));
            hash.AppendData(Encoding.UTF8.GetBytes(entity.Id + layer.Id));
            hash.AppendData(geo.Json.Span);
            foreach (var tag in tags) hash.AppendData(Encoding.UTF8.GetBytes(tag.Key + tag.Value));
        }
        var version = Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
        var same = version == content.Version;
        if (!same) content = new BaseContent(version, layers, features, box);
        return !same;
    }

    // Tiles cut an area, and each piece would carry its name: one point inside it carries it instead.
    static MvtShape? NamePoint(GeoValue geo)
    {
        var inside = geo.Geometry().InteriorPoint;
        return inside.IsEmpty ? null : MvtShape.At(inside.X, inside.Y);
    }

    static List<KeyValuePair<string, MvtValue>> Tags(Entity entity, Layer layer)
    {
        var tags = new List<KeyValuePair<string, MvtValue>>();
        if (Layer.Find(entity, layer.Label) is { } name)
        {
            if (name.Kind == AttributeKind.LanguageProperty)
                foreach (var lang in Ui.Texts.Languages) tags.Add(new("name:" + lang, Labels.Name(entity, layer.Label, lang)));
            else if (name.Value.Text is { Length: > 0 } text) tags.Add(new("name", text.Length > 120 ? text[..120] : text));
        }
        if (layer.Paint.WidthBy is { } by && Layer.Find(entity, by)?.Value.Text is { } kind && layer.Paint.Widths?.ContainsKey(kind) == true) tags.Add(new("kind", kind));
        return tags;
    }
}
