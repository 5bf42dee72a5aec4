using Microsoft.AspNetCore.Builder;

namespace Cardo.Identity.Pages;

/// <summary>The pages of officers and what their forms send.</summary>
internal static class Routes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/login", SignIn.Page);
        app.MapPost("/login/passkey", SignIn.Finish).Form();
        app.MapPost("/logout", SignIn.Out).Form();
        app.MapGet("/enrol", Enrolling.Page);
        app.MapPost("/enrol/passkey", Enrolling.Finish).Form();
        app.MapGet("/account", Account.Page);
        app.MapPost("/account/passkey", Account.AddPasskey).Form();
        app.MapPost("/account/passkey/remove", Account.RemovePasskey).Form();
        app.MapPost("/account/session/end", Account.EndSession).Form();
        app.MapPost("/account/invite", Account.Invite).Form(Scopes.Admin);
        app.MapPost("/account/officer/recover", Account.Recover).Form(Scopes.Admin);
        app.MapPost("/account/officer/end", Account.EndOfficer).Form(Scopes.Admin);
    }
}
