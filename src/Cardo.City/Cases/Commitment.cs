namespace Cardo.Cases;

/// <summary>A time in which the clock stood.</summary>
/// <param name="ToUs">null while it still stands</param>
/// <param name="LeftUs">working time that was left when it stopped</param>
public sealed record Pause(string Reason, long FromUs, long? ToUs, long LeftUs);

/// <summary>What the city owes and by when, under which policy.</summary>
/// <param name="RespondByUs">when somebody must have begun; null where the policy asks nothing</param>
/// <param name="ResolveByUs">when it must be done; moves when a pause ends</param>
/// <param name="WorkUs">the working time that was promised, microseconds</param>
/// <param name="Level">how far it has been escalated: 0 not at all</param>
public sealed record Commitment(string Policy, string Calendar, long StartUs, long WorkUs, long? RespondByUs, long ResolveByUs, IReadOnlyList<Pause> Pauses, int Level = 0)
{
    public bool Paused => Pauses.Count > 0 && Pauses[^1].ToUs is null;
}
