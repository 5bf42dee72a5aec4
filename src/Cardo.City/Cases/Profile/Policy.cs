using Cardo.Ui;

namespace Cardo.Cases.Profile;

/// <summary>A step at which somebody else must know.</summary>
/// <param name="Share">of the promised working time that has passed: 0.8 is before the breach, 1 is the breach, 1.5 after it</param>
/// <param name="To">a unit, or <c>duty</c></param>
internal sealed record Escalation(double Share, string To);

/// <summary>What the city owes for a service: times are working time of the calendar.</summary>
/// <param name="RespondS">seconds until somebody begins; null: nothing promised</param>
/// <param name="ResolveS">seconds until it is done</param>
/// <param name="Faster">factor on both by priority</param>
/// <param name="Pauses">reasons for which the clock may stand</param>
internal sealed record Policy(string Id, string Calendar, double? RespondS, double ResolveS, IReadOnlyDictionary<Priority, double> Faster, IReadOnlyList<Escalation> Escalations, IReadOnlyList<string> Pauses)
{
    /// <summary>What people call it; null where the city gives it no name.</summary>
    public LocalText? Name { get; init; }
}
