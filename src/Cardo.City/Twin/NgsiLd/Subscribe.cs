using System.Text.Json;
using System.Text.Json.Nodes;
using Cardo.Standards.JsonLd;
using Cardo.Twin.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Twin.NgsiLd;

/// <summary>Subscriptions over HTTP: clauses 6.10 and 6.11.</summary>
internal static class Subscribe
{
    static SubscriptionDesk DeskOf(LdCall call) => call.Http.RequestServices.GetRequiredService<SubscriptionDesk>();

    public static async ValueTask<LdError?> Create(LdCall call)
    {
        var (document, error) = await Document(call);
        if (document is null) return error;
        var id = document["id"] is JsonValue given && given.TryGetValue<string>(out var said) ? said : "urn:ngsi-ld:Subscription:" + call.Room.Ids.New(call.Room.Clock);
        if (!Uri.TryCreate(id, UriKind.Absolute, out _) || id.Length > 500) return LdError.Bad("id is a URI.", "id");
        var nowUs = Kernel.Instants.NowUs(call.Room.Clock);
        var read = new SubscriptionReader(call.Context, nowUs, DeskOf(call).Serves).Read(document, call.Tenant, id);
        if (!read.Try(out var subscription, out error)) return error;
        if (!DeskOf(call).Add(subscription with { CreatedAtUs = nowUs, ModifiedAtUs = nowUs }).Try(out Kernel.Done _, out var refusal)) return Problems.Of(refusal);
        call.Http.Response.Headers.Location = "/ngsi-ld/v1/subscriptions/" + Uri.EscapeDataString(id).Replace("%3A", ":", StringComparison.Ordinal);
        return await call.Done(201);
    }

    public static async ValueTask<LdError?> List(LdCall call)
    {
        if (await call.UseLink() is { } error) return error;
        if (!Number(call, "limit", 20, 1, 1_000, out var limit) || !Number(call, "offset", 0, 0, int.MaxValue, out var offset)) return LdError.Bad("limit is 1 to 1,000 and offset 0 or more.", "limit");
        var all = DeskOf(call).List(call.Tenant);
        if (call.Query("count") is "true") call.Http.Response.Headers["NGSILD-Results-Count"] = $"{all.Count}";
        var shown = new JsonArray([.. all.Skip(offset).Take(limit).Select(s => Show(call, s.Subscription, s.Tally))]);
        await Answer(call, shown);
        return null;
    }

    public static async ValueTask<LdError?> Get(LdCall call)
    {
        if (await call.UseLink() is { } error) return error;
        if (DeskOf(call).Find(call.Tenant, call.Part("id")) is not { } found) return Missing(call);
        await Answer(call, Show(call, found.Subscription, found.Tally));
        return null;
    }

    public static async ValueTask<LdError?> Change(LdCall call)
    {
        var (change, error) = await Document(call);
        if (change is null) return error;
        if (DeskOf(call).Find(call.Tenant, call.Part("id")) is not { } found) return Missing(call);
        var nowUs = Kernel.Instants.NowUs(call.Room.Clock);
        var read = new SubscriptionReader(call.Context, nowUs, DeskOf(call).Serves).Read(SubscriptionWriter.Merged(found.Subscription, change), call.Tenant, found.Subscription.Id);
        if (!read.Try(out var subscription, out error)) return error;
        var replaced = DeskOf(call).Replace(subscription with { CreatedAtUs = found.Subscription.CreatedAtUs, ModifiedAtUs = nowUs });
        return replaced.Try(out Kernel.Done _, out var refusal) ? await call.Done(204) : Problems.Of(refusal);
    }

    public static ValueTask<LdError?> Delete(LdCall call) =>
        DeskOf(call).Remove(call.Tenant, call.Part("id")).Ok ? call.Done(204) : ValueTask.FromResult<LdError?>(Missing(call));

    static LdError Missing(LdCall call) => new(LdErrorKind.ResourceNotFound, $"There is no subscription {call.Part("id")}.");

    static async ValueTask<(JsonObject? Document, LdError? Error)> Document(LdCall call)
    {
        if (await call.Read() is { } error) return (null, error);
        try
        {
            var document = JsonNode.Parse(call.Body.Bytes.Span, null, new JsonDocumentOptions { MaxDepth = 32 }) as JsonObject;
            document?.Remove("@context");
            // Members said twice are found only now, when the object is first looked into.
            return document is null || document.Count == 0 ? (null, LdError.Bad("A subscription is an object.")) : (document, null);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return (null, LdError.Syntax("The body is no JSON: " + e.Message));
        }
    }

    static JsonObject Show(LdCall call, Subscription subscription, Tally tally)
    {
        var shown = SubscriptionWriter.Show(subscription, tally, call.Context, call.Option("sysAttrs"), Kernel.Instants.NowUs(call.Room.Clock));
        if (call.Http.Request.Headers.Accept.Any(a => a?.Contains("ld+json", StringComparison.Ordinal) == true)) shown["@context"] = JsonNode.Parse(call.Context.Json.Span);
        return shown;
    }

    static Task Answer(LdCall call, JsonNode shown)
    {
        var ld = call.Http.Request.Headers.Accept.Any(a => a?.Contains("ld+json", StringComparison.Ordinal) == true);
        call.Http.Response.ContentType = ld ? "application/ld+json" : "application/json";
        if (!ld) call.Http.Response.Headers.Link = LdCall.LinkTo(call.Context.Link ?? CoreContext.Url);
        return Reply.Json(call.Http, w => shown.WriteTo(w));
    }

    static bool Number(LdCall call, string name, int otherwise, int least, int most, out int value)
    {
        value = otherwise;
        return call.Query(name) is not { } text || (int.TryParse(text, out value) && value >= least && value <= most);
    }
}
