namespace Cardo.Cases;

public enum ActorKind { Resident, Duty, Department, Crew, Auditor, System }

/// <summary>Who asks for something to be done.</summary>
/// <param name="Id">what the journal says: an officer's id, <c>resident</c>, <c>rules</c>, <c>clock</c>; never a name</param>
/// <param name="Unit">department or crew; null for those who have none</param>
public sealed record Actor(ActorKind Kind, string Id, string? Unit = null)
{
    public static Actor Resident { get; } = new(ActorKind.Resident, "resident");

    public static Actor Rules { get; } = new(ActorKind.System, "rules");

    public static Actor Clock { get; } = new(ActorKind.System, "clock");

    public static Actor Import { get; } = new(ActorKind.System, "import");
}
