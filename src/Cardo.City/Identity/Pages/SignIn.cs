using Cardo.Identity.Doors;
using Cardo.Identity.Officers;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Pages;

/// <summary>Signing in and out.</summary>
internal static class SignIn
{
    public static async Task<IResult> Page(string? @return, string? error, HttpContext http, Passkeys passkeys)
    {
        if (http.Caller().Kind == CallerKind.Officer) return Results.LocalRedirect(Places.Local(@return));
        return Show.Page<LoginPage>(("Begun", await passkeys.BeginLogin(http)), ("Return", Places.Local(@return)), ("Error", error), ("BetterAddress", Places.BetterAddress(http)));
    }

    public static async Task<IResult> Finish(HttpContext http, Passkeys passkeys, OfficerDesk officers)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var place = Places.Local(form["return"]);
        var finished = await passkeys.FinishLogin(http, form["state"], form["credential"]);
        if (!finished.Try(out var who, out var refusal)) return Places.Back("/login?return=" + Uri.EscapeDataString(place), refusal);
        officers.Touch(who.Officer.Id, who.Passkey);
        SessionCookie.Set(http, officers.SignIn(who.Officer, Places.Agent(http)));
        return Results.LocalRedirect(place);
    }

    public static IResult Out(HttpContext http, SessionDesk sessions)
    {
        if (http.Caller() is { Kind: CallerKind.Officer } caller) sessions.End(caller.Id, caller.Subject);
        SessionCookie.Clear(http);
        return Results.LocalRedirect("/");
    }
}
