using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Doors;

/// <summary>Says who sent a request: by key, by session, or by calling from this machine. Runs before everything that asks.</summary>
internal sealed class Recognition(KeyDesk keys, SessionDesk sessions, Loopback loopback)
{
    /// <summary>A request that brought a key or a session that doesn't work: the guard tells it so instead of treating it as nobody.</summary>
    public sealed record Rejected(string Reason);

    public Task Run(HttpContext http, RequestDelegate next)
    {
        Recognize(http);
        return next(http);
    }

    void Recognize(HttpContext http)
    {
        if (Presented(http.Request) is { Length: > 0 } key)
        {
            // A key that is wrong is refused even where nothing would be asked: its holder should know.
            if (keys.Recognize(key) is { } holder) Set(http, holder);
            else http.Features.Set(new Rejected("The key is unknown, expired or revoked."));
            return;
        }
        if (http.Request.Headers.Cookie.Count > 0 && http.Request.Cookies.TryGetValue(SessionCookie.Name(http), out var cookie) && sessions.Recognize(cookie) is { } officer) Set(http, officer);
        else if (loopback.Trusts(http)) Set(http, Caller.Loopback);
    }

    static void Set(HttpContext http, Caller caller)
    {
        http.Features.Set(caller);
        http.User = caller.Principal;
        if (caller.Kind == CallerKind.Officer) http.Response.OnStarting(Transport.Private, http);
    }

    static ReadOnlySpan<char> Presented(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ } authorization, ..])
        {
            if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return authorization.AsSpan(7).Trim();
            // InfluxDB's clients say Token.
            if (authorization.StartsWith("Token ", StringComparison.OrdinalIgnoreCase)) return authorization.AsSpan(6).Trim();
        }
        return request.Headers["X-API-Key"] is [{ } key, ..] ? key.AsSpan().Trim() : default;
    }
}
