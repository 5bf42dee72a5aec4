using System.Text;
using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Cardo.Twin.Store;

namespace Cardo.Twin.NgsiLd;

/// <summary>Contexts kept and served here (clauses 5.13 and 6.29, 6.30).</summary>
internal static class ContextOperations
{
    /// <summary>POST /jsonldContexts.</summary>
    public static async ValueTask<LdError?> Add(LdCall call)
    {
        if (Media.Of(call.Http.Request.ContentType) is not (Medium.Json or Medium.LdJson)) return await call.Body.Unsupported();
        if (await call.Body.Fill(call.Room.Limits.BodyBytes, call.Room.Bodies) is { } failed) return failed;
        var raw = EntityReader.ContextOf(call.Body.Bytes.Span).ToArray();
        if (raw.Length == 0) return LdError.Bad("The body is a JSON object with an @context.", "@context");
        if (!(await call.Room.Contexts.Get(raw, call.Http.RequestAborted)).Try(out _, out var error)) return error;
        var id = "urn:ngsi-ld:Context:" + call.Room.Ids.New(call.Room.Clock);
        if (call.Room.Contexts.Host(id, $"{{\"@context\":{Encoding.UTF8.GetString(raw)}}}") is { } full) return full;
        Answer.Location(call, Contexts.Path, id);
        return await call.Done(201);
    }

    /// <summary>GET /jsonldContexts.</summary>
    public static async ValueTask<LdError?> List(LdCall call)
    {
        var kind = call.Query("kind");
        if (kind is not (null or Contexts.Hosted or Contexts.Cached or Contexts.Implicit)) return LdError.Bad("kind is Hosted, Cached or ImplicitlyCreated.", "kind");
        var rows = call.Room.Contexts.List().Where(r => kind is null || r.Kind == kind);
        var details = call.Query("details") == "true";
        await Reply.Json(call.Http, 200, w =>
        {
            w.WriteStartArray();
            foreach (var row in rows)
            {
                if (details) Details(w, row, call);
                else w.WriteStringValue(UrlOf(row, call));
            }
            w.WriteEndArray();
        });
        return null;
    }

    /// <summary>GET /jsonldContexts/{id}.</summary>
    public static async ValueTask<LdError?> Get(LdCall call)
    {
        var id = Uri.UnescapeDataString(call.Part("id"));
        if (call.Room.Contexts.Find(id) is not { } row) return Missing(id);
        if (call.Query("details") == "true")
        {
            await Reply.Json(call.Http, 200, w => Details(w, row, call));
            return null;
        }
        if (row.Kind == Contexts.Cached) return new LdError(LdErrorKind.OperationNotSupported, $"{id} is served by its own address.");
        call.Http.Response.ContentType = "application/ld+json";
        await Reply.Json(call.Http, w => w.WriteRawValue(row.Doc, skipInputValidation: true));
        return null;
    }

    /// <summary>DELETE /jsonldContexts/{id}, with reload=true for a cached one.</summary>
    public static async ValueTask<LdError?> Delete(LdCall call)
    {
        var id = Uri.UnescapeDataString(call.Part("id"));
        if (call.Room.Contexts.Find(id) is not { } row) return Missing(id);
        if (call.Query("reload") == "true")
        {
            if (row.Kind != Contexts.Cached) return LdError.Bad("Only a cached context can be loaded again.", "reload");
            if (await call.Room.Contexts.Reload(id) is { } failed) return failed;
            return await call.Done(204);
        }
        call.Room.Contexts.Remove(id);
        return await call.Done(204);
    }

    static LdError Missing(string id) => new(LdErrorKind.ResourceNotFound, $"There is no context {id}.");

    static string UrlOf(ContextRows.Row row, LdCall call) =>
        row.Kind == Contexts.Cached ? row.Id : Answer.BaseUrl(call.Http) + Contexts.Path + row.Id;

    static void Details(Utf8JsonWriter to, ContextRows.Row row, LdCall call)
    {
        to.WriteStartObject();
        to.WriteString("URL"u8, UrlOf(row, call));
        to.WriteString("localId"u8, row.Id);
        to.WriteString("kind"u8, row.Kind);
        to.WriteString("createdAt"u8, LdTime.Format(row.CreatedUs));
        to.WriteString("lastUsage"u8, LdTime.Format(row.UsedUs));
        to.WriteEndObject();
    }
}
