using System.Text.Json;
using Cardo.Standards.GeoJson;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd;

/// <summary>Writes entities, names shortened by a context, straight into the output: no document in between.</summary>
public static class EntityWriter
{
    /// <summary>One entity as a JSON object (or a Feature).</summary>
    public static void Write(Utf8JsonWriter to, Entity entity, LdContext context, Representation how) => Write(to, entity, context, how, 0);

    /// <summary>A list of entities, or a FeatureCollection.</summary>
    public static void Write(Utf8JsonWriter to, IEnumerable<Entity> entities, LdContext context, Representation how)
    {
        if (how.GeoJson)
        {
            to.WriteStartObject();
            to.WriteString("type"u8, "FeatureCollection"u8);
            to.WriteStartArray("features"u8);
            var inner = how with { WithContext = false };
            foreach (var entity in entities) Write(to, entity, context, inner, 0);
            to.WriteEndArray();
            if (how.WithContext) Context(to, context);
            to.WriteEndObject();
            return;
        }
        to.WriteStartArray();
        foreach (var entity in entities) Write(to, entity, context, how, 0);
        to.WriteEndArray();
    }

    internal static void Write(Utf8JsonWriter to, Entity entity, LdContext context, Representation how, int level)
    {
        if (how.GeoJson && level == 0)
        {
            Feature(to, entity, context, how);
            return;
        }
        to.WriteStartObject();
        if (how.Shows("id")) to.WriteString("id"u8, entity.Id);
        Members(to, entity, context, how, level);
        if (how.WithContext && level == 0) Context(to, context);
        to.WriteEndObject();
    }

    /// <summary>The <c>@context</c> member.</summary>
    public static void Context(Utf8JsonWriter to, LdContext context)
    {
        to.WritePropertyName("@context"u8);
        to.WriteRawValue(context.Json.Span, skipInputValidation: true);
    }

    static void Feature(Utf8JsonWriter to, Entity entity, LdContext context, Representation how)
    {
        to.WriteStartObject();
        to.WriteString("id"u8, entity.Id);
        to.WriteString("type"u8, "Feature"u8);
        to.WritePropertyName("geometry"u8);
        if (Geometry(entity, how) is { } geo) GeoJsonWriter.Write(to, geo);
        else to.WriteNullValue();
        to.WriteStartObject("properties"u8);
        Members(to, entity, context, how, 1);
        to.WriteEndObject();
        if (how.WithContext) Context(to, context);
        to.WriteEndObject();
    }

    static GeoValue? Geometry(Entity entity, Representation how)
    {
        foreach (var attribute in entity.Attributes)
            if (attribute.Name == how.GeometryProperty && (how.Datasets is null || how.Datasets.Contains(attribute.DatasetId)) && attribute.Value.Geo is { } geo) return geo;
        return null;
    }

    // All but the id. Instances of one name stand together where the first of them stands.
    static void Members(Utf8JsonWriter to, Entity entity, LdContext context, Representation how, int level)
    {
        About(to, entity, context, how);
        AttributeWriter.All(to, entity.Attributes, context, how, level);
    }

    /// <summary>The id and what else an entity says of itself, without its attributes.</summary>
    public static void Head(Utf8JsonWriter to, Entity entity, LdContext context, Representation how)
    {
        if (how.Shows("id")) to.WriteString("id"u8, entity.Id);
        About(to, entity, context, how);
    }

    static void About(Utf8JsonWriter to, Entity entity, LdContext context, Representation how)
    {
        if (how.Shows("type")) Types(to, entity.Types, context);
        if (entity.Scopes.Length > 0 && how.Shows("scope")) Texts(to, "scope"u8, entity.Scopes);
        if (entity.ExpiresAtUs != 0 && how.Shows("expiresAt")) Time(to, "expiresAt"u8, entity.ExpiresAtUs);
        if (how.SysAttrs && how.Shows("createdAt")) Time(to, "createdAt"u8, entity.CreatedAtUs);
        if (how.SysAttrs && how.Shows("modifiedAt")) Time(to, "modifiedAt"u8, entity.ModifiedAtUs);
    }

    static void Types(Utf8JsonWriter to, string[] types, LdContext context)
    {
        if (types.Length == 1)
        {
            to.WriteString("type"u8, context.CompactText(types[0]));
            return;
        }
        to.WriteStartArray("type"u8);
        foreach (var type in types) to.WriteStringValue(context.CompactText(type));
        to.WriteEndArray();
    }

    static void Texts(Utf8JsonWriter to, ReadOnlySpan<byte> name, string[] texts)
    {
        if (texts.Length == 1)
        {
            to.WriteString(name, texts[0]);
            return;
        }
        to.WriteStartArray(name);
        foreach (var text in texts) to.WriteStringValue(text);
        to.WriteEndArray();
    }

    /// <summary>A moment as a member.</summary>
    public static void Time(Utf8JsonWriter to, ReadOnlySpan<byte> name, long us)
    {
        Span<byte> text = stackalloc byte[27];
        to.WriteString(name, text[..LdTime.Format(us, text)]);
    }
}
