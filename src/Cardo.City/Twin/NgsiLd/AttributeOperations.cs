using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin.NgsiLd;

/// <summary>Attributes of one entity (clauses 6.6 and 6.7).</summary>
internal static class AttributeOperations
{
    /// <summary>POST /entities/{id}/attrs: append (5.6.3).</summary>
    public static async ValueTask<LdError?> Append(LdCall call)
    {
        if (EntityOperations.Id(call, out var id) is { } wrong) return wrong;
        if (await call.Read() is { } failed) return failed;
        if (!EntityOperations.Fragment(call, id, ReadOptions.Fragment).Try(out var fragment, out var error)) return error;
        if (call.Admit(fragment.Attributes) is { } full) return full;
        return (await call.Desk.Write(call.Tenant, new AppendAttributes(fragment, call.Option("noOverwrite")))).Try(out var written, out var refusal)
            ? await Answer.Updated(call, fragment, written, "It exists already, and noOverwrite was asked for.") : Problems.Of(refusal);
    }

    /// <summary>PATCH /entities/{id}/attrs: update (5.6.2).</summary>
    public static async ValueTask<LdError?> Update(LdCall call)
    {
        if (EntityOperations.Id(call, out var id) is { } wrong) return wrong;
        if (await call.Read() is { } failed) return failed;
        if (!EntityOperations.Fragment(call, id, ReadOptions.Fragment).Try(out var fragment, out var error)) return error;
        if (call.Admit(fragment.Attributes) is { } full) return full;
        return (await call.Desk.Write(call.Tenant, new UpdateAttributes(fragment))).Try(out var written, out var refusal)
            ? await Answer.Updated(call, fragment, written, "There is no such attribute.") : Problems.Of(refusal);
    }

    /// <summary>PATCH /entities/{id}/attrs/{attrId}: partial update (5.6.4).</summary>
    public static async ValueTask<LdError?> Patch(LdCall call)
    {
        if (EntityOperations.Id(call, out var id) is { } wrong) return wrong;
        if (await call.Read() is { } failed) return failed;
        if (!One(call, ReadOptions.Merge).Try(out var one, out var error)) return error;
        if (call.Admit([one]) is { } full) return full;
        TwinCommand command = one is { Value.Kind: ValueKind.None, Sub.Length: 0, UnitCode: null, ObservedAtUs: Attribute.NoTime }
            ? new DeleteAttribute(id, one.Name, one.DatasetId) : new PatchAttribute(id, one);
        return (await call.Desk.Write(call.Tenant, command)).Try(out _, out var refusal) ? await call.Done(204) : Problems.Of(refusal);
    }

    /// <summary>PUT /entities/{id}/attrs/{attrId}: replace (5.6.19).</summary>
    public static async ValueTask<LdError?> Replace(LdCall call)
    {
        if (EntityOperations.Id(call, out var id) is { } wrong) return wrong;
        if (await call.Read() is { } failed) return failed;
        if (!One(call, ReadOptions.Whole).Try(out var one, out var error)) return error;
        if (call.Admit([one]) is { } full) return full;
        if (!(await call.Desk.Write(call.Tenant, new UpdateAttributes(new Entity { Id = id, Types = [], Attributes = [one] }))).Try(out var written, out var refusal)) return Problems.Of(refusal);
        return written.NotUpdated.Count == 0 ? await call.Done(204) : new LdError(LdErrorKind.ResourceNotFound, $"{id} has no attribute {call.Part("attr")}.");
    }

    /// <summary>DELETE /entities/{id}/attrs/{attrId} (5.6.5).</summary>
    public static async ValueTask<LdError?> Delete(LdCall call)
    {
        if (EntityOperations.Id(call, out var id) is { } wrong) return wrong;
        if (await call.UseLink() is { } failed) return failed;
        if (!Named(call, out var name)) return LdError.Bad($"{call.Part("attr")} is no name of an attribute.");
        var dataset = call.Query("datasetId") is { } d && d != "@none" ? d : "";
        return (await call.Desk.Write(call.Tenant, new DeleteAttribute(id, name, dataset, call.Query("deleteAll") == "true"))).Try(out _, out var refusal)
            ? await call.Done(204) : Problems.Of(refusal);
    }

    static bool Named(LdCall call, out string name)
    {
        name = call.Name("attr");
        return LdUri.IsName(System.Text.Encoding.UTF8.GetBytes(call.Part("attr")));
    }

    // The fragment of one instance: as the attribute itself, or under its own name.
    static LdResult<Attribute> One(LdCall call, ReadOptions options)
    {
        if (!Named(call, out var name)) return LdError.Bad($"{call.Part("attr")} is no name of an attribute.");
        if (!EntityReader.ReadAttribute(call.Body.Bytes.Span, name, call.Context, options).Try(out var instances, out var error)) return error;
        return instances.Length == 1 ? instances[0] : LdError.Bad("One instance of the attribute is expected.");
    }
}
