using System.Text.Json;

namespace Cardo.Packs;

/// <summary>Reads model/*.json: <c>{ "type": …, "source": …, "attributes": { NAME: { "kind": …, "unit": …, "min": …, "max": …, "values": […] } } }</c>.</summary>
internal static class ReadModels
{
    static readonly string[] kinds = ["Property", "Relationship", "GeoProperty", "LanguageProperty"];

    public static IReadOnlyDictionary<string, Model> Read(PackFolder folder, List<string> faults)
    {
        var models = new SortedDictionary<string, Model>(StringComparer.Ordinal);
        foreach (var file in folder.Files("model"))
            foreach (var item in folder.Objects(file))
            {
                var name = "model/" + Path.GetFileName(file);
                if (Text(item, "type") is not { } type || Text(item, "source") is not { } source)
                {
                    faults.Add($"{name}: a model has a type and the source of its name.");
                    continue;
                }
                if (!models.TryAdd(type, new Model(type, source, Attributes(item, $"{name}: {type}", faults)))) faults.Add($"{name}: {type} is there twice.");
            }
        return models;
    }

    static IReadOnlyDictionary<string, ModelAttribute> Attributes(JsonElement item, string where, List<string> faults)
    {
        var attributes = new SortedDictionary<string, ModelAttribute>(StringComparer.Ordinal);
        if (!item.TryGetProperty("attributes", out var all) || all.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{where} has no attributes.");
            return attributes;
        }
        foreach (var attribute in all.EnumerateObject())
        {
            var at = attribute.Value;
            var kind = at.ValueKind == JsonValueKind.Object ? Text(at, "kind") ?? "Property" : "";
            if (!kinds.Contains(kind))
            {
                faults.Add($"{where}.{attribute.Name} is an object; its kind is one of {string.Join(", ", kinds)}.");
                continue;
            }
            var (min, max) = (Number(at, "min"), Number(at, "max"));
            if (min > max) faults.Add($"{where}.{attribute.Name}: min is above max.");
            var values = at.TryGetProperty("values", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!).ToArray() : [];
            attributes[attribute.Name] = new ModelAttribute(kind, Text(at, "unit"), min, max, values);
        }
        return attributes;
    }

    static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    static double? Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
