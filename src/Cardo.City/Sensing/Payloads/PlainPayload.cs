using System.Text;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Payloads;

/// <summary>
/// Reads what a device says when no profile is given: one flat JSON object
/// <c>{"temperature": 21.5, "door": "open", "observedAt": "2018-08-23T10:00:00Z"}</c>. A value may also be
/// <c>{"value": 21.5, "unitCode": "CEL", "observedAt": …}</c>, a GeoJSON point, or any other JSON, which is kept as it is.
/// <c>null</c> means that there was no reading. Allocates nothing for numbers, booleans and names already known.
/// </summary>
internal static class PlainPayload
{
    public const int MaxDepth = 16;
    public const int MaxTextBytes = 4096;
    public const int MaxJsonBytes = 16_384;

    static readonly JsonReaderOptions options = new() { MaxDepth = MaxDepth };
    // The reader says so by an exception when an escape is half of a surrogate pair.
    static readonly Refusal halfCharacter = Refusal.Bad("text-invalid", "A text or a name of the message is not valid Unicode.");
    static readonly UTF8Encoding strict = new(false, true);

    /// <summary>Fills <paramref name="into"/>; null when all was fine, else why the message is refused as a whole.</summary>
    public static Refusal? Read(ReadOnlySpan<byte> json, NameTable names, Readings into)
    {
        try
        {
            var reader = new Utf8JsonReader(json, options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return Refusal.Bad("not-an-object", "A message is one JSON object: {\"attribute\": value, …, \"observedAt\": time}.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                if (Member(json, ref reader, names, into) is { } refusal) return refusal;
            return reader.Read() ? Refusal.Bad("malformed-json", "Something follows the object.") : null;
        }
        catch (JsonException e)
        {
            return Malformed(e);
        }
        catch (InvalidOperationException)
        {
            return halfCharacter;
        }
    }

    /// <summary>The text of the member <c>id</c>; null when the object has none. A line of NDJSON says whose it is.</summary>
    public static Refusal? IdOf(ReadOnlySpan<byte> json, out string? id)
    {
        id = null;
        try
        {
            var reader = new Utf8JsonReader(json, options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return Refusal.Bad("not-an-object", "A line is one JSON object: {\"id\": device, \"attribute\": value, …}.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals("id"u8);
                reader.Read();
                if (found) id = reader.TokenType == JsonTokenType.String ? Escaped(ref reader) : null;
                if (found) return id is null ? NoId : null;
                reader.Skip();
            }
            return NoId;
        }
        catch (JsonException e)
        {
            return Malformed(e);
        }
        catch (InvalidOperationException)
        {
            return halfCharacter;
        }
    }

    static Refusal NoId => Refusal.Bad("id-missing", "The line does not say whose it is: {\"id\": device, …}.");

    public static Refusal Malformed(JsonException e) =>
        Refusal.Bad("malformed-json", $"Not JSON at line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}. Nothing was kept.");

    static Refusal? Member(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, NameTable names, Readings into)
    {
        if (reader.ValueTextEquals("observedAt"u8))
        {
            reader.Read();
            if (Moment(ref reader, out var atUs) is { } wrong) return wrong;
            into.AtUs = atUs;
            return null;
        }
        if (reader.ValueTextEquals("id"u8))
        {
            reader.Read();
            return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(into.ThingId) ? null
                : Refusal.Bad("id-mismatch", $"The message names another thing than '{into.ThingId}', whose message it is.");
        }
        AttributeName? name;
        var refusal = reader.ValueIsEscaped ? names.Find(Escaped(ref reader), out name) : names.Find(reader.ValueSpan, out name);
        if (refusal is not null) return refusal;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType == JsonTokenType.StartObject) return Structured(json, ref reader, name, into);
        if (Scalar(json, ref reader, name.Short, out var value) is { } bad) return bad;
        return into.Add(name, value);
    }

    static string Escaped(ref Utf8JsonReader reader) => reader.GetString() ?? "";

    /// <summary>A time as ISO 8601 with zone, or as a number counted since 1970 in s, ms or µs, told apart by its size.</summary>
    static Refusal? Moment(ref Utf8JsonReader reader, out long atUs)
    {
        atUs = Attribute.NoTime;
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number)) return Moments.OfNumber(number, out atUs);
        if (reader.TokenType == JsonTokenType.String) return Moments.OfText(Escaped(ref reader), out atUs);
        return Moments.Unreadable("");
    }

