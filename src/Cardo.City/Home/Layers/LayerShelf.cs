using System.Collections.Concurrent;
using System.Reflection;
using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using Cardo.Ui;
using Microsoft.Extensions.Logging;

namespace Cardo.Home.Layers;

/// <summary>
/// All layers: the house's own, the packs' and the city's. A later one with the same id takes the earlier one's place,
/// so a city may say better. Things of a type nobody mentions get a plain layer of that type, so that nothing is invisible.
/// </summary>
internal sealed class LayerShelf
{
    const int MostLayers = 200;
    const int MostPlain = 100;

    readonly Lock gate = new();
    readonly Texts texts;
    readonly List<Layer> told = [];
    readonly ConcurrentDictionary<string, Layer[]> candidates = new(StringComparer.Ordinal);
    readonly Dictionary<string, Layer> plain = new(StringComparer.Ordinal);

    public LayerShelf(Settings settings, IEnumerable<LayerFolder> folders, Texts texts, ILogger<LayerShelf> log)
    {
        this.texts = texts;
        var own = settings.CityDir is { } city ? [new LayerFolder(System.IO.Path.Combine(city, "layers"), "city")] : Array.Empty<LayerFolder>();
        foreach (var (json, owner, name) in BuiltIn().Concat(folders.Concat(own).SelectMany(Files)))
        {
            if (!LayerFile.Read(json, owner).Try(out var layers, out var refusal))
            {
                log.LogWarning("{File}: {Message} The file is left out.", name, refusal.Message);
                continue;
            }
            foreach (var layer in layers)
            {
                told.RemoveAll(l => l.Id == layer.Id);
                if (told.Count < MostLayers) told.Add(layer);
            }
        }
        told.Sort((a, b) => a.Order != b.Order ? a.Order.CompareTo(b.Order) : string.CompareOrdinal(a.Id, b.Id));
    }

    public IReadOnlyList<Layer> BaseLayers => [.. told.Where(l => l.Base)];

    /// <summary>The layers of living things, plain ones last.</summary>
    public IReadOnlyList<Layer> LiveLayers
    {
        get
        {
            lock (gate) return [.. told.Where(l => !l.Base), .. plain.Values.OrderBy(l => l.Id, StringComparer.Ordinal)];
        }
    }

    public Layer? Find(string id) => told.Find(l => l.Id == id) ?? LiveLayers.FirstOrDefault(l => l.Id == id);

    /// <summary>The layer a thing stands in; null for what has no place on the map (alarms are shown on the thing they are about).</summary>
    public Layer? Of(Entity entity)
    {
        foreach (var layer in Known(entity))
            if (layer.Fits(entity)) return layer;
        return entity.Is(Alarm.Type) ? null : Plain(Names.Short(entity.Types[0]));
    }

    /// <summary>Whether it is drawn as part of the base map.</summary>
    public bool IsBase(Entity entity)
    {
        var some = Known(entity);
        // Most things can't be: living layers come first, so one look at the last says so.
        return some.Length > 0 && some[^1].Base && Of(entity) is { Base: true };
    }

    Layer[] Known(Entity entity)
    {
        var type = entity.Types.Length == 1 ? entity.Types[0] : string.Join(' ', entity.Types);
        if (candidates.TryGetValue(type, out var some)) return some;
        some = Candidates(entity);
        if (candidates.Count <= 10_000) candidates.TryAdd(type, some);
        return some;
    }

    // Living layers are asked first: a park with a sensor is shown as what it measures.
    Layer[] Candidates(Entity entity) =>
        [.. told.Where(l => entity.Types.Any(t => l.Types.Contains(Names.Short(t)))).OrderBy(l => l.Base)];

    /// <summary>What a type is called that no layer speaks of.</summary>
    public string TitleOf(string type, string lang) => texts.Find(lang, "home.type." + type) ?? Labels.Humanize(type);

    Layer Plain(string type)
    {
        lock (gate)
        {
            if (plain.TryGetValue(type, out var layer)) return layer;
            if (plain.Count >= MostPlain) return plain.GetValueOrDefault("other") ?? (plain["other"] = Make("other"));
            return plain[type] = Make(type);
        }

        Layer Make(string id) => new()
        {
            Id = "type-" + id,
            Owner = "cardo",
            Types = [id],
            Order = 90,
            Title = Texts.Languages.ToDictionary(l => l, l => TitleOf(id, l)),
        };
    }

    static IEnumerable<(byte[] Json, string Owner, string Name)> Files(LayerFolder folder)
    {
        if (!Directory.Exists(folder.Path)) yield break;
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*.json").Order(StringComparer.Ordinal).Take(MostLayers))
            if (new FileInfo(file).Length <= LayerFile.MostBytes) yield return (File.ReadAllBytes(file), folder.Owner, file);
    }

    static IEnumerable<(byte[] Json, string Owner, string Name)> BuiltIn()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Cardo.Home.Layers.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            yield return (bytes, "cardo", name);
        }
    }
}
