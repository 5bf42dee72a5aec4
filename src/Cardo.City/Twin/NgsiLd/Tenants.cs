using Cardo.Standards.JsonLd;
using Microsoft.AspNetCore.Http;

namespace Cardo.Twin.NgsiLd;

/// <summary>The tenant of a request (clause 6.3.14), told back in the answer.</summary>
internal static class Tenants
{
    public static LdError? Of(HttpContext http, out string tenant)
    {
        tenant = "";
        if (!http.Request.Headers.TryGetValue("NGSILD-Tenant", out var given)) return null;
        if (given.Count != 1 || given[0] is not { Length: > 0 and <= 64 } name || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
            return LdError.Bad("A tenant is named by 1 to 64 letters, digits, dots, dashes and underscores.", "NGSILD-Tenant");
        http.Response.Headers["NGSILD-Tenant"] = name;
        tenant = name;
        return null;
    }
}
