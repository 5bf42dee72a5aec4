using System.Text.Json;
using Cardo.Kernel;

namespace Cardo.Server.Demo.Sim;

/// <summary>Reads <c>sim/*.json</c> of packs and of the demo's folder.</summary>
internal static class ReadKinds
{
    static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    static readonly string[] places = ["street", "corner", "park", "river", "building"];

    sealed record Raw(string Kind, string Type, Dictionary<string, string> Title, string Place, string? Profile, double Share, double Every_s, FixedRaw[]? Fixed, SignalRaw[] Says);

    sealed record FixedRaw(string Attribute, string? Unit, double Base, double Spread, int Decimals, string? Text);

    sealed record SignalRaw(
        string Attribute, string? Unit, double Base, double Spread, double[]? Day, double[]? Weekend, double Sun, double Rain, double Wet, double Tide,
        double Walk, double Noise, double? Min, double? Max, int? Decimals, bool Dark, double Otherwise, string[]? Words, double Fill_h);

    public static Outcome<IReadOnlyList<Kind>> Read(IEnumerable<string> files)
    {
        var kinds = new List<Kind>();
        foreach (var file in files)
        {
            try
            {
                foreach (var raw in JsonSerializer.Deserialize<Raw[]>(File.ReadAllBytes(file), options) ?? [])
                {
                    if (Fault(raw) is { } fault) return Refusal.Bad("sim-refused", $"{file}: {raw.Kind}: {fault}.");
                    kinds.Add(Make(raw));
                }
            }
            catch (JsonException fault)
            {
                return Refusal.Bad("sim-refused", $"{file}: {fault.Message}");
            }
        }
        if (kinds.Count == 0) return Refusal.NotFound("sim-empty", "No sim/*.json describes a kind of device.");
        return kinds;
    }

    static string? Fault(Raw raw)
    {
        if (raw.Says is null or []) return "says nothing";
        if (!places.Contains(raw.Place)) return $"stands at {raw.Place}; there are {string.Join(", ", places)}";
        if (raw.Every_s is < 1 or > 86_400) return "every_s is 1 to 86,400";
        if (raw.Share <= 0) return "share must be more than 0";
        foreach (var signal in raw.Says)
        {
            if (signal.Day is not (null or { Length: 24 }) || signal.Weekend is not (null or { Length: 24 })) return $"{signal.Attribute}: a day has 24 factors";
            if (signal.Words is not (null or { Length: 2 })) return $"{signal.Attribute}: words are two, for the dark and for the day";
            if (signal.Fill_h > 0 && (signal.Min is null || signal.Max is null)) return $"{signal.Attribute}: filling needs min and max";
        }
        return null;
    }

    static Kind Make(Raw raw) => new(raw.Kind, raw.Type, raw.Title, raw.Place, raw.Profile, raw.Share, raw.Every_s,
        [.. (raw.Fixed ?? []).Select(f => new FixedValue(f.Attribute, f.Unit, f.Base, f.Spread, f.Decimals, f.Text))],
        [.. raw.Says.Select(s => new Signal
        {
            Attribute = s.Attribute,
            Unit = s.Unit,
            Base = s.Base,
            Spread = s.Spread,
            Day = s.Day ?? [],
            Weekend = s.Weekend ?? s.Day ?? [],
            Sun = s.Sun,
            Rain = s.Rain,
            Wet = s.Wet,
            Tide = s.Tide,
            Walk = s.Walk,
            Noise = s.Noise,
            Min = s.Min ?? double.NegativeInfinity,
            Max = s.Max ?? double.PositiveInfinity,
            Decimals = s.Decimals ?? 1,
            Dark = s.Dark,
            Otherwise = s.Otherwise,
            Words = s.Words is [var dark, var day] ? (dark, day) : null,
            FillHours = s.Fill_h,
        })]);
}
