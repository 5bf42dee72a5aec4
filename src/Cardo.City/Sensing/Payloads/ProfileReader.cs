using System.Text.Json;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;

namespace Cardo.Sensing.Payloads;

/// <summary>
/// Reads a profile and says everything that is wrong with it at once, each fault with its place. A profile with a fault
/// isn't used: half a decoder would be a silent liar.
/// </summary>
internal sealed class ProfileReader(NameTable names)
{
    public const int MaxFields = 256;

    static readonly JsonDocumentOptions options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };

    // A JSON message says when it was observed as one without a profile does, unless the profile says otherwise.
    static readonly JsonPath observedAt = JsonPath.TryParse("$.observedAt", out var path) ? path : throw new InvalidOperationException();

    readonly List<string> faults = [];

    /// <param name="source">the file's name, for the refusal</param>
    public static Outcome<Profile> Read(ReadOnlyMemory<byte> json, string source, NameTable names)
    {
        try
        {
            using var document = JsonDocument.Parse(json, options);
            var reader = new ProfileReader(names);
            var profile = reader.Whole(document.RootElement);
            return reader.faults.Count == 0 ? profile
                : new Refusal(RefusalKind.BadRequest, "profile-invalid", $"{source}: {string.Join("; ", reader.faults)}", reader.faults);
        }
        catch (JsonException e)
        {
            return Refusal.Bad("profile-invalid", $"{source}: not JSON at line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}");
        }
        catch (InvalidOperationException)
        {
            return Refusal.Bad("profile-invalid", $"{source}: a text is not valid Unicode");
        }
    }

    Profile Whole(JsonElement root)
    {
        var node = new ProfileNode(root, "", faults);
        var name = node.Text("profile");
        if (name is null || !Thing.IsId(name)) node.Fault("profile", "is its name: letters, digits, . _ : and -");
        var format = node.Word("format", PayloadFormat.Json);
        var bytes = node.Object("bytes");
        var time = node.Place("observedAt", "path");
        var profile = new Profile
        {
            Name = name ?? "",
            Description = node.Text("description") ?? "",
            Type = node.Text("type"),
            EntityId = EntityId(node),
            Format = format,
            TimePath = time is null ? format == PayloadFormat.Json ? observedAt : null : time.Path("path"),
            TimeBits = time?.Element.TryGetProperty("byte", out _) == true ? Slice(time) : null,
            TimeFormat = Time(time),
            BytesPath = bytes?.Path("path"),
            Encoding = bytes?.Word("encoding", BytesEncoding.Raw) ?? BytesEncoding.Raw,
            PortPath = bytes?.Path("port"),
            Fields = Fields(node, format),
            Constants = Constants(node),
            Channels = Channels(node),
        };
        if (profile is { Encoding: BytesEncoding.Raw, BytesPath: not null }) bytes!.Fault("encoding", "is hex or base64 where the bytes stand in JSON");
        if (profile is { PortPath: not null, BytesPath: null }) bytes!.Fault("port", "needs a path beside it: without an envelope there is no port");
        if (format == PayloadFormat.Json && bytes is not null) node.Fault("bytes", "belongs to the formats bytes and cayenne");
        if (format != PayloadFormat.Cayenne && profile.Fields.Length == 0) node.Fault("attributes", "must name at least one attribute");
        bytes?.Finish();
        time?.Finish();
        node.Finish();
        return profile;
    }

    static string? EntityId(ProfileNode node)
    {
        var template = node.Text("entityId");
        if (template is not null && (!template.Contains("{id}", StringComparison.Ordinal) || !Uri.TryCreate(template.Replace("{id}", "x", StringComparison.Ordinal), UriKind.Absolute, out _)))
            node.Fault("entityId", "is a URI with {id} in it");
        return template;
    }

    static TimeFormat Time(ProfileNode? node)
    {
        switch (node?.Text("format"))
        {
            case null: return TimeFormat.Auto;
            case "iso": return TimeFormat.Iso;
            case "epoch_s": return TimeFormat.EpochSeconds;
            case "epoch_ms": return TimeFormat.EpochMilliseconds;
            case "epoch_us": return TimeFormat.EpochMicroseconds;
            default: node.Fault("format", "is iso, epoch_s, epoch_ms or epoch_us"); return TimeFormat.Auto;
        }
    }

    ProfileField[] Fields(ProfileNode node, PayloadFormat format)
    {
        var fields = new List<ProfileField>();
        foreach (var item in node.Array("attributes", MaxFields))
        {
            if (Field(item, format) is { } field) fields.Add(field);
            item.Finish();
        }
        return [.. fields];
    }

    ProfileField? Field(ProfileNode node, PayloadFormat format)
    {
        var name = Name(node, node.Text("name"), "name");
        var unit = node.Text("unit");
        if (unit is not null && !Units.Known(unit)) node.Fault("unit", Units.Unknown(unit).Message);
        var type = node.Word("type", format == PayloadFormat.Json ? FieldType.Any : FieldType.Number);
        var bits = node.Element.TryGetProperty("byte", out _) ? Slice(node) : null;
        var (lon, lat) = (node.Place("lon", "path"), node.Place("lat", "path"));
        var isBits = lon is not null && lon.Element.TryGetProperty("byte", out _);
        var path = node.Path("path");
        var scaled = node.Element.TryGetProperty("scale", out _) || node.Element.TryGetProperty("offset", out _);
        var field = new ProfileField
        {
            Name = name ?? new AttributeName("", "", null),
            Type = scaled && type == FieldType.Any ? FieldType.Number : type,
            Path = path,
            Lon = isBits ? null : lon?.Path("path"),
            Lat = isBits ? null : lat?.Path("path"),
            Bits = bits,
            LonBits = isBits ? Slice(lon!) : null,
            LatBits = isBits && lat is not null ? Slice(lat) : null,
            When = When(node),
            Unit = unit,
            Scale = node.Number("scale") ?? 1,
            Offset = node.Number("offset") ?? 0,
            Decimals = node.Whole("decimals", 0, 15) ?? -1,
            Missing = node.Numbers("missing"),
            Map = Map(node),
            Required = node.Flag("required") ?? format != PayloadFormat.Json,
            Bounds = name is null ? null : Bounds(node, name, unit),
        };
        lon?.Finish();
        lat?.Finish();
        if ((lon is null) != (lat is null) || (isBits && field.LatBits is null)) node.Fault("lon", "and lat go together");
        if (new[] { path is not null, bits is not null, lon is not null }.Count(x => x) != 1) node.Fault("", "says where it stands by exactly one of path, byte, lon and lat");
        if (format == PayloadFormat.Json && (bits is not null || isBits)) node.Fault("byte", "belongs to the format bytes");
        if (lon is not null && field.Type != FieldType.Point) node.Fault("type", "of lon and lat is point");
        return name is null ? null : field;
    }

    AttributeName? Name(ProfileNode node, string? text, string member)
    {
        if (text is null) node.Fault(member, "is missing");
        if (text is null) return null;
        if (names.Find(text, out var name) is { } refusal)
        {
            node.Fault(member, refusal.Message);
            return null;
        }
        if (names.Keep(name).Try(out var kept, out var full)) return kept;
        node.Fault(member, full.Message);
        return null;
    }

    static ObservedProperty? Bounds(ProfileNode node, AttributeName name, string? unit)
    {
        var range = node.Numbers("range");
        var (rate, stuck, late) = (node.Number("max_per_minute"), node.Whole("stuck_s", 0, int.MaxValue), node.Whole("late_s", 1, int.MaxValue));
        if (range.Length is not (0 or 2) || (range.Length == 2 && range[0] > range[1])) node.Fault("range", "is [least, greatest]");
        if (rate < 0) node.Fault("max_per_minute", "is not negative");
        if (range.Length != 2 && rate is null && stuck is null && late is null && (unit is null || name.Property is not null)) return null;
        // What the table knows in another unit can't be held against this one.
        var known = name.Property is { } there && (unit is null || there.UnitCode is null || there.UnitCode == unit) ? there : new ObservedProperty(name.Short, name.Iri, unit);
        return known with
        {
            UnitCode = unit ?? known.UnitCode,
            Min = range.Length == 2 ? range[0] : known.Min,
            Max = range.Length == 2 ? range[1] : known.Max,
            MaxPerMinute = rate ?? known.MaxPerMinute,
            Stuck_s = stuck ?? known.Stuck_s,
            Late_s = late ?? known.Late_s,
        };
    }

    static BitSlice? Slice(ProfileNode node)
    {
        var at = node.Whole("byte", -ProfileDecoder.MaxBytes, ProfileDecoder.MaxBytes);
        var text = node.Element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("text");
        var bytes = node.Whole("bytes", 1, text ? 256 : 8) ?? 1;
        var bit = node.Whole("bit", 0, 63) ?? 0;
        var bits = node.Whole("bits", 1, 64) ?? Math.Max(1, bytes * 8 - bit);
        if (!text && bit + bits > bytes * 8) node.Fault("bits", $"reach beyond {bytes} bytes");
        var endian = node.Text("endian") ?? "big";
        if (endian is not ("big" or "little")) node.Fault("endian", "is big or little");
        var kind = node.Flag("float") == true ? BitKind.Float : node.Flag("bcd") == true ? BitKind.Bcd : node.Flag("signed") == true ? BitKind.Signed : BitKind.Unsigned;
        if (kind == BitKind.Float && (bytes is not (2 or 4 or 8) || bits != bytes * 8)) node.Fault("float", "takes 2, 4 or 8 whole bytes");
        return at is null ? null : new BitSlice(at.Value, bytes, endian == "little", bit, Math.Min(bits, 64), kind);
    }

    static FieldCondition[] When(ProfileNode node)
    {
        var conditions = new List<FieldCondition>();
        foreach (var item in node.Array("when", 8))
        {
            var flag = item.Element.TryGetProperty("byte", out _) ? Slice(item) : null;
            var equal = item.Whole("equals", 0, int.MaxValue);
            conditions.Add(new FieldCondition(item.Whole("port", 0, 255), item.Whole("length", 0, ProfileDecoder.MaxBytes), flag, (ulong)(equal ?? 1)));
            if (flag is null && equal is not null) item.Fault("equals", "needs a byte to compare");
            item.Finish();
        }
        return [.. conditions];
    }

    static Dictionary<string, Value>? Map(ProfileNode node)
    {
        if (node.Object("map") is not { } map) return null;
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Members())
            if (Scalar(value) is { } meant) values[key] = meant;
            else map.Fault(key, "maps to a text, a number or a boolean");
        return values;
    }

    static Value? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Value.Of(value.GetString()!),
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => Value.Of(number),
        JsonValueKind.True => Value.Of(true),
        JsonValueKind.False => Value.Of(false),
        _ => null,
    };

    (AttributeName, Value, AttributeKind)[] Constants(ProfileNode node)
    {
        var constants = new List<(AttributeName, Value, AttributeKind)>();
        if (node.Object("constants") is not { } members) return [];
        foreach (var (key, value) in members.Members())
        {
            if (Name(members, key, key) is not { } name) continue;
            constants.Add((name, Scalar(value) ?? Value.OfJson(PlainPayload.Compact(System.Text.Encoding.UTF8.GetBytes(value.GetRawText()))), AttributeKind.Property));
        }
        return [.. constants];
    }

    Dictionary<string, AttributeName> Channels(ProfileNode node)
    {
        var channels = new Dictionary<string, AttributeName>(StringComparer.Ordinal);
        if (node.Object("channels") is not { } members) return channels;
        foreach (var (key, value) in members.Members())
            if (Name(members, value.ValueKind == JsonValueKind.String ? value.GetString() : null, key) is { } name) channels[key] = name;
        return channels;
    }
}
