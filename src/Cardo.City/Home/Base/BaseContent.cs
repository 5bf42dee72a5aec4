using System.Collections.Concurrent;
using Cardo.Home.Layers;
using Cardo.Standards.Mvt;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace Cardo.Home.Base;

/// <summary>One version of the base map: its shapes, and an index of them for each zoom, made when first asked for.</summary>
internal sealed class BaseContent
{
    public static readonly BaseContent Empty = new("empty", [], [], new Envelope());

    /// <summary>The finest tiles; closer views stretch these.</summary>
    public const int MaxZoom = 16;

    readonly Dictionary<string, List<MvtFeature>> features;
    readonly ConcurrentDictionary<int, Lazy<List<(Layer Layer, STRtree<Drawn> Index)>>> byZoom = new();
    readonly ConcurrentBag<MvtTile> encoders = [];

    // Order keeps tiles the same whatever order the index answers in.
    sealed record Drawn(int Order, MvtFeature Feature);

    public BaseContent(string version, IReadOnlyList<Layer> layers, Dictionary<string, List<MvtFeature>> features, Envelope box)
    {
        (Version, Layers, this.features, Box) = (version, layers, features, box);
        Count = features.Values.Sum(f => f.Count);
    }

    public string Version { get; }

    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Where the city is, degrees; null-box for an empty one.</summary>
    public Envelope Box { get; }

    public int Count { get; }

    /// <summary>Layers that have something to draw.</summary>
    public IEnumerable<Layer> Filled => Layers.Where(l => features[l.Id].Count > 0);

    public MvtTileResult Tile(TileId tile)
    {
        var span = tile.Span;
        var margin = span * 64 / 4096;
        var search = new Envelope(tile.West - margin, tile.West + span + margin, tile.North - margin, tile.North + span + margin);
        var layers = new List<MvtLayer>();
        foreach (var (layer, index) in AtZoom(tile.Z))
        {
            var found = index.Query(search);
            if (found.Count == 0) continue;
            layers.Add(new MvtLayer(layer.Id, [.. found.OrderBy(f => f.Order).Select(f => f.Feature)]));
        }
        if (layers.Count == 0) return new MvtTileResult([], 0, 0);
        if (!encoders.TryTake(out var encoder)) encoder = new MvtTile();
        var made = encoder.Encode(tile, layers, new MvtLimits());
        encoders.Add(encoder);
        return made;
    }

    List<(Layer, STRtree<Drawn>)> AtZoom(int z) =>
        byZoom.GetOrAdd(z, _ => new Lazy<List<(Layer, STRtree<Drawn>)>>(() => Build(z))).Value;

    List<(Layer, STRtree<Drawn>)> Build(int z)
    {
        // A tile is drawn about 512 pixels wide: half a pixel is 1/1024 of it. The finest zoom is stretched further, so it keeps more.
        var tolerance = z >= MaxZoom ? 0 : 1.0 / (1L << z) / 1024;
        var all = new List<(Layer, STRtree<Drawn>)>();
        foreach (var layer in Layers.Where(l => l.MinZoom <= z && features[l.Id].Count > 0))
        {
            var index = new STRtree<Drawn>();
            var order = 0;
            foreach (var feature in features[layer.Id])
            {
                if (MvtSimplify.At(feature.Shape, tolerance) is not { } shape) continue;
                index.Insert(new Envelope(shape.MinX, shape.MaxX, shape.MinY, shape.MaxY), new Drawn(order++, feature with { Shape = shape }));
            }
            index.Build();
            all.Add((layer, index));
        }
        return all;
    }
}
