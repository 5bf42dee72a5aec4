using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Doors;

/// <summary>Tells a caller that it was refused, in the shape of the shore it stands on.</summary>
internal sealed class Teller(IEnumerable<RefusalShape> shapes)
{
    readonly RefusalShape[] shapes = [.. shapes];

    public Task Tell(HttpContext http, Refusal refusal)
    {
        http.Response.StatusCode = Problems.Status(refusal.Kind);
        http.Response.Headers.CacheControl = "no-store";
        if (refusal.Kind == RefusalKind.Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer realm=\"cardo\"";
        foreach (var shape in shapes)
            if (http.Request.Path.StartsWithSegments(shape.Prefix)) return shape.Write(http, refusal);
        if (!WantsPage(http)) return http.Problem(refusal);
        // A person who may come in by signing in is led to the door, and back here afterwards.
        if (refusal.Kind != RefusalKind.Unauthorized || !HttpMethods.IsGet(http.Request.Method)) return Show.Refused(http.Response.StatusCode).ExecuteAsync(http);
        http.Response.Redirect("/login?return=" + Uri.EscapeDataString(http.Request.Path + http.Request.QueryString));
        return Task.CompletedTask;
    }

    static bool WantsPage(HttpContext http) => http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
