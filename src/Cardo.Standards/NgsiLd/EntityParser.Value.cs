using System.Text;
using System.Text.Json;
using Cardo.Standards.GeoJson;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd;

internal ref partial struct EntityParser
{
    bool ReadValue(Member member, ref AttributeDraft draft)
    {
        if (options.AllowsNull && IsNull)
        {
            draft.IsNull = true;
            return true;
        }
        switch (member)
        {
            case Member.Value when reader.TokenType == JsonTokenType.StartObject:
                draft.Start = (int)reader.TokenStartIndex;
                reader.Skip();
                draft.End = (int)reader.BytesConsumed;
                return true;
            case Member.Value or Member.Json:
                return Scalar(out draft.Value, member == Member.Json) || Within(Members.ValueName(Members.KindOf(member)!.Value));
            case Member.Object:
                return Objects(out draft.Value);
            case Member.LanguageMap:
                return Languages(out draft.Value);
            case Member.Vocab:
                return Words(out draft.Value) || Fail("vocab is a name or a list of names.", "vocab") is not null;
            case Member.ValueList:
                if (reader.TokenType != JsonTokenType.StartArray) return Fail("valueList is a list.", "valueList") is not null;
                draft.Value = Value.OfJson(JsonText.Compact(Slice()));
                return true;
            default:
                return Listed(out draft.Value);
        }
    }

    // With all members read, the kind and the value must agree.
    bool Settle(ref AttributeDraft draft, Utf8JsonReader start)
    {
        if (draft.IsNull) return true;
        var implied = Members.KindOf(draft.ValueMember)!.Value;
        if (draft.End > 0)
        {
            var slice = Body(start, draft);
            if (draft.Kind is AttributeKind.GeoProperty)
            {
                if (!GeoJsonReader.TryRead(slice, out var geo, out var error)) return Fail(error!, "value") is not null;
                draft.Value = Value.Of(geo!);
            }
            else if (draft.Kind is null && GeoJsonReader.TryRead(slice, out var geo, out _)) (draft.Kind, draft.Value) = (AttributeKind.GeoProperty, Value.Of(geo!));
            else draft.Value = Value.OfJson(JsonText.Compact(slice));
        }
        else if (draft.Kind is AttributeKind.GeoProperty) return Fail("The value of a GeoProperty is a GeoJSON geometry.", "value") is not null;
        draft.Kind ??= implied;
        if (draft.Kind == implied || (draft.Kind == AttributeKind.GeoProperty && implied == AttributeKind.Property)) return true;
        return Fail($"A {draft.Kind} has a {Encoding.ASCII.GetString(Members.ValueName(draft.Kind.Value))}.") is not null;
    }

    // Offsets are those of the reader that began at the body's start, or at the batch's.
    readonly ReadOnlySpan<byte> Body(Utf8JsonReader start, AttributeDraft draft) => body[draft.Start..draft.End];

    ReadOnlySpan<byte> Slice()
    {
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return body[from..(int)reader.BytesConsumed];
    }

    bool Scalar(out Value value, bool allowNull = false)
    {
        value = default;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return NumberText.TryRead(ref reader, out value) || Fail($"{Shown(reader.ValueSpan)} is beyond what a number can be.") is not null;
            case JsonTokenType.True or JsonTokenType.False:
                value = Value.Of(reader.TokenType == JsonTokenType.True);
                return true;
            case JsonTokenType.String:
                if (!Shared(out var text)) return Fail("The text is no Unicode.") is not null;
                value = Value.Of(text);
                return true;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                value = Value.OfJson(JsonText.Compact(Slice()));
                return true;
            case JsonTokenType.Null when allowNull:
                value = Value.OfJson("null"u8.ToArray());
                return true;
            default:
                return Fail("A value can't be null.") is not null;
        }
    }

    // The text of a value, mostly one that others have too.
    bool Shared(out string text)
    {
        if (reader.ValueIsEscaped) return JsonText.TryText(ref reader, out text);
        text = TextPool.One(reader.ValueSpan);
        return true;
    }

    bool Objects(out Value value)
    {
        value = default;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            if (!Uris(out value)) return Fail("object is a URI or a list of URIs.", "object") is not null;
            return true;
        }
        if (reader.TokenType != JsonTokenType.String || !Shared(out var uri) || !LdUri.IsUri(uri)) return Fail("object is a URI or a list of URIs.", "object") is not null;
        value = Value.Of(uri);
        return true;
    }

    // A list of URIs as compact JSON; each may stand alone or as {"object": uri}.
    bool Uris(out Value value)
    {
        value = default;
        var uris = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var wrapped = reader.TokenType == JsonTokenType.StartObject;
            if (wrapped && !(reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("object"u8) && reader.Read())) return false;
            if (!Text(out var uri) || !LdUri.IsUri(uri)) return false;
            uris.Add(uri);
            if (wrapped && !(reader.Read() && reader.TokenType == JsonTokenType.EndObject)) return false;
        }
        value = Value.OfJson(JsonSerializer.SerializeToUtf8Bytes(uris));
        return true;
    }

    bool Listed(out Value value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.StartArray && Uris(out value)
            || Fail("objectList is a list of {\"object\": URI}.", "objectList") is not null;
    }

    bool Languages(out Value value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.StartObject) return Fail("languageMap is an object of languages and texts.", "languageMap") is not null;
        var peek = reader;
        while (peek.Read() && peek.TokenType == JsonTokenType.PropertyName)
        {
            if (!peek.ValueIsEscaped && !IsLanguage(peek.ValueSpan)) return Fail($"{Shown(peek.ValueSpan)} is no language tag.", "languageMap") is not null;
            peek.Read();
            if (peek.TokenType is not (JsonTokenType.String or JsonTokenType.StartArray)) return Fail("languageMap is an object of languages and texts.", "languageMap") is not null;
            peek.Skip();
        }
        value = Value.OfJson(JsonText.Compact(Slice()));
        return true;
    }

    static bool IsLanguage(ReadOnlySpan<byte> tag)
    {
        if (tag.SequenceEqual("@none"u8)) return true;
        if (tag.Length is < 1 or > 35 || !char.IsAsciiLetter((char)tag[0])) return false;
        foreach (var c in tag)
            if (!char.IsAsciiLetterOrDigit((char)c) && c != '-') return false;
        return true;
    }

    // One word, or a list of words, expanded.
    bool Words(out Value value)
    {
        value = default;
        if (reader.TokenType == JsonTokenType.String)
        {
            if (!Name(out var one) || one.IsEmpty || one.Length > LdUri.MaxLength) return false;
            value = Value.Of(context.Expand(one));
            return true;
        }
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        var many = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String || !Name(out var word) || word.IsEmpty || word.Length > LdUri.MaxLength) return false;
            many.Add(context.Expand(word));
        }
        value = Value.OfJson(JsonSerializer.SerializeToUtf8Bytes(many));
        return true;
    }
}
