using System.Text.Json;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Rules;

/// <summary>
/// An alarm: an entity of Smart Data Models' type Alert in the twin, one for each rule and thing. A new occurrence
/// reopens it with a new <see cref="IssuedUs"/>; the history of its status keeps every opening and closing.
/// </summary>
public sealed record Alarm
{
    public static readonly string Type = Terms.Expand("Alert");

    public const string OpenStatus = "open", ClosedStatus = "closed";

    public required string Id { get; init; }

    public required string RuleId { get; init; }

    /// <summary>The entity it is about.</summary>
    public required string SourceId { get; init; }

    public Severity Severity { get; init; }

    public string Category { get; init; } = "";

    public string SubCategory { get; init; } = "";

    /// <summary>By language tag.</summary>
    public IReadOnlyDictionary<string, string> Text { get; init; } = new Dictionary<string, string>();

    /// <summary>When the condition was met, microseconds since 1970 (the time of observation, not of its arrival).</summary>
    public long IssuedUs { get; init; }

    /// <summary>When it was over, microseconds; 0 while open.</summary>
    public long ClearedUs { get; init; }

    /// <summary>The value, change or distance at issue; NaN where there is none (absence).</summary>
    public double ValueAtStart { get; init; } = double.NaN;

    public double Peak { get; init; } = double.NaN;

    /// <summary>Where the thing was when the alarm was last written; null when it has no location.</summary>
    public GeoValue? Location { get; init; }

    public bool Open => ClearedUs == 0;

    /// <summary>The id is made of rule and thing, so that writing it twice is writing it once.</summary>
    public static string IdOf(string ruleId, string sourceId)
    {
        const string urn = "urn:ngsi-ld:";
        var rest = sourceId.StartsWith(urn, StringComparison.Ordinal) ? sourceId[urn.Length..] : Uri.EscapeDataString(sourceId);
        return $"{urn}Alert:{ruleId}:{rest}";
    }

    internal static Alarm From(Rule rule, RuleState state, Entity thing, bool open) => new()
    {
        Id = IdOf(rule.Id, thing.Id),
        RuleId = rule.Id,
        SourceId = thing.Id,
        Severity = rule.Severity,
        Category = rule.Category,
        SubCategory = rule.SubCategory,
        Text = rule.Text,
        IssuedUs = state.IssuedUs,
        ClearedUs = open ? 0 : state.ClearedUs,
        ValueAtStart = state.AtStart,
        Peak = state.Peak,
        Location = thing.Find(Terms.Expand("location"))?.Value.Geo,
    };

    internal Entity ToEntity()
    {
        var atUs = Open ? IssuedUs : ClearedUs;
        var attributes = new List<Attribute>
        {
            Property("status", Value.Of(Open ? OpenStatus : ClosedStatus), atUs),
            Property("severity", Value.Of(Severity.ToString().ToLowerInvariant()), atUs),
            Property("category", Value.Of(Category)),
            Property("subCategory", Value.Of(SubCategory)),
            new() { Name = Terms.Expand("alertSource"), Kind = AttributeKind.Relationship, Value = Value.Of(SourceId) },
            new() { Name = Terms.Expand("description"), Kind = AttributeKind.LanguageProperty, Value = Value.OfJson(JsonSerializer.SerializeToUtf8Bytes(Text, Plain)) },
            Property("dateIssued", Value.Of(Instants.Format(IssuedUs))),
            Property("rule", Value.Of(RuleId)),
        };
        if (!Open) attributes.Add(Property("validTo", Value.Of(Instants.Format(ClearedUs))));
        if (double.IsFinite(ValueAtStart)) attributes.Add(Property("valueAtStart", Value.Of(ValueAtStart)));
        if (double.IsFinite(Peak)) attributes.Add(Property("peak", Value.Of(Peak)));
        if (Location is not null) attributes.Add(new Attribute { Name = Terms.Expand("location"), Kind = AttributeKind.GeoProperty, Value = Value.Of(Location) });
        return new Entity { Id = Id, Types = [Type], Attributes = [.. attributes] };
    }

    static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static Attribute Property(string name, Value value, long atUs = Attribute.NoTime) =>
        new() { Name = Terms.Expand(name), Value = value, ObservedAtUs = atUs };

    /// <summary>The alarm an entity of type Alert stands for; null when it was not issued by a rule.</summary>
    public static Alarm? Read(Entity entity)
    {
        string? Word(string name) => entity.Find(Terms.Expand(name))?.Value.Text;
        if (!entity.Is(Type) || Word("rule") is not { } rule || Word("alertSource") is not { } source) return null;
        if (!Instants.TryParse(Word("dateIssued") ?? "", out var issuedUs)) return null;
        Instants.TryParse(Word("validTo") ?? "", out var clearedUs);
        return new Alarm
        {
            Id = entity.Id,
            RuleId = rule,
            SourceId = source,
            Severity = Enum.TryParse<Severity>(Word("severity"), true, out var severity) ? severity : Severity.Medium,
            Category = Word("category") ?? "",
            SubCategory = Word("subCategory") ?? "",
            Text = ReadText(entity.Find(Terms.Expand("description"))),
            IssuedUs = issuedUs,
            ClearedUs = Word("status") == ClosedStatus ? Math.Max(1, clearedUs) : 0,
            ValueAtStart = entity.Find(Terms.Expand("valueAtStart"))?.Value.Number ?? double.NaN,
            Peak = entity.Find(Terms.Expand("peak"))?.Value.Number ?? double.NaN,
            Location = entity.Find(Terms.Expand("location"))?.Value.Geo,
        };
    }

    static Dictionary<string, string> ReadText(Attribute? description)
    {
        if (description is null || description.Value.Json.IsEmpty) return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(description.Value.Json.Span) ?? [];
        }
        catch (JsonException)
        {
            return []; // somebody else's alert, with several texts a language
        }
    }
}
