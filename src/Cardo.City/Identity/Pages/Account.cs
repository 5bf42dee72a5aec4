using Cardo.Identity.Officers;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Pages;

/// <summary>An officer's own page: passkeys and sessions; for administrators also who else is an officer.</summary>
internal static class Account
{
    public static async Task<IResult> Page(string? error, string? done, HttpContext http, Passkeys passkeys, OfficerDesk officers, SessionDesk sessions)
    {
        if (Me(http, officers) is not { } me) return Results.LocalRedirect("/login?return=/account");
        return await Shown(http, me, passkeys, officers, sessions, ("Error", error), ("Done", done));
    }

    static async Task<IResult> Shown(HttpContext http, Officer me, Passkeys passkeys, OfficerDesk officers, SessionDesk sessions, params (string, object?)[] more)
    {
        var admin = http.Caller().May(Scopes.Admin);
        return Show.Page<AccountPage>([("Me", me), ("Session", http.Caller().Id), ("Keys", officers.Passkeys(me.Id)), ("Sessions", sessions.Of(me.Id)),
            ("Officers", admin ? officers.All() : null), ("Begun", await passkeys.BeginMaking(http, Passkeys.Add, me.Id, me.Name)), ("BetterAddress", Places.BetterAddress(http)), .. more]);
    }

    static Officer? Me(HttpContext http, OfficerDesk officers) => http.Caller() is { Kind: CallerKind.Officer } caller ? officers.Find(caller.Subject) : null;

    public static async Task<IResult> AddPasskey(HttpContext http, Passkeys passkeys, OfficerDesk officers)
    {
        if (Me(http, officers) is not { } me) return Results.LocalRedirect("/login");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var made = await passkeys.FinishMaking(http, Passkeys.Add, form["state"], form["credential"]);
        // A page made for one officer can't add a passkey to another who signed in meanwhile.
        return Answer(made.Then<Done>(m => m.State.Officer == me.Id ? officers.AddPasskey(me.Id, m.Passkey) : Refusal.Conflict("ceremony-stale", "The page is another officer's.")), "passkey");
    }

    public static async Task<IResult> RemovePasskey(HttpContext http, OfficerDesk officers)
    {
        if (Me(http, officers) is not { } me) return Results.LocalRedirect("/login");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var id = new byte[1024];
        return Answer(Convert.TryFromBase64String(form["passkey"].ToString(), id, out var n) ? officers.RemovePasskey(me.Id, id[..n]) : Refusal.NotFound("passkey-not-found", "There is no such passkey."), "removed");
    }

    public static async Task<IResult> EndSession(HttpContext http, OfficerDesk officers, SessionDesk sessions)
    {
        if (Me(http, officers) is not { } me) return Results.LocalRedirect("/login");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        sessions.End(form["session"].ToString(), me.Id);
        return Results.LocalRedirect("/account?done=session");
    }

    public static async Task<IResult> Invite(HttpContext http, Passkeys passkeys, OfficerDesk officers, SessionDesk sessions)
    {
        if (Me(http, officers) is not { } me) return Results.LocalRedirect("/login");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Offered(officers.Invite([.. form["role"].OfType<string>()], me.Id), http, me, passkeys, officers, sessions);
    }

    public static async Task<IResult> Recover(HttpContext http, Passkeys passkeys, OfficerDesk officers, SessionDesk sessions)
    {
        if (Me(http, officers) is not { } me) return Results.LocalRedirect("/login");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Offered(officers.Recover(form["officer"].ToString(), me.Id), http, me, passkeys, officers, sessions);
    }

    /// <summary>The link is shown in the answer itself, once: it stands in no address and no history.</summary>
    static async Task<IResult> Offered(Outcome<EnrolmentLink> offered, HttpContext http, Officer me, Passkeys passkeys, OfficerDesk officers, SessionDesk sessions) =>
        offered.Try(out var link, out var refusal)
            ? await Shown(http, me, passkeys, officers, sessions, ("Link", $"{http.Request.Scheme}://{http.Request.Host}{link.Path}"))
            : Answer(refusal, "");

    public static async Task<IResult> EndOfficer(HttpContext http, OfficerDesk officers)
    {
        if (Me(http, officers) is not { } me) return Results.LocalRedirect("/login");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return Answer(officers.End(form["officer"].ToString(), me.Id), "ended");
    }

    static IResult Answer(Outcome<Done> outcome, string done) => outcome.Try(out _, out var refusal) ? Results.LocalRedirect("/account?done=" + done) : Places.Back("/account", refusal);
}
