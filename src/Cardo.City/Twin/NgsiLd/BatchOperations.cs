using System.Globalization;
using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;

namespace Cardo.Twin.NgsiLd;

/// <summary>Many entities at once (clauses 5.6.7 to 5.6.10, 5.6.20, 6.14 to 6.17, 6.31): each stands for itself.</summary>
internal static class BatchOperations
{
    sealed record Fault(string Id, LdError Error);

    public static ValueTask<LdError?> Create(LdCall call) => Run(call, ReadOptions.Whole, e => new CreateEntity(e), created: true);

    public static ValueTask<LdError?> Upsert(LdCall call)
    {
        var update = call.Option("update");
        return Run(call, ReadOptions.Whole with { AllowsNull = update }, e => new UpsertEntity(e, update), created: true);
    }

    public static ValueTask<LdError?> Update(LdCall call)
    {
        var keep = call.Option("noOverwrite");
        return Run(call, ReadOptions.Fragment with { NeedsId = true }, e => new AppendAttributes(e, keep), created: false);
    }

    public static ValueTask<LdError?> Merge(LdCall call) => Run(call, ReadOptions.Merge with { NeedsId = true }, e => new MergeEntity(e), created: false);

    static async ValueTask<LdError?> Run(LdCall call, ReadOptions options, Func<Entity, TwinCommand> command, bool created)
    {
        if (await call.Read(batch: true) is { } failed) return failed;
        if (!BatchReader.Read(call.Body.Bytes.Span, call.Context, options, call.Room.Limits.BatchItems, call.Contexts).Try(out var items, out var error)) return error;
        if (items.Count == 0) return LdError.Bad("The batch is empty.");
        var commands = new List<TwinCommand>(items.Count);
        List<Fault> faults = [];
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (item.Entity is not { } entity) faults.Add(new Fault(item.Id, item.Id.Length > 0 ? item.Error! : Placed(item.Error!, i)));
            else if (call.Admit(entity.Attributes) is { } full) faults.Add(new Fault(entity.Id, full));
            else commands.Add(command(entity));
        }
        return await Finish(call, commands, faults, created);
    }

    // An entity whose id could not be read can be found by its place alone.
    static LdError Placed(LdError error, int index) => error with { Path = "", Message = string.Create(CultureInfo.InvariantCulture, $"Number {index + 1} of the batch: {error}") };

    /// <summary>POST /entityOperations/delete.</summary>
    public static async ValueTask<LdError?> Delete(LdCall call)
    {
        if (await call.Read(batch: true) is { } failed) return failed;
        if (!BatchReader.Ids(call.Body.Bytes.Span, call.Room.Limits.BatchItems).Try(out var ids, out var error)) return error;
        if (ids.Count == 0) return LdError.Bad("The batch is empty.");
        return await Finish(call, [.. ids.Select(i => new DeleteEntity(i))], [], created: false);
    }

    static async ValueTask<LdError?> Finish(LdCall call, List<TwinCommand> commands, List<Fault> faults, bool created)
    {
        var results = commands.Count == 0 ? [] : await call.Desk.Write(call.Tenant, commands);
        var fresh = new List<string>();
        var done = new List<string>(results.Count);
        for (var i = 0; i < results.Count; i++)
        {
            var id = commands[i].EntityId;
            if (!results[i].Try(out var written, out var refusal)) faults.Add(new Fault(id, Problems.Of(refusal)));
            else if (commands[i] is AppendAttributes && written.NotUpdated.Count > 0)
                faults.Add(new Fault(id, LdError.Bad($"Not updated: {string.Join(", ", written.NotUpdated.Select(call.Context.Compact))}.")));
            else
            {
                done.Add(id);
                if (written.Created) fresh.Add(id);
            }
        }
        if (faults.Count > 0) await Reply.Json(call.Http, 207, w => Result(w, done, faults));
        else if (!created || fresh.Count == 0) return await call.Done(204);
        else await Reply.Json(call.Http, 201, w => Ids(w, fresh));
        return null;
    }

    static void Ids(Utf8JsonWriter to, List<string> ids)
    {
        to.WriteStartArray();
        foreach (var id in ids) to.WriteStringValue(id);
        to.WriteEndArray();
    }

    // BatchOperationResult, clause 5.2.16.
    static void Result(Utf8JsonWriter to, List<string> done, List<Fault> faults)
    {
        to.WriteStartObject();
        to.WritePropertyName("success"u8);
        Ids(to, done);
        to.WriteStartArray("errors"u8);
        foreach (var fault in faults)
        {
            to.WriteStartObject();
            to.WriteString("entityId"u8, fault.Id);
            to.WritePropertyName("error"u8);
            Problems.Write(to, fault.Error, Problems.StatusOf(fault.Error.Kind));
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteEndObject();
    }
}
