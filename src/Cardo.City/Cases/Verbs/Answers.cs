using Cardo.Cases.Profile;

namespace Cardo.Cases.Verbs;

/// <summary>Where a case belonged, once that is known: what the model learns from and is judged by.</summary>
internal static class Answers
{
    /// <summary>
    /// By a check, a person's choice, another system's record, or the end of a case that nobody handed on. What the model
    /// itself chose is no answer before somebody has proven the work.
    /// </summary>
    /// <returns>unit of the answer; null while nobody knows</returns>
    public static string? Unit(Case now)
    {
        if (now.Status == CaseStatus.Joined) return null;
        if (now.Check?.Answer is { } checkedUnit) return checkedUnit;
        if (now.Decisions.Count > 0 && now.Decisions[^1].By == DecidedBy.Person) return now.Unit;
        if (now.Imported || now is { Status: CaseStatus.Closed, Resolution: not "not-ours" }) return now.Unit;
        return null;
    }

    /// <summary>The service and the department; null while nobody knows, or when the city knows them no longer.</summary>
    public static (string Service, string Unit)? Of(Case now, CityProfile profile)
    {
        if (!profile.Services.TryGetValue(now.Service, out var service)) return null;
        // Another system's record may name the service alone: then its department is the city's own.
        var unit = Unit(now) ?? (now.Imported ? service.Unit : null);
        return unit is not null && profile.Units.ContainsKey(unit) ? (now.Service, profile.Department(unit)) : null;
    }
}
