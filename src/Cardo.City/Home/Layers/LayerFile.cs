using System.Text.Json;
using System.Text.RegularExpressions;
using Cardo.Kernel;
using Cardo.Ui;

namespace Cardo.Home.Layers;

/// <summary>Reads a layer file: one layer or an array of them. What is wrong is said by name; nothing throws.</summary>
internal static partial class LayerFile
{
    public const int MostBytes = 256 * 1024;

    static readonly string[] Tokens = ["land", "water", "green", "street", "street-edge", "building", "border", "label", "accent", "good", "warn", "alert", "muted", "ink", "line", "surface"];
    static readonly string[] Geometries = ["point", "line", "polygon"];
    static readonly string[] Ops = [">=", ">", "<=", "<", "==", "!="];
    public static readonly string[] Icons = ["dot", "water", "rain", "air", "weather", "lamp", "waste", "bus", "parking", "noise", "traffic", "power", "park", "building", "bike", "people"];

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 8,
    };

    public static Outcome<IReadOnlyList<Layer>> Read(ReadOnlySpan<byte> json, string owner)
    {
        if (json.Length > MostBytes) return Refusal.TooLarge("layer-too-large", $"A layer file may have {MostBytes / 1024} KB.");
        List<Raw>? raw;
        try
        {
            var array = json.TrimStart(" \t\r\n\uFEFF"u8).StartsWith("["u8);
            raw = array ? JsonSerializer.Deserialize<List<Raw>>(json, Options) : JsonSerializer.Deserialize<Raw>(json, Options) is { } one ? [one] : null;
        }
        catch (JsonException e)
        {
            return Refusal.Bad("layer-unreadable", $"The layer file is not read: {e.Message}");
        }
        var layers = new List<Layer>();
        foreach (var each in raw ?? [])
        {
            if (each is null) return Refusal.Bad("layer-unreadable", "The layer file is not read: null is no layer.");
            if (Wrong(each) is { } wrong) return Refusal.Bad("layer-wrong", $"Layer {each.Id ?? "without id"}: {wrong}.");
            layers.Add(Make(each, owner));
        }
        return layers;
    }

    static string? Wrong(Raw raw)
    {
        if (raw.Id is null || !Name().IsMatch(raw.Id)) return "id must be lower-case letters, digits and hyphens, at most 60";
        if (raw.Types is null or { Count: 0 or > 100 }) return "types must name 1 to 100 entity types";
        if (raw.Title is null || Texts.Needed.Any(l => string.IsNullOrWhiteSpace(raw.Title.GetValueOrDefault(l)))) return $"title must be given in {string.Join(" and ", Texts.Needed)}";
        var paint = raw.Paint ?? new Paint();
        if (!Geometries.Contains(paint.Geometry)) return $"paint.geometry must be one of {string.Join(", ", Geometries)}";
        if (new[] { paint.Color, paint.Fill, paint.Casing }.FirstOrDefault(t => t is not null && !Tokens.Contains(t)) is { } token)
            return $"paint speaks of \"{token}\"; colours are the tokens {string.Join(", ", Tokens)}";
        if (!Icons.Contains(paint.Icon)) return $"paint.icon must be one of {string.Join(", ", Icons)}";
        if (paint.Width is not (> 0 and <= 60) || paint.Widths?.Values.Any(w => w is not (> 0 and <= 60)) == true) return "widths are 0 to 60 pixels";
        if (paint.Widths?.Count > 40) return "at most 40 widths";
        if (raw.MinZoom is < 0 or > 22 || raw.LabelZoom is < 0 or > 22) return "minZoom and labelZoom are 0 to 22";
        if (raw.SilentAfter_s is <= 0) return "silentAfter_s must be positive";
        return raw.States?.Select(WrongState).FirstOrDefault(w => w is not null);
    }

    static string? WrongState(StateRule rule)
    {
        if (rule.Tone is not ("warn" or "alert")) return "a state's tone is warn or alert";
        if (string.IsNullOrEmpty(rule.Attribute)) return "a state names its attribute";
        if (!Ops.Contains(rule.Op)) return $"a state's op is one of {string.Join(" ", Ops)}";
        var told = (rule.Than is null ? 0 : 1) + (rule.ThanAttribute is null ? 0 : 1) + (rule.ThanText is null ? 0 : 1);
        if (told != 1) return "a state has one of than, thanAttribute and thanText";
        return rule.ThanText is not null && rule.Op is not ("==" or "!=") ? "thanText goes with == and !=" : null;
    }

    static Layer Make(Raw raw, string owner) => new()
    {
        Id = raw.Id!,
        Owner = owner,
        Title = raw.Title!,
        Types = raw.Types!,
        Has = raw.Has ?? [],
        Where = raw.Where ?? [],
        Base = raw.Base,
        Order = raw.Order ?? 50,
        MinZoom = raw.MinZoom,
        LabelZoom = raw.LabelZoom,
        Shown = raw.Shown ?? true,
        Show = raw.Show,
        Label = raw.Label ?? "name",
        SilentAfter_s = raw.SilentAfter_s ?? 3600,
        Paint = raw.Paint ?? new Paint(),
        States = raw.States ?? [],
    };

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,59}$")]
    private static partial Regex Name();

    sealed record Raw
    {
        public string? Id { get; init; }
        public Dictionary<string, string>? Title { get; init; }
        public List<string>? Types { get; init; }
        public List<string>? Has { get; init; }
        public Dictionary<string, string>? Where { get; init; }
        public bool Base { get; init; }
        public int? Order { get; init; }
        public int MinZoom { get; init; }
        public double? LabelZoom { get; init; }
        public bool? Shown { get; init; }
        public string? Show { get; init; }
        public string? Label { get; init; }
        public double? SilentAfter_s { get; init; }
        public Paint? Paint { get; init; }
        public List<StateRule>? States { get; init; }
    }
}
