using Cardo.Identity.Doors;
using Cardo.Identity.Officers;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Pages;

/// <summary>How a person with a one-time link becomes an officer: a name, then a passkey.</summary>
internal static class Enrolling
{
    const int LongestName = 80;

    public static async Task<IResult> Page(string? token, string? name, string? error, HttpContext http, Passkeys passkeys, OfficerDesk officers)
    {
        if (officers.Enrolment(token) is not { } enrolment) return Show.Page<EnrolPage>(410, ("Void", true));
        var known = enrolment.Officer is { } id ? officers.Find(id) : null;
        name = known?.Name ?? name?.Trim();
        if (string.IsNullOrEmpty(name) || name.Length > LongestName || name.Any(char.IsControl))
            return Show.Page<EnrolPage>(("Token", token), ("Roles", enrolment.Roles), ("Error", name is null ? error : "name"));
        var begun = await passkeys.BeginMaking(http, Passkeys.Enrol, known?.Id ?? officers.NewId(), name);
        return Show.Page<EnrolPage>(("Token", token), ("Roles", enrolment.Roles), ("Name", name), ("Begun", begun), ("Error", error), ("BetterAddress", Places.BetterAddress(http)));
    }

    public static async Task<IResult> Finish(HttpContext http, Passkeys passkeys, OfficerDesk officers)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var token = form["token"].ToString();
        var made = await passkeys.FinishMaking(http, Passkeys.Enrol, form["state"], form["credential"]);
        if (!made.Then<string>(m => officers.Enrol(token, m.State.Officer, m.State.Name, m.Passkey, Places.Agent(http))).Try(out var cookie, out var refusal))
            return Places.Back("/enrol?token=" + Uri.EscapeDataString(token), refusal);
        SessionCookie.Set(http, cookie);
        return Results.LocalRedirect("/account?done=enrolled");
    }
}
