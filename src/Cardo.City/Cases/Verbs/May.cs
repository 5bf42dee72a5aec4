using Cardo.Cases.Profile;

namespace Cardo.Cases.Verbs;

/// <summary>Who may do what, and see whom.</summary>
internal static class May
{
    static bool Runs(Actor who) => who.Kind is ActorKind.Duty or ActorKind.System;

    /// <summary>A case's owner: the duty desk, or an officer of its department.</summary>
    public static bool Handle(Actor who, Case @case, CityProfile profile) =>
        Runs(who) || (who is { Kind: ActorKind.Department, Unit: { } unit } && @case.Unit is { } owner && profile.Department(owner) == unit);

    /// <summary>Work on a task: its unit's crew or department, or the duty desk.</summary>
    public static bool Work(Actor who, CaseTask task, CityProfile profile) => Runs(who)
        || (who is { Kind: ActorKind.Crew, Unit: { } crew } && (task.Unit == crew || task.Unit == profile.Department(crew)))
        || (who is { Kind: ActorKind.Department, Unit: { } unit } && profile.Department(task.Unit) == unit);

    /// <summary>Contact data is for those who may have to ask: officers of the case's own department, and the duty desk while nobody has it.</summary>
    public static bool SeePerson(Actor who, Case @case, CityProfile profile) => @case.Unit is { } owner
        ? who is { Kind: ActorKind.Department, Unit: { } unit } && (profile.Department(owner) == unit || @case.Tasks.Any(t => profile.Department(t.Unit) == unit))
        : who.Kind == ActorKind.Duty;

    public static bool Verify(Actor who, Case @case, Proof proof, CityProfile profile) => proof switch
    {
        Proof.Reporter => who.Kind == ActorKind.Resident || Runs(who),
        Proof.Sensor => who.Kind == ActorKind.System,
        Proof.Audit => who.Kind is ActorKind.Auditor || Handle(who, @case, profile),
        _ => Handle(who, @case, profile),
    };

    public static bool Redact(Actor who, Case @case, CityProfile profile) => who.Kind == ActorKind.Auditor || Handle(who, @case, profile);
}
