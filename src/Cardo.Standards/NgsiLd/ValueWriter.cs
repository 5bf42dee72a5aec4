using System.Text.Json;
using Cardo.Standards.GeoJson;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd;

/// <summary>Writes bare values.</summary>
internal static class ValueWriter
{
    public static void Write(Utf8JsonWriter to, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Number: to.WriteNumberValue(value.Number); break;
            case ValueKind.Bool: to.WriteBooleanValue(value.IsTrue); break;
            case ValueKind.Text: to.WriteStringValue(value.Text); break;
            case ValueKind.Json: to.WriteRawValue(value.Json.Span, skipInputValidation: true); break;
            case ValueKind.Geo: GeoJsonWriter.Write(to, value.Geo!); break;
            default: to.WriteNullValue(); break;
        }
    }

    /// <summary>Vocabulary words, shortened.</summary>
    public static void Words(Utf8JsonWriter to, Value value, LdContext context)
    {
        if (value.Text is { } one)
        {
            to.WriteStringValue(context.CompactText(one));
            return;
        }
        if (value.Kind != ValueKind.Json)
        {
            Write(to, value);
            return;
        }
        to.WriteStartArray();
        foreach (var word in Uris(value)) to.WriteStringValue(context.CompactText(word));
        to.WriteEndArray();
    }

    /// <summary>A list of URIs as <c>[{"object": uri}]</c>.</summary>
    public static void Objects(Utf8JsonWriter to, Value value)
    {
        to.WriteStartArray();
        foreach (var uri in Uris(value))
        {
            to.WriteStartObject();
            to.WriteString("object"u8, uri);
            to.WriteEndObject();
        }
        to.WriteEndArray();
    }

    /// <summary>The texts of a list kept as JSON, or the one text.</summary>
    public static IReadOnlyList<string> Uris(Value value)
    {
        if (value.Text is { } one) return [one];
        if (value.Kind != ValueKind.Json) return [];
        var texts = new List<string>();
        var reader = new Utf8JsonReader(value.Json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (JsonText.TryText(ref reader, out var text)) texts.Add(text);
            else reader.Skip();
        }
        return texts;
    }
}
