using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;

namespace Cardo.Twin.NgsiLd;

/// <summary>Which entities are asked for: query parameters (or their like in a body) as a query of the twin.</summary>
internal static class Selection
{
    /// <param name="get">reads a parameter by name, null when absent</param>
    /// <param name="narrow">something must narrow the query (clause 5.7.2)</param>
    public static LdResult<EntityQuery> Read(LdCall call, Func<string, string?> get, bool narrow = true)
    {
        var query = new EntityQuery();
        var filters = new List<Func<Entity, bool>>();
        if (get("id") is { } ids)
        {
            var list = ids.Split(',', StringSplitOptions.TrimEntries);
            if (Array.Exists(list, i => !LdUri.IsUri(i))) return LdError.Bad("id is a list of URIs.", "id");
            query = query with { Ids = list };
        }
        if (get("type") is { } type && type != "*")
        {
            if (!TypeQuery.Parse(type, call.Context).Try(out var types, out var wrong)) return wrong;
            query = query with { Types = types.Types };
            if (!types.IsExact) filters.Add(types.Matches);
        }
        if (get("idPattern") is { } pattern)
        {
            if (!SafePattern.Make(pattern, "idPattern").Try(out var regex, out var wrong)) return wrong;
            query = query with { IdPattern = regex };
        }
        if (Wanted.Names(call, get("attrs")) is { } attrs) query = query with { Attributes = [.. attrs] };
        if (Filters(call, get, filters, ref query) is { } error) return error;
        if (narrow && query is { Ids: null, Types: null, IdPattern: null, Attributes: null } && filters.Count == 0 && get("local") != "true")
            return LdError.Bad("A query has at least one of type, attrs, q, georel, id, idPattern, scopeQ (or local=true).");
        return query with { Where = All(filters) };
    }

    static LdError? Filters(LdCall call, Func<string, string?> get, List<Func<Entity, bool>> filters, ref EntityQuery query)
    {
        if (get("q") is { } q)
        {
            if (!QFilter.Parse(q, call.Context).Try(out var filter, out var wrong)) return wrong;
            query = query with { Terms = filter.Necessary };
            filters.Add(filter.Matches);
        }
        if (get("scopeQ") is { } scope)
        {
            if (!ScopeQuery.Parse(scope).Try(out var filter, out var wrong)) return wrong;
            filters.Add(filter.Matches);
        }
        if (get("georel") is not null || get("geometry") is not null || get("coordinates") is not null)
        {
            if (!GeoQuery.Parse(get("georel"), get("geometry"), get("coordinates"), get("geoproperty"), call.Context).Try(out var filter, out var wrong)) return wrong;
            if (filter.Box is { } box && filter.Property == GeoQuery.DefaultProperty) query = query with { Near = new GeoBox(box.MinX, box.MinY, box.MaxX, box.MaxY) };
            filters.Add(filter.Matches);
        }
        if (get("datasetId") is { } datasets)
        {
            var wanted = datasets.Split(',').Select(d => d == "@none" ? "" : d).ToHashSet();
            filters.Add(e => Array.Exists(e.Attributes, a => wanted.Contains(a.DatasetId)));
        }
        return null;
    }

    public static Func<Entity, bool>? All(List<Func<Entity, bool>> filters) => filters.Count switch
    {
        0 => null,
        1 => filters[0],
        _ => entity => filters.TrueForAll(f => f(entity)),
    };
}
