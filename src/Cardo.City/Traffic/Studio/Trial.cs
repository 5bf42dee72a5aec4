namespace Cardo.Traffic.Studio;

/// <summary>A change that somebody had tried beside today.</summary>
/// <param name="Change">as YAML (docs/formats/traffic-change.md)</param>
/// <param name="ByWhom">the officer's or the key's id; never a name</param>
/// <param name="BeganUs">0 while it waits</param>
/// <param name="EndedUs">0 while it waits or runs</param>
/// <param name="PublishedUs">0 for one that only staff see</param>
/// <param name="Trouble">why it came to nothing, in words; empty where it did not</param>
/// <param name="Delay_s">how much more a vehicle loses with the change than today, s; null where it has no result</param>
public sealed record Trial(
    long Id, TrialState State, string Network, string Name, string Change, int Seeds, int FirstSeed, string ByWhom, long AskedUs, long BeganUs, long EndedUs, long PublishedUs, string Trouble, double? Delay_s = null)
{
    public bool Open => State is TrialState.Waiting or TrialState.Running;
}

public enum TrialState
{
    Waiting,
    Running,
    Done,

    /// <summary>SUMO is missing, died, or the time was over.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,

    /// <summary>The city ended while it ran.</summary>
    Interrupted,
}
