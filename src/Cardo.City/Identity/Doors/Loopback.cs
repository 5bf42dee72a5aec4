using System.Net;
using Cardo.Kernel;
using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Doors;

/// <summary>Whether a request may be taken as coming from a person or a test on this very machine.</summary>
internal sealed class Loopback(Settings settings)
{
    static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <summary>
    /// Only where it was asked for; both ends on loopback; not through a proxy (whose clients would all seem local);
    /// addressed by a local name (no rebound DNS name); and not sent by a page of another origin in a local browser.
    /// </summary>
    public bool Trusts(HttpContext http)
    {
        if (!settings.TrustLoopback) return false;
        var connection = http.Connection;
        if (connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote)) return false;
        if (connection.LocalIpAddress is not { } local || !IPAddress.IsLoopback(local)) return false;
        foreach (var header in Forwarding)
            if (http.Request.Headers.ContainsKey(header)) return false;
        if (!IsLocal(http.Request.Host)) return false;
        if (http.Request.Headers["Sec-Fetch-Site"] is [{ } site, ..] && site is not ("same-origin" or "none")) return false;
        return http.Request.Headers.Origin is not [{ } origin, ..]
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    // A client says the same name each time.
    static volatile string localHost = "localhost";

    static bool IsLocal(HostString host)
    {
        if (host.Value is not { } value) return false;
        if (value == localHost) return true;
        if (!IsLocalName(host.Host)) return false;
        localHost = value;
        return true;
    }

    static bool IsLocalName(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
