namespace Cardo.Cases;

/// <summary>Who or what chose.</summary>
public enum DecidedBy { Rule, Catalogue, Model, Person }

/// <summary>Another choice there was.</summary>
/// <param name="Unit">department that would have got it</param>
/// <param name="Confidence">0 to 1</param>
public sealed record Alternative(string Unit, double Confidence);

/// <summary>How a case came to its department: what chose, how sure it was, what else there was, and why.</summary>
/// <param name="Service">the service it was decided to be</param>
/// <param name="Rule">the rule's id, where a rule chose</param>
/// <param name="Confidence">0 to 1; 1 for rules and people</param>
/// <param name="Reasons">the rule's conditions, or the words and past cases that spoke for it</param>
/// <param name="Profile">version of the city's profile it was decided under</param>
public sealed record Decision(
    DecidedBy By, string Service, string Unit, string? Rule, double Confidence, IReadOnlyList<Alternative> Alternatives, IReadOnlyList<string> Reasons, string Profile, long AtUs)
{
    /// <summary>Nobody had to look.</summary>
    public bool Automatic => By != DecidedBy.Person;
}
