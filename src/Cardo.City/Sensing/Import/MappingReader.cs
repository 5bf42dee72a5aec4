using System.Security.Cryptography;
using System.Text;
using Cardo.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Cardo.Sensing.Import;

/// <summary>Reads a mapping file whole or says everything that is wrong with it, each with its line.</summary>
internal sealed class MappingReader
{
    public const int MaxFile = 1 << 20;

    readonly List<string> errors = [];
    readonly List<string> columns = [];
    readonly TimeZoneInfo zone;

    MappingReader(TimeZoneInfo zone) => this.zone = zone;

    /// <param name="zone">the city's, for local times whose mapping names none</param>
    public static Outcome<Mapping> Read(string path, TimeZoneInfo zone)
    {
        if (!File.Exists(path)) return Refusal.NotFound("no-mapping", $"There is no mapping {path}.");
        if (new FileInfo(path).Length > MaxFile) return Refusal.TooLarge("mapping-too-large", $"{path} is larger than {MaxFile >> 20} MB.");
        return Parse(File.ReadAllText(path), path, zone);
    }

    public static Outcome<Mapping> Parse(string text, string path, TimeZoneInfo zone)
    {
        var reader = new MappingReader(zone);
        var file = Path.GetFileName(path);
        Mapping? mapping = null;
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            if (yaml.Documents is not [{ RootNode: YamlMappingNode root }]) reader.errors.Add($"{file}:1: a mapping file is one YAML mapping");
            else mapping = reader.Whole(new YamlMap(root, file, reader.errors), text, path);
        }
        catch (YamlException e)
        {
            reader.errors.Add($"{file}:{e.Start.Line}: no YAML: {e.Message}");
        }
        catch (InvalidOperationException e)
        {
            // Some broken documents trip the YAML scanner itself.
            reader.errors.Add($"{file}:1: no YAML: {e.Message}");
        }
        return reader.errors.Count == 0 ? mapping!
            : new Refusal(RefusalKind.BadRequest, "bad-mapping", $"{file} can't be used: {reader.errors[0]}", reader.errors);
    }

    int Column(string name)
    {
        var at = columns.IndexOf(name);
        if (at >= 0) return at;
        columns.Add(name);
        return columns.Count - 1;
    }

    Mapping Whole(YamlMap map, string text, string path)
    {
        var attributes = new AttributeReader(Column, zone, map.Texts("nulls") ?? []);
        var format = Enum.Parse<SourceFormat>(map.Choice("format", "csv", "json", "ndjson", "geojson", "topojson"), ignoreCase: true);
        var encoding = map.Text("encoding") ?? "utf-8";
        if (SourceFile.EncodingOf(encoding) is null) map.Wrong("encoding", $"\"{encoding}\" is no known encoding");
        var delimiter = map.Text("delimiter") ?? ",";
        if (delimiter.Length != 1) map.Wrong("delimiter", "must be one character");
        var mapping = new Mapping
        {
            Name = Path.GetFileNameWithoutExtension(path),
            Path = path,
            Title = map.Must("title"),
            Source = map.Dictionary("source") ?? new Dictionary<string, string>(),
            Files = map.Texts("files") ?? [],
            Format = format,
            Encoding = SourceFile.EncodingOf(encoding) ?? Encoding.UTF8,
            Delimiter = delimiter.Length == 1 ? delimiter[0] : ',',
            Header = map.Texts("header"),
            Records = map.Text("records") ?? (format == SourceFormat.GeoJson ? "features" : ""),
            Where = Conditions(map.Map("where")),
            Types = (map.Texts("type") ?? []).Select(Terms.Expand).ToArray(),
            Id = IdTemplate(map),
            Observations = map.Choice("history", "static", "observations") == "observations",
            KeepLast = map.Choice("duplicates", "keepFirst", "keepLast") == "keepLast",
            Group = map.Flag("group"),
            Attributes = attributes.ReadAll(map.Map("attributes")),
            Location = attributes.Location(map.Map("location")),
            ObservedAt = attributes.ObservedAt(map.Map("observedAt")),
            Columns = columns,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        };
        Check(map, mapping);
        map.NoOthers();
        return mapping;
    }

    static void Check(YamlMap map, Mapping mapping)
    {
        if (mapping.Files.Count == 0) map.Wrong("files", "is missing");
        foreach (var file in mapping.Files.Where(f => Path.IsPathRooted(f) || f.Split('/', '\\').Contains("..")))
            map.Wrong("files", $"\"{file}\" leaves the data folder");
        if (mapping.Types.Length == 0) map.Wrong("type", "is missing");
        if (mapping.Attributes.Count == 0 && mapping.Location is null) map.Wrong("attributes", "there is neither an attribute nor a location");
        if (mapping.Observations && mapping.ObservedAt is null) map.Wrong("observedAt", "observations need the moment of observation");
        if (!mapping.Observations && mapping.ObservedAt is not null) map.Wrong("observedAt", "only observations are observed: say history: observations");
        if (mapping.Observations && mapping.Group) map.Wrong("group", "observations can't be grouped");
        if (mapping.Header is not null && mapping.Format != SourceFormat.Csv) map.Wrong("header", "only CSV has one");
        if (mapping.Location?.Geometry == true && mapping.Format is not (SourceFormat.GeoJson or SourceFormat.TopoJson))
            map.Wrong("location", "geometry: true needs GeoJSON or TopoJSON");
    }

    Template IdTemplate(YamlMap map)
    {
        var text = map.Must("id");
        if (text.Length > 0 && !text.StartsWith("urn:", StringComparison.Ordinal)) map.Wrong("id", "must begin with urn:");
        var template = Template.Read(text, urn: true, Column, out var wrong);
        if (wrong is not null) map.Wrong("id", wrong);
        return template ?? Template.Read("", true, Column, out _)!;
    }

    List<Condition> Conditions(YamlMap? where) =>
        where is null ? [] : [.. where.Keys.Select(k => new Condition(Column(k), where.Texts(k) ?? []))];
}
