using System.Text.Json;
using Cardo.Standards.GeoJson;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd;

internal ref partial struct EntityParser
{
    /// <summary>All instances of one attribute; the reader stands on its name.</summary>
    bool Attributes(scoped ReadOnlySpan<byte> name, List<Attribute> to, int depth)
    {
        if (!LdUri.IsName(name) || name[0] == '@') return Fail($"{Shown(name)} can't be the name of an attribute.") is not null;
        var iri = context.Expand(name);
        reader.Read();
        var ok = Instances(iri, to, depth);
        return ok || Within(name);
    }

    /// <summary>The instances of an attribute whose value the reader stands on.</summary>
    public bool Instances(string iri, List<Attribute> to, int depth)
    {
        if (reader.TokenType != JsonTokenType.StartArray || options.Simplified || !StartsInstances())
            return Instance(iri, depth) is { } only && Add(to, only);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            if (Instance(iri, depth) is not { } one || !Add(to, one)) return false;
        return true;
    }

    bool Add(List<Attribute> to, Attribute one)
    {
        if (!options.Instances)
            foreach (var there in to)
                if (ReferenceEquals(there.Name, one.Name) || there.Name == one.Name)
                    if (there.DatasetId == one.DatasetId)
                        return Fail(one.DatasetId.Length == 0 ? "The attribute stands here twice without a datasetId." : $"The attribute stands here twice with datasetId {one.DatasetId}.") is not null;
        to.Add(one);
        return true;
    }

    // A list is of instances when its first item is an object that says what an attribute says; else it is a bare value.
    readonly bool StartsInstances()
    {
        var peek = reader;
        if (!peek.Read() || peek.TokenType != JsonTokenType.StartObject) return false;
        while (peek.Read() && peek.TokenType == JsonTokenType.PropertyName)
        {
            var member = Members.Of(peek.ValueSpan);
            peek.Read();
            if (member == Member.Type && peek.TokenType == JsonTokenType.String && Members.KindOf(peek.ValueSpan) is not null) return true;
            if (member is not (Member.Other or Member.Type or Member.Passing or Member.ValueType)) return true;
            peek.Skip();
        }
        return false;
    }

    Attribute? Instance(string iri, int depth)
    {
        if (options.AllowsNull && IsNull) return new Attribute { Name = iri };
        if (options.Simplified || reader.TokenType != JsonTokenType.StartObject) return Bare(iri);
        return Described(iri, depth);
    }

    // A value alone (clause 4.5.4 simplified and 4.5.5 concise).
    Attribute? Bare(string iri)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            var slice = Slice();
            return GeoJsonReader.TryRead(slice, out var geo, out _)
                ? new Attribute { Name = iri, Kind = AttributeKind.GeoProperty, Value = Value.Of(geo!) }
                : new Attribute { Name = iri, Value = Value.OfJson(JsonText.Compact(slice)) };
        }
        return Scalar(out var value) ? new Attribute { Name = iri, Value = value } : null;
    }

    /// <summary>An attribute written out as an object, normalized or concise.</summary>
    Attribute? Described(string iri, int depth)
    {
        var start = reader;
        var draft = new AttributeDraft();
        List<Attribute>? sub = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!Name(out var name)) return null;
            var member = Members.Of(name);
            if (member == Member.Other)
            {
                if (name.SequenceEqual("coordinates"u8) && draft.IsGeometry || name.SequenceEqual("geometries"u8) && draft.IsGeometry)
                {
                    reader = start;
                    return Bare(iri);
                }
                if (depth + 1 > options.MaxSubDepth) return Refuse($"Attributes of attributes nest deeper than {options.MaxSubDepth}.");
                if (!Attributes(name, sub ??= [], depth + 1)) return null;
                if (sub.Count > options.MaxSubAttributes) return Refuse($"The attribute has more than {options.MaxSubAttributes} attributes of its own.");
                continue;
            }
            reader.Read();
            if (!Said(member, ref draft, ref sub)) return null;
            // A bare geometry may say its coordinates before its type.
            if (!draft.IsGeometry || sub is null) continue;
            reader = start;
            return Bare(iri);
        }
        return Finished(iri, ref draft, sub, start);
    }

    bool Said(Member member, ref AttributeDraft draft, ref List<Attribute>? sub)
    {
        switch (member)
        {
            case Member.Passing:
                reader.Skip();
                return true;
            case Member.Type:
                return Kind(ref draft);
            case Member.ObservedAt:
                return reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && LdTime.TryParse(reader.ValueSpan, out draft.ObservedAtUs)
                    || Fail("observedAt is a date and time like 2026-08-23T10:00:00Z.", "observedAt") is not null;
            case Member.UnitCode:
                return Unit(ref draft);
            case Member.DatasetId:
                if (Text(out var dataset) && (dataset == "@none" || LdUri.IsUri(dataset)))
                {
                    draft.DatasetId = dataset == "@none" ? "" : NamePool.One(dataset);
                    return true;
                }
                return Fail("datasetId is a URI.", "datasetId") is not null;
            case Member.ObjectType:
                return Word(Members.ObjectTypeIri, "objectType", ref sub);
            case Member.ValueType:
                return Word(Members.ValueTypeIri, "valueType", ref sub);
            case Member.ExpiresAt:
                if (reader.TokenType != JsonTokenType.String || !LdTime.TryParse(reader.ValueSpan, out _)) return Fail("expiresAt is a date and time like 2026-08-23T10:00:00Z.", "expiresAt") is not null;
                (sub ??= []).Add(new Attribute { Name = Members.ExpiresAtIri, Value = Value.Of(reader.GetString()!) });
                return true;
            default:
                if (draft.ValueMember != Member.Other) return Fail("An attribute has one value.") is not null;
                draft.ValueMember = member;
                return ReadValue(member, ref draft);
        }
    }

    bool Kind(ref AttributeDraft draft)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (Members.KindOf(reader.ValueSpan) is { } kind)
            {
                draft.Kind = kind;
                return true;
            }
            if (GeoJsonReader.IsType(reader.ValueSpan))
            {
                draft.IsGeometry = true;
                return true;
            }
        }
        return Fail("The type of an attribute is Property, GeoProperty, Relationship, LanguageProperty, VocabProperty, JsonProperty, ListProperty or ListRelationship.", "type") is not null;
    }

    bool Unit(ref AttributeDraft draft)
    {
        if (options.AllowsNull && IsNull) return true;
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || !UnitCodes.HasForm(reader.ValueSpan))
            return Fail($"{Shown(reader.ValueSpan)} is no UN/CEFACT common code: one to three capital letters and digits, like CEL, MTR or P1.", "unitCode") is not null;
        draft.UnitCode = NamePool.One(reader.GetString()!);
        return true;
    }

    // objectType and valueType have no field in the model: they stand among the sub-attributes under their core IRI.
    bool Word(string iri, string member, ref List<Attribute>? sub)
    {
        if (Words(out var value)) (sub ??= []).Add(new Attribute { Name = iri, Kind = AttributeKind.VocabProperty, Value = value });
        else return Fail($"{member} is a name or a list of names.", member) is not null;
        return true;
    }

    Attribute? Finished(string iri, ref AttributeDraft draft, List<Attribute>? sub, Utf8JsonReader start)
    {
        if (draft.IsGeometry) return Refuse("A geometry has an array of coordinates.");
        if (draft.ValueMember == Member.Other && !draft.IsNull)
        {
            if (!options.ValueOptional)
                return Refuse(draft.Kind is { } said ? $"A {said} has a {System.Text.Encoding.ASCII.GetString(Members.ValueName(said))}." : "An attribute that is an object has a value, object, languageMap, vocab, json, valueList or objectList.");
        }
        else if (!Settle(ref draft, start)) return null;
        return new Attribute
        {
            Name = iri,
            Kind = draft.Kind ?? AttributeKind.Property,
            Value = draft.Value,
            DatasetId = draft.DatasetId,
            UnitCode = draft.UnitCode,
            ObservedAtUs = draft.ObservedAtUs,
            Sub = sub is null ? [] : [.. sub],
        };
    }

    Attribute? Refuse(string message)
    {
        Fail(message);
        return null;
    }

    static string Shown(ReadOnlySpan<byte> text) => $"\"{System.Text.Encoding.UTF8.GetString(text[..Math.Min(60, text.Length)])}\"";
}
