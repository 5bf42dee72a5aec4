using System.Text.Json;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd.Query;

/// <summary>Looks for values inside JSON along a path; lists are looked through, <c>{"@value": …}</c> is its value.</summary>
internal static class JsonProbe
{
    public static bool Any(ReadOnlySpan<byte> json, string[] path, QTerm term, AttributeKind kind, ref bool found)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && Any(ref reader, path, 0, term, kind, ref found);
    }

    static bool Any(ref Utf8JsonReader reader, string[] path, int depth, QTerm term, AttributeKind kind, ref bool found)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                found |= depth == path.Length;
                if (depth == path.Length && term.Op is QOp.Exists or QOp.NotExists) return true;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    if (Any(ref reader, path, depth, term, kind, ref found)) return true;
                return false;
            case JsonTokenType.StartObject:
                return Object(ref reader, path, depth, term, kind, ref found);
            default:
                if (depth < path.Length) return false;
                found = true;
                return Scalar(ref reader, term, kind);
        }
    }

    static bool Object(ref Utf8JsonReader reader, string[] path, int depth, QTerm term, AttributeKind kind, ref bool found)
    {
        if (depth == path.Length)
        {
            found = true;
            if (term.Op is QOp.Exists or QOp.NotExists) return true;
        }
        var wanted = depth == path.Length ? "@value" : path[depth];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Without a language a languageMap is looked through as a whole.
            var here = wanted == "*" || (depth == path.Length && kind == AttributeKind.LanguageProperty) || Is(ref reader, wanted);
            reader.Read();
            if (here && Any(ref reader, path, Math.Min(depth + 1, path.Length), term, kind, ref found)) return true;
            if (!here) reader.Skip();
        }
        return false;
    }

    static bool Is(ref Utf8JsonReader reader, string name) =>
        reader.ValueIsEscaped ? JsonText.TryText(ref reader, out var text) && text == name : reader.ValueTextEquals(name);

    static bool Scalar(ref Utf8JsonReader reader, QTerm term, AttributeKind kind) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetDouble(out var number) && term.Fulfils(new Probe(number)),
        JsonTokenType.True => term.Fulfils(new Probe(true)),
        JsonTokenType.False => term.Fulfils(new Probe(false)),
        JsonTokenType.String => JsonText.TryText(ref reader, out var text) && term.Fulfils(new Probe(text, kind == AttributeKind.VocabProperty)),
        _ => term.Op is QOp.Exists or QOp.NotExists,
    };
}
