using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;

namespace Cardo.Twin.NgsiLd;

/// <summary>Whole entities: create, retrieve, query, merge, replace, delete, purge (clauses 6.4 and 6.5).</summary>
internal static class EntityOperations
{
    const string Path = "/ngsi-ld/v1/entities/";

    /// <summary>POST /entities (5.6.1).</summary>
    public static async ValueTask<LdError?> Create(LdCall call)
    {
        if (await call.Read() is { } failed) return failed;
        if (!EntityReader.Read(call.Body.Bytes.Span, call.Context, ReadOptions.Whole).Try(out var entity, out var error)) return error;
        call.Body.Done();
        if (call.Admit(entity.Attributes) is { } full) return full;
        await call.Desk.Room();
        var written = call.Desk.Write(call.Tenant, new CreateEntity(entity), out var kept);
        await kept;
        if (!written.Try(out _, out var refusal)) return Problems.Of(refusal);
        Answer.Location(call, Path, entity.Id);
        return await call.Done(201);
    }

    /// <summary>GET /entities (5.7.2).</summary>
    public static async ValueTask<LdError?> Query(LdCall call)
    {
        if (await call.UseLink() is { } failed) return failed;
        if (!Wanted.Read(call, call.Query).Try(out var wanted, out var error)) return error;
        if (!Selection.Read(call, call.Query).Try(out var query, out error)) return error;
        return await Answer.Page(call, call.Desk.Query(call.Tenant, query with { Offset = wanted.Offset, Limit = wanted.Limit, Count = wanted.Count }), wanted);
    }

    /// <summary>POST /entityOperations/query (5.7.2 by POST, 6.23).</summary>
    public static async ValueTask<LdError?> QueryByPost(LdCall call)
    {
        if (await call.Read() is { } failed) return failed;
        if (!QueryBody.Read(call).Try(out var asked, out var error)) return error;
        if (!Wanted.Read(call, asked.Get).Try(out var wanted, out error)) return error;
        return await Answer.Page(call, call.Desk.Query(call.Tenant, asked.Query with { Offset = wanted.Offset, Limit = wanted.Limit, Count = wanted.Count }), wanted);
    }

    /// <summary>GET /entities/{id} (5.7.1).</summary>
    public static async ValueTask<LdError?> Retrieve(LdCall call)
    {
        if (await call.UseLink() is { } failed) return failed;
        if (!Wanted.Read(call, call.Query).Try(out var wanted, out var error)) return error;
        if (Id(call, out var id) is { } wrong) return wrong;
        if (call.Desk.Find(call.Tenant, id) is not { } entity) return Missing(id);
        if (wanted.How.Attributes is { } attrs && !Array.Exists(entity.Attributes, a => attrs.Contains(a.Name))) return new LdError(LdErrorKind.ResourceNotFound, $"{id} has none of the attributes asked for.");
        return await Answer.Entity(call, entity, wanted);
    }

    /// <summary>PATCH /entities/{id}: merge (5.6.17).</summary>
    public static async ValueTask<LdError?> Merge(LdCall call)
    {
        if (Id(call, out var id) is { } wrong) return wrong;
        if (await call.Read() is { } failed) return failed;
        var options = call.Option("keyValues") || call.Option("simplified") ? ReadOptions.Merge with { Simplified = true } : ReadOptions.Merge;
        if (!Fragment(call, id, options).Try(out var fragment, out var error)) return error;
        if (call.Query("observedAt") is { } at)
        {
            if (!LdTime.TryParse(at, out var atUs)) return LdError.Bad("observedAt is a date and time like 2026-08-23T10:00:00Z.", "observedAt");
            fragment = fragment.With(attributes: Array.ConvertAll(fragment.Attributes, a => a.Observed(atUs)));
        }
        if (call.Admit(fragment.Attributes) is { } full) return full;
        return (await call.Desk.Write(call.Tenant, new MergeEntity(fragment))).Try(out _, out var refusal) ? await call.Done(204) : Problems.Of(refusal);
    }

    /// <summary>PUT /entities/{id}: replace (5.6.18).</summary>
    public static async ValueTask<LdError?> Replace(LdCall call)
    {
        if (Id(call, out var id) is { } wrong) return wrong;
        if (await call.Read() is { } failed) return failed;
        if (!Fragment(call, id, ReadOptions.Whole with { NeedsId = false, NeedsType = false }).Try(out var entity, out var error)) return error;
        if (call.Admit(entity.Attributes) is { } full) return full;
        return (await call.Desk.Write(call.Tenant, new ReplaceEntity(entity))).Try(out _, out var refusal) ? await call.Done(204) : Problems.Of(refusal);
    }

    /// <summary>DELETE /entities/{id} (5.6.6).</summary>
    public static async ValueTask<LdError?> Delete(LdCall call)
    {
        if (Id(call, out var id) is { } wrong) return wrong;
        return (await call.Desk.Write(call.Tenant, new DeleteEntity(id))).Try(out _, out var refusal) ? await call.Done(204) : Problems.Of(refusal);
    }

    /// <summary>DELETE /entities: purge (1.9, 5.6.21). In small steps, so that ingest goes on in between.</summary>
    public static async ValueTask<LdError?> Purge(LdCall call)
    {
        if (await call.UseLink() is { } failed) return failed;
        if (!Selection.Read(call, call.Query).Try(out var query, out var error)) return error;
        if (call.Query("drop") is not null || call.Query("keep") is not null) return new LdError(LdErrorKind.OperationNotSupported, "Purging attributes by drop or keep is not supported; whole entities are purged.");
        // Bounded, should somebody create what matches as fast as it is deleted.
        for (var steps = call.Desk.Count(call.Tenant) / 500 + 100; steps > 0; steps--)
        {
            var page = call.Desk.Query(call.Tenant, query with { Limit = 500 });
            if (page.Items.Count == 0) break;
            await call.Desk.Write(call.Tenant, [.. page.Items.Select(e => new DeleteEntity(e.Id))]);
        }
        return await call.Done(204);
    }

    /// <summary>The id in the path.</summary>
    public static LdError? Id(LdCall call, out string id)
    {
        id = call.Part("id");
        return LdUri.IsUri(id) ? null : LdError.Bad($"\"{(id.Length > 100 ? id[..100] : id)}\" is no URI.", "id");
    }

    public static LdError Missing(string id) => new(LdErrorKind.ResourceNotFound, $"There is no entity {id}.");

    /// <summary>A fragment from the body, with the id of the path; an id in the body says the same.</summary>
    public static LdResult<Entity> Fragment(LdCall call, string id, ReadOptions options)
    {
        if (!EntityReader.Read(call.Body.Bytes.Span, call.Context, options).Try(out var read, out var error)) return error;
        if (read.Id.Length > 0 && read.Id != id) return LdError.Bad("The id in the body is not the one in the path.", "id");
        return new Entity { Id = id, Types = read.Types, Scopes = read.Scopes, Attributes = read.Attributes, ExpiresAtUs = read.ExpiresAtUs };
    }
}
