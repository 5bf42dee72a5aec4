using System.Text.Json;

namespace Cardo.Sensing.Payloads;

/// <summary>
/// One object of a profile being read: hands out members by kind, notes each fault with its place, and at the end every
/// member nobody asked for, because a misspelt one would be ignored in silence.
/// </summary>
internal sealed class ProfileNode
{
    readonly HashSet<string> asked = new(StringComparer.Ordinal);
    readonly List<string> faults;
    readonly string place;

    public ProfileNode(JsonElement element, string place, List<string> faults)
    {
        (this.place, this.faults) = (place, faults);
        Element = element;
        if (element.ValueKind == JsonValueKind.Object) return;
        Fault("", "is an object");
        Element = empty;
    }

    static readonly JsonElement empty = JsonDocument.Parse("{}").RootElement;

    public JsonElement Element { get; }

    public void Fault(string member, string what)
    {
        if (faults.Count < 50) faults.Add($"{(place.Length == 0 && member.Length == 0 ? "the profile" : member.Length == 0 ? place : Place(member))} {what}");
    }

    string Place(string member) => place.Length == 0 ? member : $"{place}.{member}";

    bool Ask(string member, out JsonElement value)
    {
        asked.Add(member);
        return Element.TryGetProperty(member, out value) && value.ValueKind != JsonValueKind.Null;
    }

    public string? Text(string member)
    {
        if (!Ask(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Length is > 0 and <= 1024) return value.GetString();
        Fault(member, "is a text of 1 to 1024 characters");
        return null;
    }

    public double? Number(string member)
    {
        if (!Ask(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        Fault(member, "is a number");
        return null;
    }

    public int? Whole(string member, int min, int max)
    {
        if (!Ask(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max) return number;
        Fault(member, $"is a whole number from {min} to {max}");
        return null;
    }

    public bool? Flag(string member)
    {
        if (!Ask(member, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Fault(member, "is true or false");
        return null;
    }

    public double[] Numbers(string member)
    {
        if (!Ask(member, out var value)) return [];
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var one)) return [one];
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= 16 && value.EnumerateArray().All(n => n.ValueKind == JsonValueKind.Number && n.TryGetDouble(out var d) && double.IsFinite(d)))
            return [.. value.EnumerateArray().Select(n => n.GetDouble())];
        Fault(member, "is a list of at most 16 numbers");
        return [];
    }

    public IReadOnlyList<string>? Texts(string member)
    {
        if (!Ask(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= 256 && value.EnumerateArray().All(t => t.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(t => t.GetString()!)];
        Fault(member, "is a list of at most 256 texts");
        return null;
    }

    public TWord Word<TWord>(string member, TWord otherwise) where TWord : struct, Enum
    {
        if (Text(member) is not { } text) return otherwise;
        if (Enum.TryParse<TWord>(text, true, out var word) && char.IsAsciiLetter(text[0])) return word;
        Fault(member, $"is one of {string.Join(", ", Enum.GetNames<TWord>().Select(n => n.ToLowerInvariant()))}");
        return otherwise;
    }

    public JsonPath? Path(string member)
    {
        if (Text(member) is not { } text) return null;
        if (JsonPath.TryParse(text, out var path)) return path;
        Fault(member, $"'{text}' is not a path like $.a.b[0]");
        return null;
    }

    public ProfileNode? Object(string member) => Ask(member, out var value) ? new ProfileNode(value, Place(member), faults) : null;

    /// <summary>An object, or a text that stands for an object with one member.</summary>
    public ProfileNode? Place(string member, string only)
    {
        if (!Ask(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String) value = JsonSerializer.SerializeToElement(new Dictionary<string, string> { [only] = value.GetString()! });
        return new ProfileNode(value, Place(member), faults);
    }

    /// <summary>A list of objects, or one object.</summary>
    public IEnumerable<ProfileNode> Array(string member, int max)
    {
        if (!Ask(member, out var value)) return [];
        if (value.ValueKind == JsonValueKind.Object) return [new ProfileNode(value, Place(member), faults)];
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= max)
            return [.. value.EnumerateArray().Select((item, i) => new ProfileNode(item, $"{Place(member)}[{i}]", faults))];
        Fault(member, $"is a list of at most {max} objects");
        return [];
    }

    public IEnumerable<(string Key, JsonElement Value)> Members() => Element.EnumerateObject().Take(1024).Select(m => (m.Name, m.Value));

    public void Finish()
    {
        foreach (var member in Element.EnumerateObject())
            if (!asked.Contains(member.Name) && !member.Name.StartsWith('_')) Fault(member.Name, "is not known here");
    }
}
