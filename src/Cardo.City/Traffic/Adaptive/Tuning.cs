namespace Cardo.Traffic.Adaptive;

/// <summary>The few numbers of the controller; the same for every network.</summary>
internal sealed record Tuning
{
    public static readonly Tuning Usual = new();

    /// <summary>s lost by a vehicle that has to stop, besides its wait.</summary>
    public float Stop_s { get; init; } = 3f;

    /// <summary>s in which the first vehicles of a queue have not yet their full rate.</summary>
    public int Startup_s { get; init; } = 1;
    public float StartupShare { get; init; } = 0.5f;

    /// <summary>s of yellow in which vehicles still pass.</summary>
    public int YellowUse_s { get; init; } = 1;

    /// <summary>s that each vehicle left at the horizon is still expected to wait, and how that grows with the queue.</summary>
    public float Terminal_s { get; init; } = 4f;
    public float TerminalSquare_s { get; init; } = 0.8f;

    /// <summary>s without opposing traffic that a permitted turn needs.</summary>
    public float GapTime_s { get; init; } = 5f;
    public float GapFloor { get; init; } = 0.06f;

    /// <summary>vehicles: an exit with less room than this is watched.</summary>
    public float TightSpace { get; init; }

    /// <summary>vehicles a second and lane.</summary>
    public float Saturation_veh_s { get; init; } = 0.53f;

    /// <summary>How much better than the present stage another must be in the rule; s after which a green is long.</summary>
    public float KeepFactor { get; init; } = 1f;
    public int LongGreen_s { get; init; } = 45;

    /// <summary>The same for a junction that is full and has no other signal near.</summary>
    public float FullKeepFactor { get; init; } = 3f;

    /// <summary>A junction begins to be full and is full when so much of its fullest lane's places in sight are taken, on average over so many s.</summary>
    public float FullFrom { get; init; } = 0.4f;
    public float FullTo { get; init; } = 0.5f;
    public float FullOver_s { get; init; } = 200f;

    /// <summary>
    /// A street begins to be crowded and is so wholly when so much of its places in sight are taken, on average over so many s. The
    /// places of so many m count at least.
    /// </summary>
    public float CrowdedFrom { get; init; } = 0.4f;
    public float CrowdedTo { get; init; } = 0.8f;
    public float CrowdedOver_s { get; init; } = 100f;
    public float CrowdedLeast_m { get; init; } = 60f;

    /// <summary>As how many a vehicle of a crowded street counts, because it holds up others besides.</summary>
    public float Crowded_veh { get; init; } = 3f;

    /// <summary>How much less it counts in the rule to let somebody from the network's edge into a crowded street.</summary>
    public float MeterShare { get; init; } = 0.7f;

    /// <summary>vehicles a second of a lane that is green and does not move.</summary>
    public float StuckRate { get; init; } = 0.03f;

    /// <summary>How much of the usual flow is expected beyond sight.</summary>
    public float Background { get; init; } = 1f;

    /// <summary>A change must promise to save so many vehicle seconds.</summary>
    public float Inertia_vs { get; init; } = 0.5f;

    /// <summary>Who drives faster than this is out of the junction soon, m/s; such a one is thought so many seconds ahead, a slower one fewer.</summary>
    public float Drives_m_s { get; init; } = 8f;
    public float LeavesIn_s { get; init; } = 3f;
    public float StartsIn_s { get; init; } = 0.5f;

    /// <summary>vehicles that wait for their gap inside of the junction and not at the stop line.</summary>
    public float Pocket_veh { get; init; } = 1f;

    /// <summary>A stage that is not the plan's must promise to save so many vehicle seconds.</summary>
    public float Arm_vs { get; init; } = 8f;

    /// <summary>vehicles: what a second of an emergency vehicle weighs; and how long before it comes its way should be free, s.</summary>
    public float Urgent_veh { get; init; } = 2f;
    public float UrgentLead_s { get; init; } = 2f;
}
