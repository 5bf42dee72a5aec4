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
/// <param name="Model">version of the model, where the model chose</param>
public sealed record Decision(
    DecidedBy By, string Service, string Unit, string? Rule, double Confidence, IReadOnlyList<Alternative> Alternatives, IReadOnlyList<Why> Reasons, string Profile, long AtUs, string? Model = null)
{
    /// <summary>Nobody had to look.</summary>
    public bool Automatic => By != DecidedBy.Person;
}

/// <summary>What the model thought of a case when it came in, whether or not it was sure enough to act.</summary>
/// <param name="Unit">the department it would give it to</param>
/// <param name="Confidence">0 to 1, calibrated</param>
/// <param name="Sure">its like were right as often as the city asks: it dispatches by itself</param>
/// <param name="Model">the model's version: the hash of what was trained, and how many cases it has learned since</param>
public sealed record Advice(string Service, string Unit, double Confidence, bool Sure, string Model, IReadOnlyList<Alternative> Alternatives, IReadOnlyList<Why> Reasons);

/// <summary>An automatic decision that was drawn for a person's check.</summary>
/// <param name="Unit">the department it had been given to</param>
/// <param name="Answer">the department that the check named; null while nobody has looked</param>
public sealed record DispatchCheck(string Unit, string? Answer = null)
{
    public bool? Right => Answer is null ? null : Answer == Unit;
}
