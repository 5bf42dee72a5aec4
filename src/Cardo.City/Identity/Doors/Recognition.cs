using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Doors;

/// <summary>Says who sent a request: by key, by session, or by calling from this machine. Runs before everything that asks.</summary>
internal sealed class Recognition(KeyDesk keys, SessionDesk sessions, Loopback loopback)
{
    /// <summary>A request that brought a key or a session that doesn't work: the guard tells it so instead of treating it as nobody.</summary>
    public sealed record Rejected(string Reason);

    /// <summary>Of a form that is read before it is known who sends it.</summary>
    const int MostFormBytes = 64 << 10;

    public Task Run(HttpContext http, RequestDelegate next)
    {
        Recognize(http);
        return http.GetEndpoint()?.Metadata.GetMetadata<KeyInForm>() is { } asked && http.Caller().Kind == CallerKind.Nobody && http.Features.Get<Rejected>() is null ? InForm(asked.Field, http, next) : next(http);
    }

    // A key that is wrong is the endpoint's to refuse, in the words of its standard; until then it is nobody's, and counted so.
    async Task InForm(string field, HttpContext http, RequestDelegate next)
    {
        var key = http.Request.Query[field].ToString();
        if (key.Length == 0 && http.Request is { HasFormContentType: true, ContentLength: <= MostFormBytes })
            try
            {
                key = (await http.Request.ReadFormAsync(http.RequestAborted))[field].ToString();
            }
            catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException)
            {
                // No form after all: the endpoint says so when it reads it.
            }
        if (key.Length > 0 && keys.Recognize(key) is { } holder) Set(http, holder);
        await next(http);
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
