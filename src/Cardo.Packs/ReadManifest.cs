using System.Text.Json;

namespace Cardo.Packs;

/// <summary>Reads pack.json. The five sentences are asked for in words a person understands, because a person has to write them.</summary>
internal static class ReadManifest
{
    static readonly (string Name, string Asks)[] sentences =
    [
        ("title", "what the scenario is called"),
        ("serves", "whom it serves: a scenario that can't name its people is not admitted"),
        ("voice", "how those people are heard"),
        ("proof", "by which figure it is judged"),
        ("cost", "what it costs, and whom"),
        ("keeps", "what it keeps, for how long, and what of it is personal"),
    ];

    public static Manifest? Read(PackFolder folder, List<string> faults)
    {
        var file = Path.Combine(folder.Path, "pack.json");
        if (!File.Exists(file))
        {
            faults.Add("pack.json is missing: it says what the pack is (docs/packs.md).");
            return null;
        }
        if (folder.Objects(file) is not [var manifest]) return null;
        var before = faults.Count;
        var said = sentences.Select(s => Sentence(manifest, s.Name, s.Asks, faults)).ToArray();
        var (uses, speaks) = (Words(manifest, "uses", faults), Words(manifest, "speaks", faults));
        foreach (var member in manifest.EnumerateObject())
            if (member.Name is not ("uses" or "speaks") && !Array.Exists(sentences, s => s.Name == member.Name)) faults.Add($"pack.json: \"{member.Name}\" is not known here.");
        return faults.Count > before ? null : new Manifest(said[0], said[1], said[2], said[3], said[4], said[5], uses, speaks);
    }

    static IReadOnlyDictionary<string, string> Sentence(JsonElement manifest, string name, string asks, List<string> faults)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!manifest.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"pack.json does not say {asks} (\"{name}\", in en and zh-Hans).");
            return texts;
        }
        foreach (var text in value.EnumerateObject())
            if (text.Value.ValueKind == JsonValueKind.String && text.Value.GetString()!.Trim().Length > 0) texts[text.Name] = text.Value.GetString()!;
        foreach (var language in (string[])["en", "zh-Hans"])
            if (!texts.ContainsKey(language)) faults.Add($"pack.json does not say {asks} in {language} (\"{name}\").");
        return texts;
    }

    static IReadOnlyList<string> Words(JsonElement manifest, string name, List<string> faults)
    {
        if (!manifest.TryGetProperty(name, out var value)) return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)) return [.. value.EnumerateArray().Select(v => v.GetString()!)];
        faults.Add($"pack.json: \"{name}\" is a list of texts.");
        return [];
    }
}
