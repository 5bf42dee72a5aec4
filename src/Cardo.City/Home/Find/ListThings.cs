using System.Text;
using Cardo.Home.History;
using Cardo.Home.Layers;
using Cardo.Home.Live;
using Cardo.Standards.NgsiLd;

namespace Cardo.Home.Find;

/// <summary>One line of the list.</summary>
/// <param name="Word">fine, warn, alert, silent or still</param>
public sealed record ListedThing(Pin Pin, Value Value, long AtUs, string Word);

/// <summary>What is asked of the list.</summary>
/// <param name="Text">part of a name, an id or a type</param>
/// <param name="Layer">a layer's id</param>
/// <param name="Word">a state</param>
/// <param name="Sort"><c>name layer value age state</c>, with a minus downwards</param>
/// <param name="AtUs">a moment of the past; null for now</param>
public sealed record ListQuery(string? Text, string? Layer, string? Word, string Sort, int Offset, long? AtUs);

/// <summary>Everything on the map as a list: filtered, sorted, a page at a time.</summary>
internal sealed class ListThings(CityBoard board, Moments moments, LayerShelf shelf)
{
    public const int Size = 50;

    public static readonly string[] Words = ["alert", "warn", "silent", "fine", "still"];

    public static readonly string[] Sorts = ["name", "layer", "value", "age", "state"];

    public (IReadOnlyList<ListedThing> Page, int Total) Run(ListQuery query, long nowUs)
    {
        var all = query.AtUs is { } at && at < nowUs
            ? moments.At(at, nowUs).Select(p => new ListedThing(p.Pin, p.Value, p.AtUs, p.Word(at)))
            : board.Copy().Pins.Select(p => new ListedThing(p, p.Value, p.AtUs, p.WordAt(nowUs)));
        if (!string.IsNullOrWhiteSpace(query.Text)) all = all.Where(t => Matches(t.Pin, query.Text.Trim()));
        if (query.Layer is { Length: > 0 } layer) all = all.Where(t => t.Pin.Layer.Id == layer);
        if (query.Word is { Length: > 0 } word) all = all.Where(t => t.Word == word);
        var found = Sort(all, query.Sort).ToList();
        return ([.. found.Skip(query.Offset).Take(Size)], found.Count);
    }

    public static bool Matches(Pin pin, string text) =>
        pin.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || pin.Id.Contains(text, StringComparison.OrdinalIgnoreCase) || pin.Type.Contains(text, StringComparison.OrdinalIgnoreCase)
        || (!pin.Names.IsEmpty && Encoding.UTF8.GetString(pin.Names.Span).Contains(text, StringComparison.OrdinalIgnoreCase));

    static IEnumerable<ListedThing> Sort(IEnumerable<ListedThing> all, string sort)
    {
        var down = sort.StartsWith('-');
        return sort.TrimStart('-') switch
        {
            "layer" => By(t => t.Pin.Layer.Order * 1000 + t.Pin.Layer.Id.Length),
            "value" => By(t => double.IsNaN(t.Value.Number) ? double.MinValue : t.Value.Number),
            "age" => By(t => -t.AtUs),
            "state" => By(t => Array.IndexOf(Words, t.Word)),
            _ => down ? all.OrderByDescending(t => t.Pin.Name, StringComparer.OrdinalIgnoreCase) : all.OrderBy(t => t.Pin.Name, StringComparer.OrdinalIgnoreCase),
        };

        // Equal ones by name, so that pages don't overlap.
        IEnumerable<ListedThing> By<TKey>(Func<ListedThing, TKey> key) =>
            (down ? all.OrderByDescending(key) : all.OrderBy(key)).ThenBy(t => t.Pin.Layer.Id, StringComparer.Ordinal).ThenBy(t => t.Pin.Name, StringComparer.OrdinalIgnoreCase).ThenBy(t => t.Pin.Index);
    }

    /// <summary>Layers with how many things each has, and how many of them need a look.</summary>
    public IReadOnlyList<LayerCount> Layers(long nowUs)
    {
        var byLayer = board.Copy().Pins.GroupBy(p => p.Layer.Id).ToDictionary(g => g.Key, g => g.ToList());
        return [.. shelf.LiveLayers.Where(l => byLayer.ContainsKey(l.Id)).Select(l => new LayerCount(l, byLayer[l.Id].Count,
            byLayer[l.Id].Count(p => p.Tone != Tone.None), byLayer[l.Id].Count(p => p.SilentAt(nowUs)), byLayer[l.Id].Count(p => p.Doubts != 0),
            byLayer[l.Id].Max(p => p.HeardUs)))];
    }
}

/// <summary>A layer in figures.</summary>
public sealed record LayerCount(Layer Layer, int Things, int Look, int Silent, int Doubtful, long HeardUs);
