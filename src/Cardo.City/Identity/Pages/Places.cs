using System.Net;
using Cardo.Kernel;
using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Pages;

/// <summary>Where a form leads afterwards.</summary>
internal static class Places
{
    /// <summary>A path of our own, never another site.</summary>
    public static string Local(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.Length < 2000 && !path.Any(char.IsControl) ? path : "/account";

    /// <summary>Back to a page, saying by its code what was refused.</summary>
    public static IResult Back(string page, Refusal refusal) => Results.LocalRedirect(page + (page.Contains('?') ? "&" : "?") + "error=" + refusal.Code);

    /// <summary>
    /// Passkeys belong to a name, and to https or this very machine: the address to use instead when the page was
    /// asked for by a number. Null when all is well.
    /// </summary>
    public static string? BetterAddress(HttpContext http) => IPAddress.TryParse(http.Request.Host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)
        ? $"{http.Request.Scheme}://localhost{(http.Request.Host.Port is { } port ? ":" + port : "")}{http.Request.Path}{http.Request.QueryString}" : null;

    public static string Agent(HttpContext http) => Officers.Browsers.Name(http.Request.Headers.UserAgent.ToString());
}
