using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;

namespace Cardo.Twin.NgsiLd;

/// <summary>The Query data type of clause 5.2.23: a query by POST.</summary>
internal static class QueryBody
{
    /// <summary>Gives a reader of parameters over the body's members, and the entities' selectors.</summary>
    public static LdResult<(Func<string, string?> Get, EntityQuery Query)> Read(LdCall call)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(call.Body.Bytes.ToArray(), new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException)
        {
            return LdError.Syntax("The body is no JSON.");
        }
        var body = document.RootElement;
        if (body.ValueKind != JsonValueKind.Object) return LdError.Bad("A query is a JSON object.");
        try
        {
            if (!body.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "Query") return LdError.Bad("A query has the type Query.", "type");
            var get = Reader(call, body);
            if (!Selection.Read(call, name => name is "id" or "type" or "idPattern" or "local" ? null : get(name), narrow: false).Try(out var query, out var error)) return error;
            if (body.TryGetProperty("entities", out var entities) && Entities(call, entities, ref query) is { } wrong) return wrong;
            if (query is { Types: null, Ids: null, Attributes: null, Where: null }) return LdError.Bad("A query has at least one of entities, attrs, q, geoQ and scopeQ.");
            return (get, query);
        }
        catch (InvalidOperationException)
        {
            return LdError.Bad("A member of the query has text that is no Unicode.");
        }
    }

    // Members of the body, then the query string (limit, offset, count, options).
    static Func<string, string?> Reader(LdCall call, JsonElement body)
    {
        var geo = body.TryGetProperty("geoQ", out var g) && g.ValueKind == JsonValueKind.Object ? g : default;
        var time = body.TryGetProperty("temporalQ", out var t) && t.ValueKind == JsonValueKind.Object ? t : default;
        return name => name switch
        {
            "georel" or "geometry" or "coordinates" or "geoproperty" => Text(geo, name),
            "timerel" or "timeAt" or "endTimeAt" or "timeproperty" or "lastN" or "aggrMethods" or "aggrPeriodDuration" => Text(time, name) ?? call.Query(name),
            _ => Text(body, name) ?? call.Query(name),
        };
    }

    static string? Text(JsonElement of, string name) => of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array when name != "coordinates" => string.Join(',', value.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? v.GetString() : v.GetRawText())),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };

    static LdError? Entities(LdCall call, JsonElement entities, ref EntityQuery query)
    {
        if (entities.ValueKind != JsonValueKind.Array || entities.GetArrayLength() is 0 or > 1_000) return LdError.Bad("entities is a list of 1 to 1000 selectors.", "entities");
        var any = new List<Func<Entity, bool>>();
        var types = new HashSet<string>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var (allTyped, allNamed) = (true, true);
        foreach (var one in entities.EnumerateArray())
        {
            if (Selector(call, one, types, ids, any, ref allTyped, ref allNamed) is { } error) return error;
        }
        var before = query.Where;
        query = query with
        {
            Types = allTyped ? [.. types] : null,
            Ids = allNamed ? [.. ids] : null,
            Where = entity => any.Exists(a => a(entity)) && (before is null || before(entity)),
        };
        return null;
    }

    static LdError? Selector(LdCall call, JsonElement one, HashSet<string> types, HashSet<string> ids, List<Func<Entity, bool>> any, ref bool allTyped, ref bool allNamed)
    {
        if (one.ValueKind != JsonValueKind.Object) return LdError.Bad("A selector of entities is an object.", "entities");
        var filters = new List<Func<Entity, bool>>();
        if (Text(one, "type") is { } type && type != "*")
        {
            if (!TypeQuery.Parse(type, call.Context).Try(out var of, out var wrong)) return wrong;
            types.UnionWith(of.Types);
            filters.Add(of.Matches);
        }
        else allTyped = false;
        if (Text(one, "id") is { } id)
        {
            var list = id.Split(',');
            if (Array.Exists(list, i => !LdUri.IsUri(i))) return LdError.Bad("id is a URI.", "entities.id");
            ids.UnionWith(list);
            filters.Add(e => Array.IndexOf(list, e.Id) >= 0);
        }
        else allNamed = false;
        if (Text(one, "idPattern") is { } pattern)
        {
            if (!SafePattern.Make(pattern, "entities.idPattern").Try(out var regex, out var wrong)) return wrong;
            filters.Add(e => regex.IsMatch(e.Id));
        }
        if (filters.Count == 0) filters.Add(_ => true);
        any.Add(Selection.All(filters)!);
        return null;
    }
}
