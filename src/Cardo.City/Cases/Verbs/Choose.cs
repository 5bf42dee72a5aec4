using Cardo.Cases.Profile;

namespace Cardo.Cases.Verbs;

/// <summary>What a past-trained model says of a text: who would get it, and how sure it is.</summary>
/// <param name="Label">a service code</param>
internal sealed record Guess(string Label, double Confidence, IReadOnlyList<(string Label, double Confidence)> Others, IReadOnlyList<string> Reasons);

/// <summary>Chooses the department: the city's rules first, then the service's own department, then the model where it is sure enough.</summary>
internal static class Choose
{
    /// <summary>The decision, or null where a person must choose; and the priority.</summary>
    public static (Decision? Decision, Priority Priority) For(CityProfile profile, Report report, Func<string, Guess?> model, long nowUs)
    {
        var words = report.Said.Words;
        foreach (var rule in profile.Rules)
            if (rule.Holds(report.Service, report.Source, words, report.Lon, report.Lat, report.Answers))
                return (new Decision(DecidedBy.Rule, rule.AsService ?? report.Service, rule.To, rule.Id, 1, [], rule.Reasons(), profile.Version, nowUs), report.Priority ?? rule.Priority ?? Priority.Normal);
        var service = profile.Services[report.Service];
        var priority = report.Priority ?? Priority.Normal;
        if (service.Unit is { } unit) return (new Decision(DecidedBy.Catalogue, service.Code, unit, null, 1, [], [$"service {service.Code}"], profile.Version, nowUs), priority);
        if (model(words) is not { } guess || !profile.Services.TryGetValue(guess.Label, out var guessed) || guessed.Unit is null || guess.Confidence < profile.ModelThreshold) return (null, priority);
        var others = guess.Others.Where(o => profile.Services.TryGetValue(o.Label, out var s) && s.Unit is not null).Select(o => new Alternative(profile.Services[o.Label].Unit!, o.Confidence)).ToList();
        return (new Decision(DecidedBy.Model, guessed.Code, guessed.Unit, null, guess.Confidence, others, guess.Reasons, profile.Version, nowUs), priority);
    }
}
