using Cardo.Kernel;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Doors;

/// <summary>
/// Stands before every endpoint. One that writes and says nothing of access is closed; one that says what it needs is
/// open to who has it; what a browser sends by itself (a session's cookie) must carry the page's antiforgery token too.
/// </summary>
internal sealed class Guard(IAntiforgery antiforgery, Teller teller)
{
    // Routing's own answer to a method that no endpoint of this path takes.
    const string MethodNotAllowed = "405 HTTP Method Not Supported";

    public Task Run(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<Recognition.Rejected>() is { } rejected) return teller.Tell(http, new Refusal(RefusalKind.Unauthorized, "key-invalid", rejected.Reason));
        var endpoint = http.GetEndpoint();
        if (endpoint is null || endpoint.DisplayName == MethodNotAllowed) return next(http);
        var reads = IsReading(http.Request.Method);
        var rule = endpoint.Metadata.GetMetadata<AccessRule>();
        if (rule is null) return reads ? next(http) : teller.Tell(http, new Refusal(RefusalKind.Forbidden, "closed", "Nothing can be written here."));
        var caller = http.Caller();
        if (!rule.Admits(caller)) return teller.Tell(http, Lacking(caller, rule));
        return !reads && (rule.Form || caller.Kind == CallerKind.Officer) ? Checked(http, next) : next(http);
    }

    public static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    static Refusal Lacking(Caller caller, AccessRule rule) => caller.Kind == CallerKind.Nobody
        ? new Refusal(RefusalKind.Unauthorized, "key-needed", $"This needs a key or a session with the scope {string.Join(" or ", rule.Scopes)}. A key goes in the header Authorization: Bearer KEY.")
        : new Refusal(RefusalKind.Forbidden, "scope-needed", $"This needs the scope {string.Join(" or ", rule.Scopes)}; yours {(caller.Scopes.Count == 0 ? "has none" : "are " + string.Join(", ", caller.Scopes))}.");

    async Task Checked(HttpContext http, RequestDelegate next)
    {
        if (await Fault(http) is { } refusal) await teller.Tell(http, refusal);
        else await next(http);
    }

    async Task<Refusal?> Fault(HttpContext http)
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(http) ? null
                : new Refusal(RefusalKind.Forbidden, "form-stale", "The form is too old or did not come from this site. Nothing was changed: go back, load the page again and repeat.");
        }
        catch (AntiforgeryValidationException e) when (e.InnerException is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return Refusal.TooLarge("body-too-large", "The form is too long. Nothing was taken.");
        }
        catch (Exception e) when (e is AntiforgeryValidationException or InvalidDataException or BadHttpRequestException or IOException)
        {
            return Refusal.Bad("form-unreadable", "What was sent is not a form.");
        }
    }
}
