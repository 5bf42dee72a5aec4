using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace Cardo.Ui;

/// <summary>What holds for every answer: the browser's guards, the reader's choices, and a page for what went wrong.</summary>
static class Guard
{
    // Nothing but the city's own files is ever loaded. Workers from blobs: the map's renderer may make one.
    static readonly StringValues nosniff = "nosniff";

    static readonly StringValues policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        + "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>
    /// Whether a person may see the answer. An endpoint that is marked to go past the pages of bare statuses is a binding for
    /// programs: it words every answer itself, its failures too, and none of it is worth the cost of a page's way to it.
    /// </summary>
    public static bool ForPeople(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ISkipStatusCodePagesMetadata>() is null;

    public static Task Headers(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = nosniff;
        return next(http);
    }

    /// <summary>What only a page needs.</summary>
    public static Task More(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=(), payment=()";
        return next(http);
    }

    /// <summary>Keeps <c>?lang=</c> and <c>?theme=</c> in a cookie for a year. They say nothing about the person.</summary>
    public static Task Choices(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || http.Request.QueryString.Value is not { Length: > 1 }) return next(http);
        if (Texts.Match(http.Request.Query["lang"]) is { } lang) Keep(http, Reader.LangCookie, lang);
        var theme = http.Request.Query["theme"].ToString();
        if (theme is not ("auto" or "light" or "dark")) return next(http);
        Keep(http, Reader.ThemeCookie, theme);
        // A theme is no part of a page's address: back to the address without it. Path and query are our own, so no open redirect;
        // a path of two slashes would name another host.
        var query = http.Request.Query.Where(q => q.Key != "theme").ToDictionary(q => q.Key, q => (string?)q.Value.ToString());
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect(Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("/" + http.Request.Path.ToUriComponent().TrimStart('/', '\\'), query));
        return Task.CompletedTask;
    }

    static void Keep(HttpContext http, string name, string value) =>
        http.Response.Cookies.Append(name, value, new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps, IsEssential = true });

    /// <summary>An exception got through: a bug. People get a page, programs a problem document (RFC 9457).</summary>
    public static Task Failed(HttpContext http) => Tell(http, 500);

    /// <summary>A bare status without a body: who reads pages gets one, a program a problem with its code.</summary>
    public static Task Bare(HttpContext http) => Tell(http, http.Response.StatusCode);

    static Task Tell(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        return WantsPage(http)
            ? Show.Refused(status).ExecuteAsync(http)
            : Results.Problem(What(http, status), statusCode: status, extensions: [new("code", Code(status))]).ExecuteAsync(http);
    }

    static string? What(HttpContext http, int status) => status switch
    {
        404 => $"There is nothing at {http.Request.Path}.",
        405 => $"{http.Request.Method} is not answered at {http.Request.Path}: {http.Response.Headers.Allow} {(http.Response.Headers.Allow.ToString().Contains(',', StringComparison.Ordinal) ? "are" : "is")}.",
        _ => null,
    };

    static string Code(int status) => status switch { 404 => "no-such-address", 405 => "method-not-allowed", 415 => "body-type-unknown", 500 => "failed", _ => $"status-{status}" };

    static bool WantsPage(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