    static Refusal? Scalar(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, string name, out Value value)
    {
        value = default;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number: return Number(ref reader, name, out value);
            case JsonTokenType.True: value = Value.Of(true); return null;
            case JsonTokenType.False: value = Value.Of(false); return null;
            case JsonTokenType.String: return Text(ref reader, name, out value);
            default: return Json(json, ref reader, name, out value);
        }
    }

    static Refusal? Number(ref Utf8JsonReader reader, string name, out Value value)
    {
        value = default;
        if (!reader.TryGetDouble(out var number) || !double.IsFinite(number)) return Readers.NotANumber(name);
        // A serial number of 19 digits is no measurement: a double would change it.
        value = Math.Abs(number) > 9_007_199_254_740_992 && reader.TryGetInt64(out _) ? Value.OfJson(reader.ValueSpan.ToArray()) : Value.Of(number);
        return null;
    }

    static Refusal? Text(ref Utf8JsonReader reader, string name, out Value value)
    {
        value = default;
        if (reader.ValueSpan.Length > MaxTextBytes) return Refusal.Bad("value-too-long", $"The text of '{name}' is longer than {MaxTextBytes} bytes.");
        var text = reader.GetString()!;
        if (Readers.IsNotANumber(text)) return Readers.NotANumber(name);
        value = Value.Of(text);
        return null;
    }

    static Refusal? Structured(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, AttributeName name, Readings into)
    {
        var look = reader;
        Value value = default;
        string? unit = null;
        var atUs = Attribute.NoTime;
        bool hasValue = false, strange = false, geo = false;
        while (look.Read() && look.TokenType == JsonTokenType.PropertyName)
        {
            if (look.ValueTextEquals("value"u8) && !hasValue)
            {
                look.Read();
                if (Scalar(json, ref look, name.Short, out value) is { } bad) return bad;
                hasValue = true;
            }
            else if (look.ValueTextEquals("unitCode"u8))
            {
                look.Read();
                if (look.TokenType != JsonTokenType.String || (unit = Known(Escaped(ref look))) is null)
                    return look.TokenType == JsonTokenType.String ? Units.Unknown(Escaped(ref look)) : Refusal.Bad("unknown-unit", $"The unitCode of '{name.Short}' is a text.");
            }
            else if (look.ValueTextEquals("observedAt"u8))
            {
                look.Read();
                if (Moment(ref look, out atUs) is { } wrong) return wrong;
            }
            else
            {
                geo |= look.ValueTextEquals("coordinates"u8);
                strange |= !look.ValueTextEquals("type"u8);
                look.Read();
                look.Skip();
            }
        }
        if (hasValue && !strange)
        {
            reader = look;
            return value.Kind == ValueKind.None ? null : into.Add(name, value, unit: unit, atUs: atUs);
        }
        if (Json(json, ref reader, name.Short, out value) is { } tooLong) return tooLong;
        if (!geo) return into.Add(name, value);
        return Geometries.Read(value.Json, name.Short, out var shape) ?? into.Add(name, shape, AttributeKind.GeoProperty);
    }

    static string? Known(string code) => Units.Find(code)?.Code;

    // Keeps the JSON compact; the reader stands on its last token afterwards.
    static Refusal? Json(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, string name, out Value value)
    {
        value = default;
        if (reader.TokenType == JsonTokenType.Null) return null;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var slice = json[start..(int)reader.BytesConsumed];
        if (slice.Length > MaxJsonBytes) return Refusal.Bad("value-too-long", $"The JSON of '{name}' is longer than {MaxJsonBytes} bytes.");
        if (!IsUtf8(slice)) return Refusal.Bad("text-invalid", $"The value of '{name}' is not valid UTF-8.");
        value = Value.OfJson(Compact(slice));
        return null;
    }

    static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            strict.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The same JSON without white space outside texts; what came in valid goes out byte for byte.</summary>
    public static byte[] Compact(ReadOnlySpan<byte> json)
    {
        var kept = new byte[json.Length];
        var n = 0;
        var quoted = false;
        for (var i = 0; i < json.Length; i++)
        {
            var b = json[i];
            if (quoted && b == '\\')
            {
                kept[n++] = b;
                if (++i < json.Length) kept[n++] = json[i];
                continue;
            }
            if (b == '"') quoted = !quoted;
            if (quoted || b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) kept[n++] = b;
        }
        return n == kept.Length ? kept : kept[..n];
    }
}
