using System.Text;
using Cardo.Kernel;
using Cardo.Sensing.Payloads;
using Cardo.Standards.LineProtocol;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;

namespace Cardo.Sensing.Ingest;

/// <summary>
/// Points of line protocol as observations. Whose a point is says one of the tags id, device, device_id, deviceId, thing,
/// sensor, host, hostname; else measurement and tags together. Fields become attributes (one called <c>value</c> takes the
/// measurement's name); the other tags become texts, written when they change.
/// </summary>
internal sealed class LineLines(Intake intake, ThingTable things, NameTable names, SensingOptions options, IReadOnlyList<LineRule> rules, LineKeys keys)
{
    static readonly byte[][] usualIds = [.. new[] { "id", "device", "device_id", "deviceId", "thing", "sensor", "host", "hostname" }.Select(Encoding.UTF8.GetBytes)];
    static readonly Refusal badText = Refusal.Bad("text-invalid", "A text is not valid UTF-8, or too long.");

    readonly LinePoint point = new();
    readonly Readings readings = new(options.MaxAttributes);
    readonly char[] idBuffer = new char[512];
    readonly char[] measurementBuffer = new char[512];

    public Refusal? Take(ReadOnlySpan<byte> line, Precision precision, string? ownThing, long nowUs, Prepared into, out string thingId)
    {
        thingId = ownThing ?? "";
        if (LineReader.IsBlank(line)) return null;
        if (LineReader.Read(line, point) is { } fault) return Refusal.Bad("line-malformed", $"{fault}.");
        if (!Text(point.Measurement, measurementBuffer, out var measurement)) return badText;
        var rule = RuleFor(measurement);
        if (rule.Skip) return Refusal.Bad("measurement-refused", $"The city's rules refuse the measurement '{measurement}'.");
        if (Whose(rule, out var id, out var idTag) is { } nobody) return nobody;
        if (ownThing is not null && idTag >= 0 && !id.SequenceEqual(ownThing)) return Intake.NotYours(ownThing);
        if (!things.Get(ownThing is null ? id : ownThing).Try(out var thing, out var unknown)) return unknown;
        thingId = thing.Thing.Id;
        readings.Clear();
        if (point.HasTime)
        {
            if (!precision.TryToUs(point.Time, out var us)) return Refusal.Bad("time-unreadable", "The timestamp is beyond what a city keeps; does the precision fit?");
            readings.AtUs = us;
        }
        if (Fields(rule, measurement) is { } wrong) return wrong;
        var tags = Tags(rule, idTag, thing, out var bad);
        if (bad is not null) return bad;
        if (intake.Accept(thing, readings, nowUs, into) is { } refused) return refused;
        thing.TagsHash = tags;
        into.Bytes += line.Length;
        if (ownThing is null) Learn(line, thing);
        return null;
    }

    // The next line with the same beginning and the same numbers goes the quick way.
    void Learn(ReadOnlySpan<byte> line, ThingState thing)
    {
        var end = line.IndexOf((byte)' ');
        if (end is <= 0 or > LineKeys.MaxKeyBytes || line[0] == '\t' || line.ContainsAny("\\\""u8) || point.FieldCount > Storage.SeriesStore.MostInLane) return;
        var n = point.FieldCount;
        var (fields, streams, names, units) = (new byte[n][], new int[n], new string[n], new string?[n]);
        lock (thing)
        {
            for (var i = 0; i < n; i++)
            {
                // Fields were read before tags, so they stand in front.
                if (readings[i].Value.Kind != ValueKind.Number || (streams[i] = thing.IndexOf(readings[i].Name)) < 0) return;
                fields[i] = [.. point.FieldKey(i), (byte)'='];
                (names[i], units[i]) = (readings[i].Name.Iri, readings[i].Name.Property?.UnitCode);
            }
            var known = keys.Known(new LineFields(fields, streams, new RowNames(names, units)));
            keys.Keep(new LineKey(line[..end].ToArray(), thing, known, new RowShape(thing.EntityId, thing.TypeIri, known.Names)));
        }
    }

    LineRule RuleFor(ReadOnlySpan<char> measurement)
    {
        foreach (var rule in rules)
            if (rule.Fits(measurement)) return rule;
        return LineRule.Usual;
    }

