using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Standards.JsonLd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardo.Twin.NgsiLd;

/// <summary>One operation of the binding.</summary>
/// <param name="Makes">it may make a tenant that isn't there</param>
internal sealed record LdRoute(string Method, string Pattern, bool Writes, Func<LdCall, ValueTask<LdError?>> Run, bool Makes = false);

/// <summary>The HTTP binding of ETSI GS CIM 009 clause 6 as a table.</summary>
internal static class Routes
{
    public const string Root = "/ngsi-ld/v1";

    public static readonly LdRoute[] Table =
    [
        new("POST", "/entities", true, EntityOperations.Create, Makes: true),
        new("GET", "/entities", false, EntityOperations.Query),
        new("DELETE", "/entities", true, EntityOperations.Purge),
        new("GET", "/entities/{id}", false, EntityOperations.Retrieve),
        new("PATCH", "/entities/{id}", true, EntityOperations.Merge),
        new("PUT", "/entities/{id}", true, EntityOperations.Replace),
        new("DELETE", "/entities/{id}", true, EntityOperations.Delete),
        new("POST", "/entities/{id}/attrs", true, AttributeOperations.Append),
        new("PATCH", "/entities/{id}/attrs", true, AttributeOperations.Update),
        new("PATCH", "/entities/{id}/attrs/{attr}", true, AttributeOperations.Patch),
        new("PUT", "/entities/{id}/attrs/{attr}", true, AttributeOperations.Replace),
        new("DELETE", "/entities/{id}/attrs/{attr}", true, AttributeOperations.Delete),
        new("POST", "/entityOperations/create", true, BatchOperations.Create, Makes: true),
        new("POST", "/entityOperations/upsert", true, BatchOperations.Upsert, Makes: true),
        new("POST", "/entityOperations/update", true, BatchOperations.Update),
        new("POST", "/entityOperations/merge", true, BatchOperations.Merge),
        new("POST", "/entityOperations/delete", true, BatchOperations.Delete),
        new("POST", "/entityOperations/query", false, EntityOperations.QueryByPost),
        new("GET", "/temporal/entities", false, TemporalOperations.Query),
        new("POST", "/temporal/entities", true, TemporalOperations.Upsert, Makes: true),
        new("GET", "/temporal/entities/{id}", false, TemporalOperations.Retrieve),
        new("DELETE", "/temporal/entities/{id}", true, TemporalOperations.Delete),
        new("POST", "/temporal/entities/{id}/attrs", true, TemporalOperations.Append),
        new("DELETE", "/temporal/entities/{id}/attrs/{attr}", true, TemporalOperations.Unsupported),
        new("PATCH", "/temporal/entities/{id}/attrs/{attr}/{instance}", true, TemporalOperations.Unsupported),
        new("DELETE", "/temporal/entities/{id}/attrs/{attr}/{instance}", true, TemporalOperations.Unsupported),
        new("POST", "/temporal/entityOperations/query", false, TemporalOperations.QueryByPost),
        new("GET", "/types", false, DiscoveryOperations.Types),
        new("GET", "/types/{type}", false, DiscoveryOperations.Type),
        new("GET", "/attributes", false, DiscoveryOperations.AllAttributes),
        new("GET", "/attributes/{attr}", false, DiscoveryOperations.Attribute),
        new("POST", "/jsonldContexts", true, ContextOperations.Add),
        new("GET", "/jsonldContexts", false, ContextOperations.List),
        new("GET", "/jsonldContexts/{id}", false, ContextOperations.Get),
        new("DELETE", "/jsonldContexts/{id}", true, ContextOperations.Delete),
        new("POST", "/subscriptions", true, Subscribe.Create, Makes: true),
        new("GET", "/subscriptions", false, Subscribe.List),
        new("GET", "/subscriptions/{id}", false, Subscribe.Get),
        new("PATCH", "/subscriptions/{id}", true, Subscribe.Change),
        new("DELETE", "/subscriptions/{id}", true, Subscribe.Delete),
        new("GET", "/info/sourceIdentity", false, IdentityOperation.Identity),
    ];

    // Named so that a caller hears what it is, and not that it doesn't know the address.
    static readonly string[] notHere = ["csourceRegistrations", "csourceSubscriptions", "snapshots", "entityMaps", "temporal/entityMaps"];

    public static void Map(WebApplication app)
    {
        var room = app.Services.GetRequiredService<LdRoom>();
        var open = app.Services.GetRequiredService<Settings>().Flag("twin.public_read", true);
        foreach (var route in Table)
        {
            var methods = route.Method == "GET" ? new[] { "GET", "HEAD" } : [route.Method];
            var endpoint = app.MapMethods(Root + route.Pattern, methods, http => Run(http, room, route));
            endpoint.Add(static e => e.Metadata.Add(new WordsItself()));
            if (route.Writes) endpoint.Needs(Scopes.TwinWrite);
            else if (open) endpoint.Open();
            else endpoint.Needs(Scopes.TwinRead);
        }
        foreach (var name in notHere)
        {
            RequestDelegate refuse = http => Problems.Answer(http, new LdError(LdErrorKind.OperationNotSupported, $"{name} is not supported by this broker."));
            app.MapMethods($"{Root}/{name}/{{**rest}}", ["GET", "HEAD"], refuse).Open();
            app.MapMethods($"{Root}/{name}/{{**rest}}", ["POST", "PUT", "PATCH", "DELETE"], refuse).Needs(Scopes.TwinWrite);
        }
    }

    /// <summary>No page stands for an answer of the binding, whoever asks (Ui's guard reads it).</summary>
    sealed class WordsItself : ISkipStatusCodePagesMetadata;

    static async Task Run(HttpContext http, LdRoom room, LdRoute route)
    {
        if (Tenants.Of(http, out var tenant) is { } wrong)
        {
            await Problems.Answer(http, wrong);
            return;
        }
        if (!room.Desk.HasTenant(tenant) && (!route.Makes || room.Desk.Tenants.Count >= room.Limits.Tenants))
        {
            await Problems.Answer(http, new LdError(LdErrorKind.NonexistentTenant, $"There is no tenant {tenant}{(route.Makes ? $", and no more than {room.Limits.Tenants} can be made" : "")}."));
            return;
        }
        var call = new LdCall(http, room, tenant);
        try
        {
            if (await route.Run(call) is { } error && !ReferenceEquals(error, LdBody.Answered)) await Problems.Answer(http, error);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to be answered.
        }
        catch (Exception bug) when (!http.Response.HasStarted && bug is not OperationCanceledException and not BadHttpRequestException)
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Cardo.Twin.NgsiLd").LogError(bug, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
            await Problems.Answer(http, new LdError(LdErrorKind.InternalError, "The broker failed; nothing it acknowledged is lost."));
        }
        finally
        {
            call.Body.Dispose();
        }
    }
}
