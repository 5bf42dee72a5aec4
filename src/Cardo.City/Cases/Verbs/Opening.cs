using Cardo.Cases.Clocks;
using Cardo.Cases.Profile;

namespace Cardo.Cases.Verbs;

/// <summary>The events with which a case begins, and those with which a department takes it over.</summary>
internal static class Opening
{
    /// <param name="draw">whether this one is drawn, of such a share</param>
    public static IEnumerable<CaseEvent> Of(Report report, Matter matter, Chosen chosen, CityProfile profile, Func<double, bool> draw, long atUs)
    {
        yield return new CaseOpened(report.Service, chosen.Priority, report.Lon, report.Lat, report.Asset);
        yield return new MatterAdded(matter);
        if (report.Imported is { } imported)
        {
            yield return imported;
            yield break;
        }
        if (chosen is { Decision: null, Advice: { } advice }) yield return new CaseAdvised(advice);
        foreach (var each in Take(chosen.Decision, chosen.Priority, profile, report.Service, atUs)) yield return each;
        if (chosen.Decision is { } decision && draw(profile.CheckShare)) yield return new CheckDrawn(profile.Department(decision.Unit), profile.CheckShare);
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
