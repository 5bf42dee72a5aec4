using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Doors;

/// <summary>The cookie that carries a session: for this host alone, unreadable by scripts, never sent from another site's form.</summary>
internal static class SessionCookie
{
    /// <summary>Over https the prefix makes the browser refuse one set by a subdomain or over plain http.</summary>
    public static string Name(HttpContext http) => http.Request.IsHttps ? "__Host-cardo-session" : "cardo-session";

    public static void Set(HttpContext http, string value) => http.Response.Cookies.Append(Name(http), value, Options(http));

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name(http), Options(http));

    static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", IsEssential = true };
}
