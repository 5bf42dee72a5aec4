using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Cardo.Sensing.Import;

/// <summary>
/// One mapping of a YAML file, read key by key. What is asked for wrongly, and every key nobody asked for, becomes an
/// error with its line.
/// </summary>
internal sealed class YamlMap(YamlMappingNode node, string where, List<string> errors)
{
    readonly Dictionary<string, YamlNode> children = node.Children
        .Where(c => c.Key is YamlScalarNode).ToDictionary(c => ((YamlScalarNode)c.Key).Value ?? "", c => c.Value);
    readonly HashSet<string> asked = [];

    public long Line => node.Start.Line;

    public IEnumerable<string> Keys => children.Keys;

    public void Wrong(string key, string why) =>
        errors.Add($"{where}:{(children.TryGetValue(key, out var child) ? child.Start.Line : Line)}: {key}: {why}");

    public bool Has(string key) => children.ContainsKey(key);

    YamlNode? Ask(string key)
    {
        asked.Add(key);
        return children.GetValueOrDefault(key);
    }

    public string? Text(string key)
    {
        var child = Ask(key);
        if (child is null) return null;
        if (child is YamlScalarNode scalar) return scalar.Value ?? "";
        Wrong(key, "must be a text");
        return null;
    }

    public string Must(string key)
    {
        var text = Text(key);
        if (text is null && !Has(key)) Wrong(key, "is missing");
        return text ?? "";
    }

    public bool Flag(string key)
    {
        var text = Text(key);
        if (text is null or "true" or "false") return text == "true";
        Wrong(key, "must be true or false");
        return false;
    }

    public double? Number(string key)
    {
        var text = Text(key);
        if (text is null) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
        Wrong(key, $"\"{text}\" is no number");
        return null;
    }

    /// <summary>A word of a list; the first one when absent.</summary>
    public string Choice(string key, params string[] words)
    {
        var text = Text(key);
        if (text is null) return words[0];
        if (words.Contains(text)) return text;
        Wrong(key, $"must be {string.Join(", ", words[..^1])} or {words[^1]}, not \"{text}\"");
        return words[0];
    }

    /// <summary>A list of texts; one text alone is a list of one.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        var child = Ask(key);
        if (child is null) return null;
        if (child is YamlScalarNode one) return [one.Value ?? ""];
        if (child is YamlSequenceNode many && many.Children.All(c => c is YamlScalarNode))
            return many.Children.Select(c => ((YamlScalarNode)c).Value ?? "").ToArray();
        Wrong(key, "must be a text or a list of texts");
        return null;
    }

    public double[]? Numbers(string key, int count)
    {
        var texts = Texts(key);
        if (texts is null) return null;
        var numbers = texts.Select(t => double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN).ToArray();
        if (numbers.Length == count && numbers.All(double.IsFinite)) return numbers;
        Wrong(key, $"must be {count} numbers");
        return null;
    }

    public YamlMap? Map(string key)
    {
        var child = Ask(key);
        if (child is null) return null;
        if (child is YamlMappingNode map) return new YamlMap(map, where, errors);
        Wrong(key, "must be a mapping");
        return null;
    }

    public IReadOnlyDictionary<string, string>? Dictionary(string key)
    {
        var map = Map(key);
        return map?.Keys.ToDictionary(k => k, k => map.Text(k) ?? "");
    }

    /// <summary>A scalar or anything nested, as JSON (for constants).</summary>
    public string? Json(string key)
    {
        var child = Ask(key);
        return child is null ? null : Json(child).ToJsonString();
    }

    static System.Text.Json.Nodes.JsonNode Json(YamlNode node) => node switch
    {
        YamlSequenceNode list => new System.Text.Json.Nodes.JsonArray(list.Children.Select(c => (System.Text.Json.Nodes.JsonNode?)Json(c)).ToArray()),
        YamlMappingNode map => new System.Text.Json.Nodes.JsonObject(map.Children.Select(c =>
            KeyValuePair.Create(((YamlScalarNode)c.Key).Value ?? "", (System.Text.Json.Nodes.JsonNode?)Json(c.Value)))),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } s when s.Value is "true" or "false" => System.Text.Json.Nodes.JsonValue.Create(s.Value == "true"),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } s when double.TryParse(s.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) => System.Text.Json.Nodes.JsonValue.Create(n),
        YamlScalarNode s => System.Text.Json.Nodes.JsonValue.Create(s.Value ?? "")!,
        _ => System.Text.Json.Nodes.JsonValue.Create("")!,
    };

    /// <summary>Refuses every key that nobody asked for.</summary>
    public void NoOthers()
    {
        foreach (var key in children.Keys.Except(asked)) Wrong(key, "is not a key of this place");
    }
}
