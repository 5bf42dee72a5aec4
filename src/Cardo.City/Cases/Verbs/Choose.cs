using Cardo.Cases.Learning;
using Cardo.Cases.Profile;

namespace Cardo.Cases.Verbs;

/// <summary>What came of choosing: a decision, or none where a person must choose; and what the model thought, where it was asked.</summary>
internal sealed record Chosen(Decision? Decision, Priority Priority, Advice? Advice = null);

/// <summary>Chooses the department: the city's rules first, then the service's own department, then the model where it is sure enough.</summary>
internal static class Choose
{
    /// <param name="model">what the trained model thinks of a case; null when there is none</param>
    public static Chosen For(CityProfile profile, Report report, Func<CaseText, Advice?> model, long nowUs)
    {
        foreach (var rule in profile.Rules)
            if (rule.Holds(report.Service, report.Source, report.Said.Words, report.Lon, report.Lat, report.Answers))
                return new(new Decision(DecidedBy.Rule, rule.AsService ?? report.Service, rule.To, rule.Id, 1, [], rule.Reasons(), profile.Version, nowUs), report.Priority ?? rule.Priority ?? Priority.Normal);
        var service = profile.Services[report.Service];
        var priority = report.Priority ?? Priority.Normal;
        if (service.Unit is { } unit) return new(new Decision(DecidedBy.Catalogue, service.Code, unit, null, 1, [], [new Why("service", service.Code)], profile.Version, nowUs), priority);
        if (model(Known.Of(profile, report, nowUs)) is not { } advice) return new(null, priority);
        if (!advice.Sure) return new(null, priority, advice);
        return new(new Decision(DecidedBy.Model, advice.Service, advice.Unit, null, advice.Confidence, advice.Alternatives, advice.Reasons, profile.Version, nowUs, advice.Model), priority, advice);
    }
}