    Refusal? Whose(LineRule rule, out ReadOnlySpan<char> id, out int idTag)
    {
        id = default;
        idTag = IdTag(rule);
        if (idTag >= 0)
        {
            if (!Text(point.TagValue(idTag), idBuffer, out var named)) return badText;
            id = named;
            return Thing.IsId(id) ? null : Refusal.Bad("thing-id-invalid", $"'{id}' can't be a device id: letters, digits, . _ : and - are.");
        }
        if (rule.IdTag is not null) return Refusal.Bad("id-missing", $"The point has no tag '{rule.IdTag}', which says whose it is.");
        id = Made();
        return Thing.IsId(id) ? null : Refusal.Bad("thing-id-invalid", "Measurement and tags together can't be a device id: send a tag 'id'.");
    }

    int IdTag(LineRule rule)
    {
        if (rule.IdTag is { } named) return Find(Encoding.UTF8.GetBytes(named));
        foreach (var usual in usualIds)
            if (Find(usual) is >= 0 and var i) return i;
        return -1;
    }

    int Find(ReadOnlySpan<byte> key)
    {
        for (var i = 0; i < point.TagCount; i++)
            if (point.TagKey(i).SequenceEqual(key)) return i;
        return -1;
    }

    // measurement.value1.value2 with the tags in the order of their names; what can't stand in an id becomes _.
    string Made()
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(point.Measurement));
        var order = Enumerable.Range(0, point.TagCount).OrderBy(i => Encoding.UTF8.GetString(point.TagKey(i)), StringComparer.Ordinal);
        foreach (var i in order) text.Append('.').Append(Encoding.UTF8.GetString(point.TagValue(i)));
        for (var i = 0; i < text.Length; i++)
            if (!(char.IsAsciiLetterOrDigit(text[i]) || text[i] is '.' or '_' or ':' or '-')) text[i] = '_';
        return text.ToString();
    }

    Refusal? Fields(LineRule rule, ReadOnlySpan<char> measurement)
    {
        for (var i = 0; i < point.FieldCount; i++)
        {
            var key = point.FieldKey(i);
            AttributeName? name;
            var refusal = rule.Prefix ? names.Find($"{measurement}_{Encoding.UTF8.GetString(key)}", out name)
                : key.SequenceEqual("value"u8) ? names.Find(measurement.ToString(), out name) : names.Find(key, out name);
            if (refusal is not null) return refusal;
            if (point.Kind(i) == FieldKind.Text)
            {
                if (point.Text(i).Length > PlainPayload.MaxTextBytes || !System.Text.Unicode.Utf8.IsValid(point.Text(i))) return badText;
                if (readings.Add(name, Value.Of(Encoding.UTF8.GetString(point.Text(i)))) is { } full) return full;
            }
            else if (readings.Add(name, Number(i)) is { } full) return full;
        }
        return null;
    }

    // A whole number that a double would change stays as it is.
    Value Number(int i) => point.Kind(i) switch
    {
        FieldKind.Bool => Value.Of(point.Number(i) != 0),
        FieldKind.Integer when Math.Abs(point.Number(i)) > 9_007_199_254_740_992 => Value.OfJson(Encoding.ASCII.GetBytes($"{point.Integer(i)}")),
        FieldKind.Unsigned when point.Number(i) > 9_007_199_254_740_992 => Value.OfJson(Encoding.ASCII.GetBytes($"{point.Unsigned(i)}")),
        _ => Value.Of(point.Number(i)),
    };

    int Tags(LineRule rule, int idTag, ThingState thing, out Refusal? bad)
    {
        bad = null;
        var hash = new HashCode();
        for (var i = 0; i < point.TagCount; i++)
        {
            if (i == idTag) continue;
            hash.AddBytes(point.TagKey(i));
            hash.AddBytes(point.TagValue(i));
        }
        var now = hash.ToHashCode();
        if (now == thing.TagsHash || point.TagCount == (idTag >= 0 ? 1 : 0)) return now;
        for (var i = 0; i < point.TagCount; i++)
        {
            if (i == idTag || (rule.Tags is not null && !rule.Tags.Contains(Encoding.UTF8.GetString(point.TagKey(i))))) continue;
            if (!System.Text.Unicode.Utf8.IsValid(point.TagValue(i)) || point.TagValue(i).Length > PlainPayload.MaxTextBytes) bad = badText;
            else bad = names.Find(point.TagKey(i), out var name) ?? readings.Add(name, Value.Of(Encoding.UTF8.GetString(point.TagValue(i))));
            if (bad is not null) return now;
        }
        return now;
    }

    static bool Text(ReadOnlySpan<byte> utf8, char[] into, out ReadOnlySpan<char> text)
    {
        var ok = System.Text.Unicode.Utf8.ToUtf16(utf8, into, out _, out var n, replaceInvalidSequences: false) == System.Buffers.OperationStatus.Done;
        text = into.AsSpan(0, ok ? n : 0);
        return ok;
    }
}
