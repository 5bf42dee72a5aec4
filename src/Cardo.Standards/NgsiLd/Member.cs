namespace Cardo.Standards.NgsiLd;

/// <summary>The members of an attribute that are not attributes themselves.</summary>
internal enum Member : byte
{
    Other, Type, Value, Object, LanguageMap, Vocab, Json, ValueList, ObjectList, ObservedAt, UnitCode, DatasetId,
    ObjectType, ValueType, ExpiresAt,

    /// <summary>Made by a broker, or a hint for it; read over.</summary>
    Passing,
}

/// <summary>Names of members, and the IRIs under which those without a place of their own in <see cref="Attribute"/> stand among its sub-attributes.</summary>
internal static class Members
{
    public const string ObjectTypeIri = "https://uri.etsi.org/ngsi-ld/hasObjectType";
    public const string ValueTypeIri = "https://uri.etsi.org/ngsi-ld/hasValueType";
    public const string ExpiresAtIri = "https://uri.etsi.org/ngsi-ld/expiresAt";

    public static Member Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => Is(name, "type"u8, Member.Type) | Is(name, "json"u8, Member.Json) | Is(name, "lang"u8, Member.Passing),
        5 => Is(name, "value"u8, Member.Value) | Is(name, "vocab"u8, Member.Vocab) | Is(name, "@type"u8, Member.Type),
        6 => Is(name, "object"u8, Member.Object) | Is(name, "entity"u8, Member.Passing),
        8 => Is(name, "unitCode"u8, Member.UnitCode) | Is(name, "@context"u8, Member.Passing),
        9 => Is(name, "datasetId"u8, Member.DatasetId) | Is(name, "valueList"u8, Member.ValueList) | Is(name, "valueType"u8, Member.ValueType)
            | Is(name, "expiresAt"u8, Member.ExpiresAt) | Is(name, "createdAt"u8, Member.Passing) | Is(name, "deletedAt"u8, Member.Passing),
        10 => Is(name, "observedAt"u8, Member.ObservedAt) | Is(name, "objectList"u8, Member.ObjectList) | Is(name, "objectType"u8, Member.ObjectType)
            | Is(name, "modifiedAt"u8, Member.Passing) | Is(name, "instanceId"u8, Member.Passing) | Is(name, "entityList"u8, Member.Passing),
        11 => Is(name, "languageMap"u8, Member.LanguageMap),
        _ => name.StartsWith("previous"u8) && IsPrevious(name[8..]) ? Member.Passing : Member.Other,
    };

    static Member Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word, Member member) => name.SequenceEqual(word) ? member : Member.Other;

    static bool IsPrevious(ReadOnlySpan<byte> rest) =>
        rest.SequenceEqual("Value"u8) || rest.SequenceEqual("Object"u8) || rest.SequenceEqual("LanguageMap"u8) || rest.SequenceEqual("Vocab"u8)
        || rest.SequenceEqual("Json"u8) || rest.SequenceEqual("ValueList"u8) || rest.SequenceEqual("ObjectList"u8);

    /// <summary>Which kind of attribute a member with a value belongs to.</summary>
    public static AttributeKind? KindOf(Member member) => member switch
    {
        Member.Value => AttributeKind.Property,
        Member.Object => AttributeKind.Relationship,
        Member.LanguageMap => AttributeKind.LanguageProperty,
        Member.Vocab => AttributeKind.VocabProperty,
        Member.Json => AttributeKind.JsonProperty,
        Member.ValueList => AttributeKind.ListProperty,
        Member.ObjectList => AttributeKind.ListRelationship,
        _ => null,
    };

    public static AttributeKind? KindOf(ReadOnlySpan<byte> word) => word.Length switch
    {
        8 when word.SequenceEqual("Property"u8) => AttributeKind.Property,
        11 when word.SequenceEqual("GeoProperty"u8) => AttributeKind.GeoProperty,
        12 when word.SequenceEqual("Relationship"u8) => AttributeKind.Relationship,
        12 when word.SequenceEqual("JsonProperty"u8) => AttributeKind.JsonProperty,
        12 when word.SequenceEqual("ListProperty"u8) => AttributeKind.ListProperty,
        13 when word.SequenceEqual("VocabProperty"u8) => AttributeKind.VocabProperty,
        16 when word.SequenceEqual("LanguageProperty"u8) => AttributeKind.LanguageProperty,
        16 when word.SequenceEqual("ListRelationship"u8) => AttributeKind.ListRelationship,
        _ => null,
    };

    /// <summary>The member that carries the value of a kind.</summary>
    public static ReadOnlySpan<byte> ValueName(AttributeKind kind) => kind switch
    {
        AttributeKind.Relationship => "object"u8,
        AttributeKind.LanguageProperty => "languageMap"u8,
        AttributeKind.VocabProperty => "vocab"u8,
        AttributeKind.JsonProperty => "json"u8,
        AttributeKind.ListProperty => "valueList"u8,
        AttributeKind.ListRelationship => "objectList"u8,
        _ => "value"u8,
    };
}
