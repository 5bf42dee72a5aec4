namespace Cardo.Cases;

public enum TaskState { Waiting, Ready, Working, Done, Cancelled }

/// <summary>Something that was used up.</summary>
/// <param name="Unit">UN/CEFACT common code</param>
public sealed record Material(string Name, double Amount, string Unit);

/// <summary>One unit's work order. Joint work is several tasks: one leads, and some wait for others.</summary>
/// <param name="Id">within the case: t1, t2, ...</param>
/// <param name="Unit">who does it</param>
/// <param name="After">tasks that must be done before it may begin</param>
/// <param name="Minutes">working time spent</param>
/// <param name="Times">how often it was handed out; 2 and more after a "no"</param>
public sealed record CaseTask(
    string Id, string Unit, string Title, bool Lead, IReadOnlyList<string> After, TaskState State, long AddedUs, long? StartedUs = null, long? DoneUs = null,
    IReadOnlyList<Media>? Photos = null, IReadOnlyList<Material>? Materials = null, int Minutes = 0, int Times = 1)
{
    public bool Open => State is TaskState.Waiting or TaskState.Ready or TaskState.Working;
}
