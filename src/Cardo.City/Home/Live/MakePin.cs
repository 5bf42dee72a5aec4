using Cardo.Home.Layers;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Home.Live;

/// <summary>From an entity to what the map shows of it. Pure.</summary>
internal static class MakePin
{
    /// <summary>Null for what has no place.</summary>
    public static Pin? From(Entity entity, Layer layer, int index)
    {
        if (Layer.Find(entity, "location")?.Value.Geo is not { } geo) return null;
        var shown = Shown(entity, layer);
        var heardUs = Attribute.NoTime;
        foreach (var attribute in entity.Attributes)
            if (attribute.ObservedAtUs > heardUs) heardUs = attribute.ObservedAtUs;
        return new Pin
        {
            Index = index,
            Id = entity.Id,
            Layer = layer,
            Type = Names.Short(entity.Types[0]),
            Name = Labels.Name(entity, layer.Label, "en"),
            Names = (Layer.Find(entity, layer.Label) ?? Layer.Find(entity, "name")) is { Kind: AttributeKind.LanguageProperty } names ? names.Value.Json : default,
            Lon = Math.Round((geo.MinX + geo.MaxX) / 2, 6),
            Lat = Math.Round((geo.MinY + geo.MaxY) / 2, 6),
            Attribute = shown is null ? null : Names.Short(shown.Name),
            Value = shown?.Value ?? default,
            Unit = shown?.UnitCode,
            AtUs = shown is null ? Attribute.NoTime : shown.AtUs,
            HeardUs = heardUs,
            Doubts = shown?.Doubts ?? 0,
            State = State(entity, layer),
        };
    }

    /// <summary>The attribute its layer wants shown; else the first that was observed and is a number, else the first observed.</summary>
    public static Attribute? Shown(Entity entity, Layer layer)
    {
        if (layer.Show is { } show && Layer.Find(entity, show) is { } wanted) return wanted;
        Attribute? first = null;
        foreach (var attribute in entity.Attributes)
        {
            if (attribute.ObservedAtUs == Attribute.NoTime || attribute.Kind != AttributeKind.Property) continue;
            if (attribute.Value.Kind == ValueKind.Number && !Layer.Is(attribute.Name, "batteryLevel") && !Layer.Is(attribute.Name, "rssi")) return attribute;
            if (attribute.Value.Kind is ValueKind.Text or ValueKind.Bool) first ??= attribute;
        }
        return first;
    }

    public static Tone State(Entity entity, Layer layer)
    {
        var tone = Tone.None;
        foreach (var rule in layer.States)
            if (rule.Holds(entity)) tone = Max(tone, rule.Tone == "alert" ? Tone.Alert : Tone.Warn);
        return tone;
    }

    public static Tone Max(Tone a, Tone b) => a > b ? a : b;
}
