using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Payloads;

/// <summary>Reads a message by a profile. Never throws: what can't be read is a refusal that names the field and the place.</summary>
internal static class ProfileDecoder
{
    /// <summary>No radio sends more at once.</summary>
    public const int MaxBytes = 4096;

    static readonly JsonDocumentOptions options = new() { MaxDepth = PlainPayload.MaxDepth };

    public static Refusal? Read(Profile profile, ReadOnlyMemory<byte> payload, NameTable names, Readings into)
    {
        try
        {
            if (profile.Format == PayloadFormat.Json || profile.BytesPath is not null || profile.PortPath is not null)
            {
                using var document = JsonDocument.Parse(payload, options);
                return OfJson(profile, document.RootElement, names, into);
            }
            return Binary(profile, payload.Span, null, null, names, into);
        }
        catch (JsonException e)
        {
            return PlainPayload.Malformed(e);
        }
        catch (InvalidOperationException)
        {
            // JsonElement says so when a text holds half a surrogate pair.
            return Refusal.Bad("text-invalid", "A text of the message is not valid Unicode.");
        }
    }

    static Refusal? OfJson(Profile profile, JsonElement root, NameTable names, Readings into)
    {
        if (profile.TimePath is { } timePath && timePath.Find(root, out var time))
        {
            if (Moment(time, profile.TimeFormat, out var atUs) is { } unreadable) return unreadable;
            into.AtUs = atUs;
        }
        if (profile.Format != PayloadFormat.Json) return Enveloped(profile, root, names, into);
        foreach (var field in profile.Fields)
            if (Field(field, root, into) is { } refusal) return refusal;
        return Constants(profile, into);
    }

    static Refusal? Moment(JsonElement time, TimeFormat format, out long atUs)
    {
        if (time.ValueKind == JsonValueKind.Number && time.TryGetDouble(out var number)) return Moments.OfNumber(number, format, out atUs);
        atUs = Attribute.NoTime;
        if (time.ValueKind != JsonValueKind.String) return Moments.Unreadable(time.ValueKind.ToString());
        var text = time.GetString()!;
        if (format is TimeFormat.Auto or TimeFormat.Iso && Instants.TryParse(text, out atUs)) return null;
        return format != TimeFormat.Iso && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            ? Moments.OfNumber(number, format, out atUs) : Moments.Unreadable(text);
    }

    static Refusal? Field(ProfileField field, JsonElement root, Readings into)
    {
        if (field.Type == FieldType.Point && field.Lon is not null)
        {
            if (!field.Lon.Find(root, out var lon) || !field.Lat!.Find(root, out var lat)) return Absent(field);
            if (!Number(lon, out var x) || !Number(lat, out var y)) return Unreadable(field, field.Lon.Text, "two numbers");
            return Geometries.Point(field.Meant(x), field.Meant(y), field.Name.Short, out var point) ?? into.Add(field.Name, point, AttributeKind.GeoProperty);
        }
        if (!field.Path!.Find(root, out var found)) return Absent(field);
        if (field.Map is not null) return Mapped(field, found.ValueKind == JsonValueKind.String ? found.GetString()! : found.GetRawText(), into);
        switch (field.Type)
        {
            case FieldType.Text:
                var text = found.ValueKind == JsonValueKind.String ? found.GetString()! : found.GetRawText();
                return text.Length > PlainPayload.MaxTextBytes ? TooLong(field) : into.Add(field.Name, Value.Of(text));
            case FieldType.Boolean:
                return Flag(found) is { } flag ? into.Add(field.Name, Value.Of(flag)) : Unreadable(field, field.Path.Text, "true or false");
            case FieldType.Point:
                if (found.ValueKind != JsonValueKind.Object) return Unreadable(field, field.Path.Text, "a GeoJSON point");
                return Geometries.Read(System.Text.Encoding.UTF8.GetBytes(found.GetRawText()), field.Name.Short, out var shape) ?? into.Add(field.Name, shape, AttributeKind.GeoProperty);
            case FieldType.Any when found.ValueKind is not (JsonValueKind.Number or JsonValueKind.String):
                return Kept(field, found, into);
            case FieldType.Any when found.ValueKind == JsonValueKind.String:
                return Plain(field, found.GetString()!, into);
            default:
                return Number(found, out var number) ? Measured(field, number, into) : Unreadable(field, field.Path.Text, "a number");
        }
    }

