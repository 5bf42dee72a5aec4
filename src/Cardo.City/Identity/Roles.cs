namespace Cardo.Identity;

/// <summary>What an officer is; each role brings its scopes.</summary>
public static class Roles
{
    /// <summary>Runs Cardo for the city: keys, officers, everything.</summary>
    public const string Admin = "admin";

    /// <summary>Watches the city: alarms, device health, ingest.</summary>
    public const string DutyOfficer = "duty-officer";

    /// <summary>Looks after things and their data.</summary>
    public const string Steward = "steward";

    /// <summary>Handles the cases of one department, and may ask who reported them.</summary>
    public const string DepartmentOfficer = "department-officer";

    /// <summary>Does tasks outside.</summary>
    public const string Crew = "crew";

    /// <summary>Checks what was done.</summary>
    public const string Auditor = "auditor";

    /// <summary>Plans the signals: tries changes before they go to the street.</summary>
    public const string TrafficEngineer = "traffic-engineer";

    public static IReadOnlyList<string> All { get; } = [Admin, DutyOfficer, Steward, DepartmentOfficer, Crew, Auditor, TrafficEngineer];

    public static IReadOnlyList<string> ScopesOf(IEnumerable<string> roles) => [.. roles.SelectMany(Of).Distinct().Order(StringComparer.Ordinal)];

    static IReadOnlyList<string> Of(string role) => role switch
    {
        Admin => [Scopes.Admin],
        DutyOfficer => [Scopes.Ops, Scopes.TwinRead, Scopes.CasesDesk, Scopes.TrafficControl],
        Steward => [Scopes.Ops, Scopes.TwinRead, Scopes.TwinWrite, Scopes.ThingsAdmin],
        DepartmentOfficer => [Scopes.TwinRead, Scopes.CasesWork],
        Crew => [Scopes.CasesCrew],
        Auditor => [Scopes.CasesAudit],
        TrafficEngineer => [Scopes.Ops, Scopes.TwinRead, Scopes.TrafficPlan, Scopes.TrafficControl],
        _ => [],
    };
}
