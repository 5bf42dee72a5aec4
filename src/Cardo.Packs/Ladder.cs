using System.Text.Json;

namespace Cardo.Packs;

/// <summary>The robots of the ladder: what each rung asks, and what is missing to reach it.</summary>
internal static class Ladder
{
    /// <summary>The highest rung reached, and what the next one asks for.</summary>
    public static (Rung Rung, IReadOnlyList<string> Missing) Climb(PackFolder folder, bool manifest, IReadOnlyDictionary<string, Model> models)
    {
        var reached = Rung.None;
        foreach (var (rung, robot) in (ReadOnlySpan<(Rung, Func<IEnumerable<string>>)>)
            [
                (Rung.Sketch, () => Sketch(folder, manifest)),
                (Rung.Pilot, () => Pilot(folder, models)),
                (Rung.Service, () => Service(folder, models)),
                (Rung.Model, () => Model(folder)),
            ])
        {
            var missing = robot().ToList();
            if (missing.Count > 0) return (reached, missing);
            reached = rung;
        }
        return (reached, []);
    }

    static IEnumerable<string> Sketch(PackFolder folder, bool manifest)
    {
        if (!manifest) yield return "a complete pack.json";
        if (!folder.Has("README.md")) yield return "a README.md";
        foreach (var language in (string[])["en", "zh-Hans"])
            if (!folder.Has($"text/{language}.json")) yield return $"text/{language}.json";
    }

    static IEnumerable<string> Pilot(PackFolder folder, IReadOnlyDictionary<string, Model> models)
    {
        if (models.Count == 0) yield return "a model (model/*.json)";
        if (folder.Files("rules").Count + folder.Files("layers").Count == 0) yield return "something to show: rules/*.json or layers/*.json";
        if (folder.Files("sim").Count == 0) yield return "a simulation, so that it shows itself without hardware (sim/*.json)";
    }

    static IEnumerable<string> Service(PackFolder folder, IReadOnlyDictionary<string, Model> models)
    {
        var faults = new List<string>();
        var look = new PackFolder(folder.Path, faults);
        foreach (var file in look.Files("rules"))
            foreach (var rule in look.Objects(file))
                foreach (var stranger in Strangers(models, Text(rule, "type"), [Text(rule, "attribute"), Text(rule, "above"), Text(rule, "below"), .. Conditions(rule)]))
                    yield return $"{stranger} in the model, because rules/{Path.GetFileName(file)} speaks of it";
        foreach (var file in look.Files("layers"))
            foreach (var layer in look.Objects(file))
                foreach (var type in Texts(layer, "types"))
                    foreach (var stranger in Strangers(models, type, [Text(layer, "show")]))
                        yield return $"{stranger} in the model, because layers/{Path.GetFileName(file)} speaks of it";
        foreach (var fault in faults) yield return $"files that can be read: {fault}";
        if (look.Files("stories", "*.story").Count == 0) yield return "a story that plays it from sensor to page (stories/*.story)";
    }

    static IEnumerable<string> Model(PackFolder folder)
    {
        if (folder.Files("cases").Count == 0) yield return "what its alarms become (cases/*.json)";
        if (folder.Files("indicators").Count == 0) yield return "the figure that proves it (indicators/*.json)";
    }

    static IEnumerable<string> Strangers(IReadOnlyDictionary<string, Model> models, string? type, IEnumerable<string?> attributes)
    {
        if (type is null) yield break;
        if (!models.TryGetValue(type, out var model)) yield return type;
        else
            foreach (var name in attributes)
                if (name is not null && !model.Attributes.ContainsKey(name)) yield return $"{type}.{name}";
    }

    static IEnumerable<string?> Conditions(JsonElement rule)
    {
        if (!rule.TryGetProperty("where", out var where)) return [];
        return where.ValueKind == JsonValueKind.Array ? where.EnumerateArray().Select(c => Text(c, "attribute")) : [Text(where, "attribute")];
    }

    static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static IEnumerable<string> Texts(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!) : [];
}
