using System.Collections;
using Cardo.Kernel;
using YamlDotNet.RepresentationModel;

namespace Cardo.Server;

/// <summary>Puts a city's settings together: city.yaml, then CARDO_… of the environment, then the command line.</summary>
internal static class SettingsReader
{
    /// <param name="cityDir">a folder with city.yaml, or null</param>
    /// <param name="flags">dotted keys from the command line; null values count as not said</param>
    public static Outcome<Settings> Read(string? cityDir, IReadOnlyDictionary<string, string?> flags)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (cityDir is not null)
        {
            var file = Path.Combine(cityDir, "city.yaml");
            if (!File.Exists(file)) return Refusal.NotFound("no-city", $"{file} is not there. A city is a folder with a city.yaml; see docs/operators/cities.md.");
            if (!ReadYaml(file, values).Try(out _, out var refusal)) return refusal;
        }
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (variable.Key is string key && key.StartsWith("CARDO_", StringComparison.Ordinal))
                values[key[6..].ToLowerInvariant().Replace("__", ".")] = (string?)variable.Value ?? "";
        foreach (var (key, value) in flags)
            if (value is not null) values[key] = value;
        if (!values.ContainsKey("packs_dir") && Above("packs") is { } packs) values["packs_dir"] = packs;
        return Compose(cityDir, values);
    }

    /// <summary>A folder that came with the program: beside it, or above it in a checkout.</summary>
    public static string? Above(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, name)) && folder.Name is not "src") return Path.Combine(folder.FullName, name);
        return null;
    }

    static Outcome<Settings> Compose(string? cityDir, Dictionary<string, string> values)
    {
        var data = Path.GetFullPath(values.GetValueOrDefault("data_dir") ?? "data/city");
        if (!Port(values, "port", 8080).Try(out var port, out var refusal)) return refusal;
        if (!Port(values, "mqtt_port", 1883).Try(out var mqtt, out refusal)) return refusal;
        return new Settings(values)
        {
            CityDir = cityDir is null ? null : Path.GetFullPath(cityDir),
            DataDir = data,
            Store = values.GetValueOrDefault("store") ?? "sqlite:" + Path.Combine(data, "city.db"),
            Port = port,
            MqttPort = mqtt,
            Bind = values.GetValueOrDefault("bind") ?? "127.0.0.1",
            TrustLoopback = values.GetValueOrDefault("trust_loopback") == "true",
        };
    }

    static Outcome<int> Port(Dictionary<string, string> values, string key, int otherwise)
    {
        if (!values.TryGetValue(key, out var text)) return otherwise;
        return int.TryParse(text, out var port) && port is >= 0 and <= 65535 ? port : Refusal.Bad("bad-port", $"{key}: {text} is not a port (0 to 65535).");
    }

    static Outcome<Done> ReadYaml(string file, Dictionary<string, string> into)
    {
        try
        {
            using var reader = File.OpenText(file);
            var yaml = new YamlStream();
            yaml.Load(reader);
            if (yaml.Documents.Count > 0) Flatten("", yaml.Documents[0].RootNode, into);
            return Done.It;
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            return Refusal.Bad("bad-yaml", $"{file}, line {e.Start.Line}: {e.Message}");
        }
    }

    static void Flatten(string prefix, YamlNode node, Dictionary<string, string> into)
    {
        switch (node)
        {
            case YamlScalarNode scalar: into[prefix] = scalar.Value ?? ""; break;
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children) Flatten(Join(prefix, ((YamlScalarNode)key).Value!), value, into);
                break;
            case YamlSequenceNode list:
                for (var i = 0; i < list.Children.Count; i++) Flatten(Join(prefix, $"{i}"), list.Children[i], into);
                break;
        }
    }

    static string Join(string prefix, string key) => prefix.Length == 0 ? key : $"{prefix}.{key}";
}
