using Cardo.Identity;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Pages;

/// <summary>Who a caller is to the desk: by their scopes, and the unit the city gave them.</summary>
internal static class Callers
{
    /// <summary>Scopes with which somebody may look at the desk at all.</summary>
    public static readonly string[] Staff = [Scopes.CasesDesk, Scopes.CasesWork, Scopes.CasesAudit];

    public static readonly string[] Workers = [Scopes.CasesDesk, Scopes.CasesWork, Scopes.CasesCrew];

    public static readonly string[] All = [Scopes.CasesDesk, Scopes.CasesWork, Scopes.CasesAudit, Scopes.CasesCrew];

    public static Actor Of(HttpContext http, CaseDesk desk)
    {
        var caller = http.Caller();
        var id = caller.Subject.Length > 0 ? caller.Subject : caller.Id;
        if (caller.May(Scopes.CasesDesk)) return new Actor(ActorKind.Duty, id, desk.UnitOf(id));
        if (caller.May(Scopes.CasesWork)) return new Actor(ActorKind.Department, id, desk.UnitOf(id));
        if (caller.May(Scopes.CasesAudit)) return new Actor(ActorKind.Auditor, id);
        return caller.May(Scopes.CasesCrew) ? new Actor(ActorKind.Crew, id, desk.UnitOf(id)) : Actor.Resident;
    }

    public static bool IsStaff(Actor who) => who.Kind != ActorKind.Resident;
}
