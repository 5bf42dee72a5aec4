using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;

namespace Cardo.Twin.NgsiLd;

/// <summary>Which types and attributes there are (clauses 5.7.5 to 5.7.10, 6.25 to 6.28).</summary>
internal static class DiscoveryOperations
{
    sealed class Seen
    {
        public int Count;
        public readonly HashSet<string> Types = new(StringComparer.Ordinal);
        public readonly HashSet<AttributeKind> Kinds = [];
    }

    static SortedDictionary<string, Seen> Attributes(IEnumerable<Entity> entities)
    {
        var seen = new SortedDictionary<string, Seen>(StringComparer.Ordinal);
        foreach (var entity in entities)
            foreach (var attribute in entity.Attributes)
            {
                if (!seen.TryGetValue(attribute.Name, out var one)) seen[attribute.Name] = one = new Seen();
                one.Count++;
                one.Types.UnionWith(entity.Types);
                one.Kinds.Add(attribute.Kind);
            }
        return seen;
    }

    /// <summary>GET /types.</summary>
    public static async ValueTask<LdError?> Types(LdCall call)
    {
        if (await call.UseLink() is { } failed) return failed;
        var types = call.Desk.Types(call.Tenant).Keys.Order(StringComparer.Ordinal).ToList();
        if (call.Query("details") != "true") return await List(call, "EntityTypeList", "typeList", types);
        return await Array(call, types.Select(type => (Action<Utf8JsonWriter>)(w =>
        {
            w.WriteString("id"u8, type);
            w.WriteString("type"u8, "EntityType"u8);
            w.WriteString("typeName"u8, call.Context.Compact(type));
            Names(w, "attributeNames", Attributes(call.Desk.OfType(call.Tenant, type)).Keys, call);
        })));
    }

    /// <summary>GET /types/{type}.</summary>
    public static async ValueTask<LdError?> Type(LdCall call)
    {
        if (await call.UseLink() is { } failed) return failed;
        var type = call.Name("type");
        if (!call.Desk.Types(call.Tenant).TryGetValue(type, out var count)) return new LdError(LdErrorKind.ResourceNotFound, $"No entity has the type {call.Part("type")}.");
        return await Answer.Json(call, w =>
        {
            w.WriteString("id"u8, type);
            w.WriteString("type"u8, "EntityTypeInfo"u8);
            w.WriteString("typeName"u8, call.Context.Compact(type));
            w.WriteNumber("entityCount"u8, count);
            w.WriteStartArray("attributeDetails"u8);
            foreach (var (name, seen) in Attributes(call.Desk.OfType(call.Tenant, type)))
            {
                w.WriteStartObject();
                w.WriteString("id"u8, name);
                w.WriteString("type"u8, "Attribute"u8);
                w.WriteString("attributeName"u8, call.Context.Compact(name));
                Kinds(w, seen);
                w.WriteEndObject();
            }
            w.WriteEndArray();
        });
    }

    /// <summary>GET /attributes.</summary>
    public static async ValueTask<LdError?> AllAttributes(LdCall call)
    {
        if (await call.UseLink() is { } failed) return failed;
        var seen = Attributes(call.Desk.All(call.Tenant));
        if (call.Query("details") != "true") return await List(call, "AttributeList", "attributeList", seen.Keys);
        return await Array(call, seen.Select(s => (Action<Utf8JsonWriter>)(w =>
        {
            w.WriteString("id"u8, s.Key);
            w.WriteString("type"u8, "Attribute"u8);
            w.WriteString("attributeName"u8, call.Context.Compact(s.Key));
            Names(w, "typeNames", s.Value.Types.Order(StringComparer.Ordinal), call);
        })));
    }

    /// <summary>GET /attributes/{attr}.</summary>
    public static async ValueTask<LdError?> Attribute(LdCall call)
    {
        if (await call.UseLink() is { } failed) return failed;
        var name = call.Name("attr");
        if (!Attributes(call.Desk.All(call.Tenant)).TryGetValue(name, out var seen)) return new LdError(LdErrorKind.ResourceNotFound, $"No entity has the attribute {call.Part("attr")}.");
        return await Answer.Json(call, w =>
        {
            w.WriteString("id"u8, name);
            w.WriteString("type"u8, "Attribute"u8);
            w.WriteString("attributeName"u8, call.Context.Compact(name));
            w.WriteNumber("attributeCount"u8, seen.Count);
            Kinds(w, seen);
            Names(w, "typeNames", seen.Types.Order(StringComparer.Ordinal), call);
        });
    }

    static ValueTask<LdError?> List(LdCall call, string type, string member, IEnumerable<string> names) => Answer.Json(call, w =>
    {
        w.WriteString("id"u8, $"urn:ngsi-ld:{type}:{(call.Tenant.Length == 0 ? "city" : call.Tenant)}");
        w.WriteString("type"u8, type);
        Names(w, member, names, call);
    });

    static async ValueTask<LdError?> Array(LdCall call, IEnumerable<Action<Utf8JsonWriter>> items)
    {
        if (Answer.How(call, Wanted.Plain, geo: false) is not { } how) return await Answer.NotAcceptable(call);
        await Reply.Json(call.Http, w =>
        {
            w.WriteStartArray();
            foreach (var item in items)
            {
                w.WriteStartObject();
                item(w);
                if (how.WithContext) EntityWriter.Context(w, call.Context);
                w.WriteEndObject();
            }
            w.WriteEndArray();
        });
        return null;
    }

    static void Names(Utf8JsonWriter to, string member, IEnumerable<string> names, LdCall call)
    {
        to.WriteStartArray(member);
        foreach (var name in names) to.WriteStringValue(call.Context.Compact(name));
        to.WriteEndArray();
    }

    static void Kinds(Utf8JsonWriter to, Seen seen)
    {
        to.WriteStartArray("attributeTypes"u8);
        foreach (var kind in seen.Kinds.Order()) to.WriteStringValue(kind.ToString());
        to.WriteEndArray();
    }
}
