using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Doors;

/// <summary>What holds for the way of every request. The content security policy and its kin are Ui's.</summary>
internal static class Transport
{
    public static Task Run(HttpContext http, RequestDelegate next)
    {
        // Once somebody came over https, their browser stays there for a year.
        if (http.Request.IsHttps) http.Response.Headers.StrictTransportSecurity = "max-age=31536000";
        return next(http);
    }

    /// <summary>An answer made for one officer is nobody else's, unless its endpoint said what may keep it.</summary>
    public static Task Private(object state)
    {
        var http = (HttpContext)state;
        if (http.Response.Headers.CacheControl.Count == 0) http.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
