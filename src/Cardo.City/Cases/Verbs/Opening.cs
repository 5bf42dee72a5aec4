using Cardo.Cases.Clocks;
using Cardo.Cases.Profile;

namespace Cardo.Cases.Verbs;

/// <summary>The events with which a case begins, and those with which a department takes it over.</summary>
internal static class Opening
{
    public static IEnumerable<CaseEvent> Of(Report report, Matter matter, Decision? decision, Priority priority, CityProfile profile, long atUs)
    {
        yield return new CaseOpened(report.Service, priority, report.Lon, report.Lat, report.Asset);
        yield return new MatterAdded(matter);
        if (report.Imported is { } imported)
        {
            yield return imported;
            yield break;
        }
        foreach (var each in Take(decision, priority, profile, report.Service, atUs)) yield return each;
    }

    /// <summary>Decided, promised, and a task for who got it. Without a decision only the promise: the clock runs while nobody has it.</summary>
    public static IEnumerable<CaseEvent> Take(Decision? decision, Priority priority, CityProfile profile, string service, long atUs)
    {
        if (decision is not null) yield return new CaseDecided(decision, priority);
        var (promise, nextUs) = Promises.Make(profile, decision?.Service ?? service, priority, atUs);
        yield return new CaseCommitted(promise, nextUs);
        if (decision is not null) yield return new TaskAdded("t1", decision.Unit, "", true, []);
    }
}