    static Refusal? Plain(ProfileField field, string text, Readings into) =>
        Readers.IsNotANumber(text) ? Readers.NotANumber(field.Name.Short)
        : text.Length > PlainPayload.MaxTextBytes ? TooLong(field) : into.Add(field.Name, Value.Of(text));

    static Refusal? Kept(ProfileField field, JsonElement found, Readings into)
    {
        if (found.ValueKind is JsonValueKind.True or JsonValueKind.False) return into.Add(field.Name, Value.Of(found.GetBoolean()));
        var json = PlainPayload.Compact(System.Text.Encoding.UTF8.GetBytes(found.GetRawText()));
        return json.Length > PlainPayload.MaxJsonBytes ? TooLong(field) : into.Add(field.Name, Value.OfJson(json));
    }

    static bool Number(JsonElement found, out double number)
    {
        number = double.NaN;
        return found.ValueKind switch
        {
            JsonValueKind.Number => found.TryGetDouble(out number),
            JsonValueKind.String => double.TryParse(found.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            JsonValueKind.True => (number = 1) == 1,
            JsonValueKind.False => (number = 0) == 0,
            _ => false,
        };
    }

    static bool? Flag(JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when found.TryGetDouble(out var number) && number is 0 or 1 => found.GetDouble() == 1,
        JsonValueKind.String => found.GetString()!.ToLowerInvariant() switch
        {
            "true" or "on" or "yes" or "1" or "open" => true,
            "false" or "off" or "no" or "0" or "closed" => false,
            _ => null,
        },
        _ => null,
    };

    static Refusal? Measured(ProfileField field, double raw, Readings into)
    {
        if (Array.IndexOf(field.Missing, raw) >= 0) return Absent(field);
        var number = field.Meant(raw);
        if (!double.IsFinite(number)) return Readers.NotANumber(field.Name.Short);
        if (field.Type == FieldType.Integer) number = Math.Round(number);
        return into.Add(field.Name, Value.Of(number), unit: field.Unit, bounds: field.Bounds);
    }

    static Refusal? Mapped(ProfileField field, string raw, Readings into) =>
        field.Map!.TryGetValue(raw, out var value) || field.Map.TryGetValue("*", out value) ? into.Add(field.Name, value, unit: field.Unit, bounds: field.Bounds)
        : Refusal.Bad("value-unmapped", $"'{field.Name.Short}' is '{Clip(raw)}', for which the profile's map has no meaning.");

    static Refusal? Constants(Profile profile, Readings into)
    {
        foreach (var (name, value, kind) in profile.Constants)
            if (into.Add(name, value, kind) is { } refusal) return refusal;
        return null;
    }

    static Refusal? Enveloped(Profile profile, JsonElement root, NameTable names, Readings into)
    {
        int? port = profile.PortPath is { } path && path.Find(root, out var at) && at.ValueKind == JsonValueKind.Number && at.TryGetInt32(out var n) ? n : null;
        if (profile.BytesPath is null || !profile.BytesPath.Find(root, out var text) || text.ValueKind != JsonValueKind.String)
            return Refusal.Bad("payload-missing", $"There are no bytes at {profile.BytesPath?.Text ?? "$"}.");
        return Binary(profile, System.Text.Encoding.UTF8.GetBytes(text.GetString()!), port, root, names, into);
    }

    static Refusal? Binary(Profile profile, ReadOnlySpan<byte> text, int? port, JsonElement? envelope, NameTable names, Readings into)
    {
        if (text.Length > MaxBytes * 2) return Refusal.Bad("payload-too-long", $"A binary message may have {MaxBytes} bytes.");
        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(text.Length, 1));
        try
        {
            if (!Decoded(profile.Encoding, text, rented, out var length)) return Refusal.Bad("payload-encoding", $"The message is not {profile.Encoding.ToString().ToLowerInvariant()}.");
            var message = rented.AsSpan(0, length);
            if (profile.TimeBits is { } bits)
            {
                if (!bits.TryRead(message, out var time, out _)) return Short(length);
                if (Moments.OfNumber(time, profile.TimeFormat, out var atUs) is { } unreadable) return unreadable;
                into.AtUs = atUs;
            }
            var refusal = profile.Format == PayloadFormat.Cayenne ? Cayenne.Read(profile, message, names, into) : Fields(profile, message, port, envelope, into);
            return refusal ?? Constants(profile, into);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    static bool Decoded(BytesEncoding encoding, ReadOnlySpan<byte> text, Span<byte> bytes, out int length)
    {
        length = text.Length;
        switch (encoding)
        {
            case BytesEncoding.Hex: return Convert.FromHexString(text.Trim(" \r\n\t"u8), bytes, out _, out length) == OperationStatus.Done;
            case BytesEncoding.Base64: return System.Buffers.Text.Base64.DecodeFromUtf8(text, bytes, out _, out length) == OperationStatus.Done;
            default: text.CopyTo(bytes); return true;
        }
    }

    static Refusal? Fields(Profile profile, ReadOnlySpan<byte> message, int? port, JsonElement? envelope, Readings into)
    {
        foreach (var field in profile.Fields)
        {
            var refusal = field.Bits is null && field.LonBits is null
                ? envelope is { } root ? Field(field, root, into) : null
                : Applies(field, message, port) ? FromBits(field, message, into) : null;
            if (refusal is not null) return refusal;
        }
        return null;
    }

    static bool Applies(ProfileField field, ReadOnlySpan<byte> message, int? port)
    {
        foreach (var condition in field.When)
            if (!condition.Holds(message, port)) return false;
        return true;
    }

    static Refusal? FromBits(ProfileField field, ReadOnlySpan<byte> message, Readings into)
    {
        if (field.LonBits is not null)
        {
            if (!field.LonBits.TryRead(message, out var x, out _) || !field.LatBits!.TryRead(message, out var y, out _)) return field.Required ? Short(message.Length) : null;
            return Geometries.Point(field.Meant(x), field.Meant(y), field.Name.Short, out var point) ?? into.Add(field.Name, point, AttributeKind.GeoProperty);
        }
        if (field.Type == FieldType.Text && field.Map is null)
            return field.Bits!.TryText(message, out var text) ? into.Add(field.Name, Value.Of(text)) : field.Required ? Short(message.Length) : null;
        if (!field.Bits!.TryRead(message, out var number, out var raw)) return field.Required ? Short(message.Length) : null;
        if (field.Map is not null) return Mapped(field, number.ToString(CultureInfo.InvariantCulture), into);
        if (field.Type == FieldType.Boolean) return into.Add(field.Name, Value.Of(raw != 0));
        return Array.IndexOf(field.Missing, number) >= 0 ? null : Measured(field, number, into);
    }

    static Refusal Short(int length) => Refusal.Bad("payload-too-short", $"The message has {length} bytes, the profile reads more.");

    static Refusal? Absent(ProfileField field) =>
        field.Required ? Refusal.Bad("value-missing", $"'{field.Name.Short}' is required by the profile and not in the message.") : null;

    static Refusal Unreadable(ProfileField field, string place, string expected) =>
        Refusal.Bad("value-unreadable", $"'{field.Name.Short}' at {place} is not {expected}.");

    static Refusal TooLong(ProfileField field) => Refusal.Bad("value-too-long", $"'{field.Name.Short}' is longer than is kept ({PlainPayload.MaxTextBytes} bytes of text, {PlainPayload.MaxJsonBytes} of JSON).");

    static string Clip(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
