using System.Text.Json;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd;

/// <summary>Writes attributes in each of the three ways.</summary>
public static class AttributeWriter
{
    /// <summary>Under this name an observation's doubts are shown.</summary>
    public const string QualityIri = CoreContext.DefaultVocab + "quality";

    static readonly JsonEncodedText[] kinds = [.. Enum.GetNames<AttributeKind>().Select(k => JsonEncodedText.Encode(k))];

    // In the order of the bits of Kernel's Quality.
    static readonly string[] doubts = ["range", "rate", "stuck", "late", "clockSkew", "rewritten", "corrected"];

    internal static void All(Utf8JsonWriter to, Attribute[] attributes, LdContext context, Representation how, int level)
    {
        for (var i = 0; i < attributes.Length; i++)
        {
            var attribute = attributes[i];
            if (!how.Shows(attribute) || IsLater(attributes, i, how)) continue;
            to.WritePropertyName(context.CompactText(attribute.Name));
            if (!HasMore(attributes, i, how)) One(to, attribute, context, how, level);
            else if (how.Format == LdFormat.Simplified) ByDataset(to, attributes, i, context, how, level);
            else
            {
                to.WriteStartArray();
                for (var j = i; j < attributes.Length; j++)
                    if (attributes[j].Name == attribute.Name && how.Shows(attributes[j])) One(to, attributes[j], context, how, level, bare: false);
                to.WriteEndArray();
            }
        }
    }

    static bool IsLater(Attribute[] attributes, int i, Representation how)
    {
        for (var j = 0; j < i; j++)
            if (attributes[j].Name == attributes[i].Name && how.Shows(attributes[j])) return true;
        return false;
    }

    static bool HasMore(Attribute[] attributes, int i, Representation how)
    {
        for (var j = i + 1; j < attributes.Length; j++)
            if (attributes[j].Name == attributes[i].Name && how.Shows(attributes[j])) return true;
        return false;
    }

    // Several instances, simplified: {"dataset": {"@none": v, "urn:…": v}} (clause 4.5.4).
    static void ByDataset(Utf8JsonWriter to, Attribute[] attributes, int i, LdContext context, Representation how, int level)
    {
        to.WriteStartObject();
        to.WriteStartObject("dataset"u8);
        for (var j = i; j < attributes.Length; j++)
        {
            if (attributes[j].Name != attributes[i].Name || !how.Shows(attributes[j])) continue;
            to.WritePropertyName(attributes[j].DatasetId.Length == 0 ? "@none" : attributes[j].DatasetId);
            One(to, attributes[j], context, how, level);
        }
        to.WriteEndObject();
        to.WriteEndObject();
    }

    /// <summary>One instance.</summary>
    /// <param name="bare">the concise way may leave it at the value</param>
    public static void One(Utf8JsonWriter to, Attribute attribute, LdContext context, Representation how, int level = 0, bool bare = true)
    {
        if (how.Lang is not null && attribute.Kind == AttributeKind.LanguageProperty && Languages.Pick(attribute.Value, how.Lang, out var text, out var lang))
        {
            InLanguage(to, attribute, context, how, text, lang);
            return;
        }
        switch (how.Format)
        {
            case LdFormat.Simplified:
                Simplified(to, attribute, context, how, level);
                break;
            case LdFormat.Concise when bare && IsBare(attribute, how):
                ValueWriter.Write(to, attribute.Value);
                break;
            default:
                to.WriteStartObject();
                if (how.Format == LdFormat.Normalized || attribute.Value.Kind == ValueKind.None || LooksLikeGeometry(attribute)) to.WriteString("type"u8, kinds[(int)attribute.Kind]);
                to.WritePropertyName(NgsiLd.Members.ValueName(attribute.Kind));
                Valued(to, attribute, context);
                Linked(to, attribute, context, how, level);
                Details(to, attribute, context, how);
                to.WriteEndObject();
                break;
        }
    }

    // In the concise way a property with nothing but a value is its value, unless it could be taken for something else.
    static bool IsBare(Attribute a, Representation how) =>
        a.Kind is AttributeKind.Property or AttributeKind.GeoProperty && !how.SysAttrs && a.Sub.Length == 0 && a.Doubts == 0
        && a.UnitCode is null && a.ObservedAtUs == Attribute.NoTime && a.DatasetId.Length == 0
        && (a.Value.Kind is ValueKind.Number or ValueKind.Bool or ValueKind.Text or ValueKind.Geo
            || (a.Value.Kind == ValueKind.Json && a.Value.Json.Span[0] != '{' && !a.Value.Json.Span.StartsWith("[{"u8)));

    // A plain property may hold a geometry: its kind must then be said, or it would be read as a GeoProperty.
    static bool LooksLikeGeometry(Attribute a) =>
        a.Kind == AttributeKind.Property && a.Value.Kind == ValueKind.Json && a.Value.Json.Span[0] == '{'
        && (a.Value.Json.Span.IndexOf("\"coordinates\""u8) >= 0 || a.Value.Json.Span.IndexOf("\"geometries\""u8) >= 0);

