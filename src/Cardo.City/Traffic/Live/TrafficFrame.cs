using Cardo.Traffic.Cabinets;

namespace Cardo.Traffic.Live;

/// <summary>One second of a controlled city: who is where, what the lamps show and why. One object, filled anew each second.</summary>
internal sealed class TrafficFrame(int junctions)
{
    public double Time_s { get; set; }

    public List<Sighting> Vehicles { get; } = [];

    public JunctionNow[] Junctions { get; } = new JunctionNow[junctions];

    /// <summary>Emergency vehicles on the road by their numbers, each with its way, edge by edge.</summary>
    public Dictionary<int, string[]> Emergencies { get; } = [];
}

/// <param name="Stage">what is shown, or on its way to be shown; an index into the junction's stages</param>
/// <param name="Lamps">a letter a lamp</param>
/// <param name="Cabinet">how a controller on the street stands to this city; null for a simulated one</param>
internal readonly record struct JunctionNow(int Stage, string Lamps, Reason Reason, CabinetNow? Cabinet = null);

/// <summary>What a choice was made for.</summary>
public enum Cause : byte
{
    /// <summary>Nobody waits elsewhere, so nothing was weighed.</summary>
    NobodyElse,

    /// <summary>Going on costs less than changing.</summary>
    Keep,

    /// <summary>Changing cost less than going on.</summary>
    Change,

    /// <summary>Somebody had been at red for nearly as long as the rules allow.</summary>
    Patience,

    /// <summary>An emergency vehicle is on its way; who decides gives it its green as soon as that is safe.</summary>
    Emergency,

    /// <summary>Its detectors or its link failed: it runs its fixed plan.</summary>
    Fallback,

    /// <summary>The reader may not know it.</summary>
    Untold,

    /// <summary>The controller in its cabinet runs its own plan.</summary>
    Own,

    /// <summary>An emergency vehicle asks for a green that is not there yet.</summary>
    Asked,
}

/// <summary>Why it is green.</summary>
/// <param name="Keep_vs">vehicle seconds of waiting until the horizon, if the stage before goes on</param>
/// <param name="Change_vs">the same for the best change</param>
/// <param name="Hold_s">how long going on would stay best</param>
public sealed record Reason(Cause Cause, float Keep_vs, float Change_vs, int Hold_s, IReadOnlyList<Served> Served)
{
    public static readonly Reason None = new(Cause.NobodyElse, 0, 0, 0, []);

    /// <summary>Approaches whose vehicles counted for more or less than one each.</summary>
    public IReadOnlyList<Counted> Counted { get; init; } = [];
}

/// <summary>An approach on which a vehicle did not count as one.</summary>
/// <param name="Approach">index among the junction's approaches</param>
/// <param name="Times">as how many a vehicle there counted: more than 1 where the street is crowded and stands in others' way, less than 1 for who comes from the network's edge into crowded streets</param>
public readonly record struct Counted(int Approach, float Times);

/// <summary>A lane that is green, and whom it is green for.</summary>
/// <param name="Approach">index among the junction's approaches</param>
/// <param name="Coming">vehicles expected within a quarter of a minute</param>
public readonly record struct Served(int Approach, float Waiting, float Coming);
