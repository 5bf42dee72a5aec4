using System.Text.Json;
using Cardo.Kernel;

namespace Cardo.Rules;

/// <summary>
/// Reads rules from JSON: one rule, or an array of them. All that is wrong is said at once, each with the rule's id;
/// a rule with a fault is refused whole, because half a rule is a silent one.
/// </summary>
internal static class ReadRules
{
    public const int MaxRules = 1000;
    const int MaxBytes = 1_000_000;

    static readonly JsonDocumentOptions options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };

    /// <param name="prefix">put before each id that has no dot: the pack's name in lower case, or "city"</param>
    public static Outcome<IReadOnlyList<Rule>> Read(string source, string prefix, ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes) return Refusal.TooLarge("rules-too-large", $"{source}: {utf8.Length} bytes of rules; the limit is {MaxBytes}.");
        try
        {
            using var document = JsonDocument.Parse(utf8, options);
            var items = document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray()] : new[] { document.RootElement };
            if (items.Length > MaxRules) return Refusal.TooLarge("rules-too-many", $"{source}: {items.Length} rules; the limit is {MaxRules}.");
            return ReadAll(source, prefix, items);
        }
        catch (JsonException fault)
        {
            return Refusal.Bad("rules-not-json", $"{source}: line {fault.LineNumber + 1} is not JSON.");
        }
    }

    static Outcome<IReadOnlyList<Rule>> ReadAll(string source, string prefix, JsonElement[] items)
    {
        var rules = new List<Rule>();
        var faults = new List<string>();
        var ids = new HashSet<string>();
        foreach (var item in items)
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                faults.Add($"A rule is an object, not {item.ValueKind.ToString().ToLowerInvariant()}.");
                continue;
            }
            var fields = new RuleFields(item);
            var rule = ReadOne(fields, source, prefix);
            if (fields.Faults.Count == 0 && !ids.Add(rule.Id)) fields.Fault("another rule has this id");
            faults.AddRange(fields.Faults.Select(f => $"{rule.Id}: {f}."));
            rules.Add(rule);
        }
        if (faults.Count == 0) return rules;
        return new Refusal(RefusalKind.BadRequest, "rules-refused", $"{source}: {faults[0]}", faults);
    }

    static Rule ReadOne(RuleFields fields, string source, string prefix)
    {
        var id = fields.Text("id", required: true) ?? "?";
        var kindName = fields.Text("kind", required: true);
        if (!Enum.TryParse<RuleKind>(kindName, true, out var kind) || kindName!.Any(char.IsDigit))
        {
            if (kindName is not null) fields.Fault($"\"{kindName}\" is no kind of rule; there are threshold, rate, absence, stuck and geofence");
            return new Rule { Id = id, Type = "", Category = "", SubCategory = "", Text = new Dictionary<string, string>() };
        }
        var attribute = fields.Text("attribute", required: kind is not (RuleKind.Absence or RuleKind.Geofence));
        if (kind == RuleKind.Geofence) attribute ??= "location";
        var rule = new Rule
        {
            Id = id.Contains('.') ? id : $"{prefix}.{id}",
            Source = source,
            Tenant = fields.Text("tenant") ?? "",
            Kind = kind,
            Type = Terms.Expand(fields.Text("type", required: true) ?? ""),
            Attribute = attribute is null ? null : Terms.Expand(attribute),
            Where = fields.Conditions("where"),
            Scope = fields.Text("scope"),
            Otherwise = fields.Word("otherwise", Otherwise.Hold),
            Accepts = fields.Doubts("accepts"),
            Severity = fields.Word("severity", Severity.Medium, required: true),
            Category = fields.Text("category", required: true) ?? "",
            SubCategory = fields.Text("subCategory", required: true) ?? "",
            Text = fields.Texts("text"),
            ForUs = fields.Duration("for_s", 0),
            ClearForUs = fields.Duration("clear_for_s", 0),
        };
        rule = ReadKind(fields, rule);
        CheckRule.Sane(rule, fields.Fault);
        fields.NothingElse();
        return rule;
    }

    static Rule ReadKind(RuleFields fields, Rule rule)
    {
        switch (rule.Kind)
        {
            case RuleKind.Absence:
                return rule with { AfterUs = fields.Duration("after_s", 0, required: true) };
            case RuleKind.Stuck:
                return rule with { AfterUs = fields.Duration("after_s", 0, required: true), Tolerance = fields.Number("tolerance", 0) };
            case RuleKind.Geofence:
                return rule with { Fence = fields.Fence() };
            case RuleKind.Rate:
                var window = fields.Duration("window_s", 0, required: true);
                rule = ReadLevel(fields, rule with { WindowUs = window, PerUs = fields.Duration("per_s", window) });
                if (rule.FireAttribute is not null) fields.Fault("a rate is compared with a number, not with an attribute");
                if (double.IsFinite(rule.Fire) && (rule.Below ? rule.Fire > 0 : rule.Fire < 0))
                    fields.Fault(rule.Below ? "a fall is below a negative change" : "a rise is above a positive change");
                return rule;
            default:
                var isOne = fields.Words("is");
                return isOne.Count == 0 ? ReadLevel(fields, rule) : rule with { Is = isOne };
        }
    }

    static Rule ReadLevel(RuleFields fields, Rule rule)
    {
        var below = fields.Has("below");
        if (below == fields.Has("above"))
        {
            fields.Fault(below ? "says both above and below; a rule has one level" : "needs a level: above, below or (threshold) is");
            fields.Level("above");
            fields.Level("below");
            return rule;
        }
        var (fire, attribute) = fields.Level(below ? "below" : "above");
        var clear = fields.Number("clear", double.NaN);
        var band = fields.Number("hysteresis", 0);
        if (fields.Has("clear") && fields.Has("hysteresis")) fields.Fault("says clear and hysteresis; one of them is enough");
        if (band < 0) fields.Fault("hysteresis is a distance and can't be negative");
        if (double.IsFinite(clear) && attribute is not null) fields.Fault("the level is the thing's own, so say hysteresis instead of clear");
        if (double.IsFinite(clear) && double.IsFinite(fire))
        {
            band = below ? clear - fire : fire - clear;
            if (band < 0) fields.Fault($"fires {(below ? "below" : "above")} {fire} but clears {(below ? "above" : "below")} {clear}: it would fire and clear at once; clear belongs on the other side");
        }
        return rule with { Fire = fire, FireAttribute = attribute is null ? null : Terms.Expand(attribute), Band = Math.Max(0, band), Below = below };
    }
}
