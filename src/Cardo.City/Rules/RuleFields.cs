using System.Text.Json;
using Cardo.Kernel;

namespace Cardo.Rules;

/// <summary>The members of one rule's JSON, each taken once; what is wrong or left over becomes a fault.</summary>
internal sealed class RuleFields(JsonElement rule)
{
    readonly HashSet<string> taken = [];

    public List<string> Faults { get; } = [];

    public void Fault(string fault) => Faults.Add(fault);

    public bool Has(string name) => rule.TryGetProperty(name, out _);

    bool Take(string name, out JsonElement value)
    {
        taken.Add(name);
        return rule.TryGetProperty(name, out value);
    }

    public string? Text(string name, bool required = false)
    {
        if (!Take(name, out var value))
        {
            if (required) Fault($"{name} is missing");
            return null;
        }
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= 500 } text) return text;
        Fault($"{name} must be a text of 1 to 500 characters");
        return null;
    }

    public double Number(string name, double otherwise)
    {
        if (!Take(name, out var value)) return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        Fault($"{name} must be a number");
        return otherwise;
    }

    /// <summary>Seconds in the file, microseconds in the rule.</summary>
    public long Duration(string name, long otherwiseUs, bool required = false)
    {
        if (!Has(name))
        {
            taken.Add(name);
            if (required) Fault($"{name} is missing");
            return otherwiseUs;
        }
        var seconds = Number(name, 0);
        if (seconds < 0) Fault($"{name} is a duration and can't be negative");
        return (long)(Math.Clamp(seconds, 0, 1e9) * Instants.SecondUs);
    }

    public T Word<T>(string name, T otherwise, bool required = false) where T : struct, Enum
    {
        var text = Text(name, required);
        if (text is null) return otherwise;
        if (Enum.TryParse<T>(text, true, out var word) && !char.IsDigit(text[0])) return word;
        Fault($"{name} \"{text}\" is unknown; there are {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}");
        return otherwise;
    }

    public IReadOnlyList<string> Words(string name) => Take(name, out var value) ? Words(name, value) : [];

    List<string> Words(string name, JsonElement value)
    {
        var words = new List<string>();
        foreach (var item in value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value })
        {
            if (item.ValueKind == JsonValueKind.String) words.Add(item.GetString()!);
            else if (item.ValueKind is JsonValueKind.True or JsonValueKind.False) words.Add(item.GetBoolean() ? "true" : "false");
            else if (item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out var number)) words.Add(Standards.NgsiLd.Value.Of(number).ToString());
            else Fault($"{name} holds texts, numbers or true and false");
        }
        if (words.Count is 0 or > 100) Fault($"{name} holds 1 to 100 values");
        return words;
    }

    /// <summary>A level to fire at: a number, or the name of the thing's own attribute that holds it.</summary>
    public (double Fire, string? Attribute) Level(string name)
    {
        if (Take(name, out var value) && value.ValueKind == JsonValueKind.String) return (double.NaN, Text(name));
        return (Number(name, double.NaN), null);
    }

    public Quality Doubts(string name)
    {
        var all = Quality.Good;
        if (!Has(name)) return all;
        foreach (var word in Words(name))
        {
            if (Enum.TryParse<Quality>(word.Replace("-", ""), true, out var doubt) && !char.IsDigit(word[0])) all |= doubt;
            else Fault($"{name} \"{word}\" is unknown; there are range, rate, stuck, late and clock-skew");
        }
        return all;
    }

    public IReadOnlyDictionary<string, string> Texts(string name)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!Take(name, out var value) || value.ValueKind != JsonValueKind.Object)
        {
            Fault($"{name} is missing: what the alarm says, by language");
            return texts;
        }
        foreach (var text in value.EnumerateObject())
        {
            if (text.Value.ValueKind == JsonValueKind.String && text.Value.GetString() is { Length: > 0 and <= 500 } words) texts[text.Name] = words;
            else Fault($"{name}.{text.Name} must be a text of 1 to 500 characters");
        }
        return texts;
    }

    public IReadOnlyList<Condition> Conditions(string name)
    {
        if (!Take(name, out var value)) return [];
        var conditions = new List<Condition>();
        foreach (var item in value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value })
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                Fault($"{name} holds objects such as {{ \"attribute\": \"powerState\", \"is\": \"on\" }}");
                continue;
            }
            var fields = new RuleFields(item);
            conditions.Add(fields.OneCondition());
            fields.NothingElse();
            Faults.AddRange(fields.Faults.Select(f => $"{name}: {f}"));
        }
        if (conditions.Count > 20) Fault($"{name} holds at most 20 conditions");
        return conditions;
    }

    Condition OneCondition()
    {
        var attribute = Terms.Expand(Text("attribute", required: true) ?? "");
        var tests = Enum.GetValues<ConditionTest>().Where(t => Has(Camel(t))).ToList();
        if (tests.Count != 1)
        {
            Fault("a condition has exactly one of is, isNot, above, below, exists and missing");
            return new Condition(attribute, ConditionTest.Exists, [], 0);
        }
        var name = Camel(tests[0]);
        switch (tests[0])
        {
            case ConditionTest.Is or ConditionTest.IsNot:
                return new Condition(attribute, tests[0], Words(name), 0);
            case ConditionTest.Above or ConditionTest.Below:
                return new Condition(attribute, tests[0], [], Number(name, 0));
            default:
                if (Take(name, out var flag) && flag.ValueKind != JsonValueKind.True) Fault($"{name} is followed by true");
                return new Condition(attribute, tests[0], [], 0);
        }
    }

    static string Camel<T>(T word) where T : struct, Enum => char.ToLowerInvariant(word.ToString()[0]) + word.ToString()[1..];

    public Fence Fence()
    {
        var nothing = new Fence(FenceSide.Inside, null, [], 0, 0);
        if (!Take("fence", out var value) || value.ValueKind != JsonValueKind.Object)
        {
            Fault("fence is missing: { \"when\": \"inside\", \"entity\": … } or polygon, or point and radius_m");
            return nothing;
        }
        var fields = new RuleFields(value);
        var ring = fields.Has("point") ? fields.Ring("point", single: true) : fields.Has("polygon") ? fields.Ring("polygon", single: false) : [];
        var fence = new Fence(fields.Word("when", FenceSide.Inside, required: true), fields.Text("entity"), ring, fields.Number("radius_m", 0), fields.Number("hysteresis_m", 0));
        if (fence.EntityId is not null && ring.Count > 0) fields.Fault("has both an entity and corners");
        fields.NothingElse();
        Faults.AddRange(fields.Faults.Select(f => $"fence: {f}"));
        return fence;
    }

    List<(double Lon, double Lat)> Ring(string name, bool single)
    {
        var ring = new List<(double, double)>();
        if (!Take(name, out var value) || value.ValueKind != JsonValueKind.Array)
        {
            Fault($"{name} holds longitude, latitude pairs");
            return ring;
        }
        foreach (var pair in single ? [value] : value.EnumerateArray().Take(10_001).ToArray())
        {
            if (pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2 && pair[0].ValueKind == JsonValueKind.Number && pair[1].ValueKind == JsonValueKind.Number)
                ring.Add((pair[0].GetDouble(), pair[1].GetDouble()));
            else Fault($"{name} holds longitude, latitude pairs");
        }
        return ring;
    }

    /// <summary>A member nobody took is a misspelt one.</summary>
    public void NothingElse()
    {
        foreach (var member in rule.EnumerateObject())
            if (!taken.Contains(member.Name)) Fault($"\"{member.Name}\" is not known here");
    }
}
