using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin.NgsiLd;

/// <summary>How entities came to be what they are (clauses 5.6.11 to 5.6.16, 5.7.3, 5.7.4, 6.18 to 6.22).</summary>
internal static class TemporalOperations
{
    const string Path = "/ngsi-ld/v1/temporal/entities/";

    /// <summary>GET /temporal/entities.</summary>
    public static async ValueTask<LdError?> Query(LdCall call)
    {
        if (await call.UseLink() is { } failed) return failed;
        if (!Selection.Read(call, call.Query).Try(out var query, out var error)) return error;
        return await Query(call, call.Query, query);
    }

    /// <summary>POST /temporal/entityOperations/query.</summary>
    public static async ValueTask<LdError?> QueryByPost(LdCall call)
    {
        if (await call.Read() is { } failed) return failed;
        if (!QueryBody.Read(call).Try(out var asked, out var error)) return error;
        return await Query(call, asked.Get, asked.Query);
    }

    static async ValueTask<LdError?> Query(LdCall call, Func<string, string?> get, EntityQuery query)
    {
        if (!Wanted.Read(call, get).Try(out var wanted, out var error)) return error;
        if (!TemporalQuery.Parse(get, needsTime: true).Try(out var time, out error)) return error;
        var page = call.Desk.Query(call.Tenant, query with { Offset = wanted.Offset, Limit = wanted.Limit, Count = wanted.Count });
        return await TemporalAnswer.Many(call, page, wanted, time, Form(get));
    }

    /// <summary>GET /temporal/entities/{id}.</summary>
    public static async ValueTask<LdError?> Retrieve(LdCall call)
    {
        if (await call.UseLink() is { } failed) return failed;
        if (EntityOperations.Id(call, out var id) is { } wrong) return wrong;
        if (!Wanted.Read(call, call.Query).Try(out var wanted, out var error)) return error;
        if (!TemporalQuery.Parse(call.Query, needsTime: false).Try(out var time, out error)) return error;
        return call.Desk.Find(call.Tenant, id) is { } entity ? await TemporalAnswer.One(call, entity, wanted, time, Form(call.Query)) : EntityOperations.Missing(id);
    }

    static TemporalForm Form(Func<string, string?> get)
    {
        var words = $"{get("options")},{get("format")}".Split(',');
        return words.Contains("aggregatedValues") ? TemporalForm.Aggregated : words.Contains("temporalValues") ? TemporalForm.Values : TemporalForm.Instances;
    }

    /// <summary>POST /temporal/entities: create or add to (5.6.11).</summary>
    public static async ValueTask<LdError?> Upsert(LdCall call)
    {
        if (await call.Read(batch: false) is { } failed) return failed;
        if (!EntityReader.Read(call.Body.Bytes.Span, call.Context, ReadOptions.Temporal).Try(out var entity, out var error)) return error;
        if (call.Admit(entity.Attributes) is { } full) return full;
        var there = call.Desk.Find(call.Tenant, entity.Id);
        if (there is null)
        {
            // The newest instance of each is how the entity is now; the others are how it was.
            var newest = entity.Attributes.GroupBy(a => (a.Name, a.DatasetId)).Select(g => g.MaxBy(a => a.ObservedAtUs)!).ToArray();
            if (!(await call.Desk.Write(call.Tenant, new CreateEntity(entity.With(attributes: newest)))).Try(out _, out var refusal)) return Problems.Of(refusal);
            entity = entity.With(attributes: [.. entity.Attributes.Except(newest)]);
            Answer.Location(call, Path, entity.Id);
        }
        await Past(call, entity.Id, entity.Attributes);
        return await call.Done(there is null ? 201 : 204);
    }

    /// <summary>POST /temporal/entities/{id}/attrs (5.6.12).</summary>
    public static async ValueTask<LdError?> Append(LdCall call)
    {
        if (EntityOperations.Id(call, out var id) is { } wrong) return wrong;
        if (await call.Read() is { } failed) return failed;
        if (!EntityOperations.Fragment(call, id, ReadOptions.Temporal with { NeedsId = false, NeedsType = false }).Try(out var fragment, out var error)) return error;
        if (call.Admit(fragment.Attributes) is { } full) return full;
        if (call.Desk.Find(call.Tenant, id) is null) return EntityOperations.Missing(id);
        await Past(call, id, fragment.Attributes);
        return await call.Done(204);
    }

    // An instance without a moment of observation has no place in the past: it is taken as of now.
    static async ValueTask Past(LdCall call, string id, IReadOnlyList<Attribute> instances)
    {
        if (instances.Count > 0) await call.Desk.AddHistory(call.Tenant, id, instances);
    }

    /// <summary>DELETE /temporal/entities/{id} (5.6.16): the whole history, also of an entity that is gone. What is current stays.</summary>
    public static async ValueTask<LdError?> Delete(LdCall call)
    {
        if (EntityOperations.Id(call, out var id) is { } wrong) return wrong;
        await call.Desk.ForgetHistory(call.Tenant, id);
        return await call.Done(204);
    }

    /// <summary>What of the temporal API isn't there.</summary>
    public static ValueTask<LdError?> Unsupported(LdCall call) => ValueTask.FromResult<LdError?>(new LdError(LdErrorKind.OperationNotSupported,
        "History is appended to and read; changing or deleting single instances of it is not supported."));
}
