using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardo.Cases;

/// <summary>
/// Something that spoke for a decision: a code and what it is about, so that every language can say it. Decisions are public
/// for ever and words are not, so a report's own words are named by their place in them.
/// </summary>
/// <param name="What">
/// service, source, words (a rule's), place, answer, reason (an officer's), said (the report's own words), hour, weekday, month,
/// cell, near (what was decided around there), case (an earlier one), suggested
/// </param>
/// <param name="Value">of it; null where the code says all</param>
/// <param name="At">said: the first character</param>
/// <param name="Length">said: how many characters</param>
/// <param name="And">what held at the same time</param>
[JsonConverter(typeof(WhyJson))]
public sealed record Why(string What, string? Value = null, int At = 0, int Length = 0, Why? And = null);

/// <summary>As an object of what is there. A plain text, as entries of before have it, is an officer's reason.</summary>
sealed class WhyJson : JsonConverter<Why>
{
    const int MostDeep = 4;

    public override Why Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return From(document.RootElement, 0);
    }

    static Why From(JsonElement json, int depth)
    {
        if (json.ValueKind == JsonValueKind.String) return new Why("reason", json.GetString());
        if (json.ValueKind != JsonValueKind.Object || depth > MostDeep) throw new JsonException("a reason is a text or an object");
        string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
        int Number(string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
        return new Why(Text("what") ?? "reason", Text("value"), Number("at"), Number("length"), json.TryGetProperty("and", out var and) ? From(and, depth + 1) : null);
    }

    public override void Write(Utf8JsonWriter writer, Why why, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("what", why.What);
        if (why.Value is not null) writer.WriteString("value", why.Value);
        if (why.Length > 0)
        {
            writer.WriteNumber("at", why.At);
            writer.WriteNumber("length", why.Length);
        }
        if (why.And is { } and)
        {
            writer.WritePropertyName("and");
            Write(writer, and, options);
        }
        writer.WriteEndObject();
    }
}