    static void Simplified(Utf8JsonWriter to, Attribute attribute, LdContext context, Representation how, int level)
    {
        if (attribute.Kind is AttributeKind.Relationship && level < how.JoinLevel && attribute.Value.Text is { } uri && how.Linked?.Invoke(uri) is { } linked)
        {
            EntityWriter.Write(to, linked, context, how, level + 1);
            return;
        }
        if (attribute.Kind is AttributeKind.Property or AttributeKind.GeoProperty or AttributeKind.Relationship)
        {
            Valued(to, attribute, context);
            return;
        }
        to.WriteStartObject();
        to.WritePropertyName(NgsiLd.Members.ValueName(attribute.Kind));
        Valued(to, attribute, context);
        to.WriteEndObject();
    }

    /// <summary>The value alone.</summary>
    public static void Valued(Utf8JsonWriter to, Attribute attribute, LdContext context)
    {
        if (attribute.Value.Kind == ValueKind.None) to.WriteStringValue(LdUri.Null);
        else if (attribute.Kind == AttributeKind.VocabProperty) ValueWriter.Words(to, attribute.Value, context);
        else if (attribute.Kind == AttributeKind.ListRelationship) ValueWriter.Objects(to, attribute.Value);
        else ValueWriter.Write(to, attribute.Value);
    }

    static void Linked(Utf8JsonWriter to, Attribute attribute, LdContext context, Representation how, int level)
    {
        if (level >= how.JoinLevel || how.Linked is null || attribute.Kind is not (AttributeKind.Relationship or AttributeKind.ListRelationship)) return;
        if (attribute.Value.Text is { } uri)
        {
            if (how.Linked(uri) is not { } linked) return;
            to.WritePropertyName("entity"u8);
            EntityWriter.Write(to, linked, context, how with { Pick = null, Attributes = null }, level + 1);
            return;
        }
        to.WriteStartArray(attribute.Kind == AttributeKind.Relationship ? "entity"u8 : "entityList"u8);
        foreach (var one in ValueWriter.Uris(attribute.Value))
            if (how.Linked(one) is { } linked) EntityWriter.Write(to, linked, context, how with { Pick = null, Attributes = null }, level + 1);
        to.WriteEndArray();
    }

    static void InLanguage(Utf8JsonWriter to, Attribute attribute, LdContext context, Representation how, string text, string lang)
    {
        if (how.Format == LdFormat.Simplified)
        {
            to.WriteStringValue(text);
            return;
        }
        to.WriteStartObject();
        if (how.Format == LdFormat.Normalized) to.WriteString("type"u8, kinds[(int)AttributeKind.Property]);
        to.WriteString("value"u8, text);
        to.WriteString("lang"u8, lang);
        Details(to, attribute, context, how);
        to.WriteEndObject();
    }

    static void Details(Utf8JsonWriter to, Attribute a, LdContext context, Representation how)
    {
        if (a.UnitCode is not null) to.WriteString("unitCode"u8, a.UnitCode);
        if (a.ObservedAtUs != Attribute.NoTime) EntityWriter.Time(to, "observedAt"u8, a.ObservedAtUs);
        if (a.DatasetId.Length > 0) to.WriteString("datasetId"u8, a.DatasetId);
        if (how.SysAttrs && a.ModifiedAtUs != 0)
        {
            EntityWriter.Time(to, "createdAt"u8, a.CreatedAtUs);
            EntityWriter.Time(to, "modifiedAt"u8, a.ModifiedAtUs);
        }
        if (a.Doubts != 0 && a.Find(QualityIri) is null) Quality(to, a.Doubts, context, how);
        if (a.Sub.Length == 0) return;
        var inner = how with { Attributes = null, Pick = null, Omit = null, Datasets = null, JoinLevel = 0 };
        foreach (var sub in a.Sub) Pseudo(to, sub, context);
        All(to, Array.FindAll(a.Sub, s => !IsPseudo(s)), context, inner, 0);
    }

    static bool IsPseudo(Attribute sub) => sub.Name is NgsiLd.Members.ObjectTypeIri or NgsiLd.Members.ValueTypeIri or NgsiLd.Members.ExpiresAtIri;

    static void Pseudo(Utf8JsonWriter to, Attribute sub, LdContext context)
    {
        if (!IsPseudo(sub)) return;
        to.WritePropertyName(sub.Name == NgsiLd.Members.ObjectTypeIri ? "objectType"u8 : sub.Name == NgsiLd.Members.ValueTypeIri ? "valueType"u8 : "expiresAt"u8);
        Valued(to, sub, context);
    }

    static void Quality(Utf8JsonWriter to, byte bits, LdContext context, Representation how)
    {
        to.WritePropertyName(context.CompactText(QualityIri));
        if (how.Format == LdFormat.Normalized)
        {
            to.WriteStartObject();
            to.WriteString("type"u8, kinds[(int)AttributeKind.Property]);
            to.WritePropertyName("value"u8);
        }
        to.WriteStartArray();
        for (var i = 0; i < doubts.Length; i++)
            if ((bits >> i & 1) != 0) to.WriteStringValue(doubts[i]);
        to.WriteEndArray();
        if (how.Format == LdFormat.Normalized) to.WriteEndObject();
    }
}
