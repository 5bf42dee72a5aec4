namespace Cardo.Traffic.Adaptive;

/// <summary>
/// All that a decision knows: what the detectors see of one junction now, what was learned there, and what the lamps show.
/// Nothing of routes or of the demand to come is in it.
/// </summary>
internal sealed class Snapshot
{
    /// <summary>Seconds that are looked ahead.</summary>
    public const int Horizon_s = 60;

    public Snapshot(int lanes, int exits, int stages)
    {
        Queue = new float[lanes];
        Halting = new int[lanes];
        Arrivals = new float[lanes * Horizon_s];
        Inside = new float[lanes];
        Waited_s = new float[lanes];
        HeadStuck = new bool[lanes];
        ExitSpace = new float[exits];
        ExitFlow = new float[exits];
        Rate = new float[stages * lanes];
        Weight = new float[lanes];
        Array.Fill(Weight, 1);
        Keep = new float[stages * lanes];
        Yield = new float[stages * lanes];
        Budget = new float[stages * lanes];
    }

    public double Time_s { get; set; }

    /// <summary>The stage that is shown.</summary>
    public int Stage { get; set; }

    /// <summary>Seconds since its newest green began.</summary>
    public int Age_s { get; set; }

    /// <summary>
    /// How full the fullest lane has been lately, 0 to 1 of what stands there as far as one sees. 0 where other signals are near:
    /// a queue that is let grow there stands in somebody's way.
    /// </summary>
    public float Full { get; set; }

    /// <summary>By lane: vehicles that stand or crawl before the stop line.</summary>
    public float[] Queue { get; }

    public int[] Halting { get; }

    /// <summary>[lane x horizon + second]: vehicles that will come to the stop line in that second if nothing holds them.</summary>
    public float[] Arrivals { get; }

    /// <summary>By lane: vehicles from it that wait inside of the junction for their gap.</summary>
    public float[] Inside { get; }

    /// <summary>By lane: how long it has been at red with somebody waiting, s.</summary>
    public float[] Waited_s { get; }

    /// <summary>By lane: green, and the first vehicle stands all the same: it waits for another lamp, a gap or space.</summary>
    public bool[] HeadStuck { get; }

    /// <summary>By exit: vehicles that still find room.</summary>
    public float[] ExitSpace { get; }

    /// <summary>By exit: vehicles a second for which room is made.</summary>
    public float[] ExitFlow { get; }

    /// <summary>By lane: as how many a vehicle there counts; more than 1 where the street is crowded and holds up others besides.</summary>
    public float[] Weight { get; }

    /// <summary>[stage x lanes + lane]: how much less it counts to let somebody go from the network's edge into a crowded street, 0 to 1.</summary>
    public float[] Keep { get; }

    /// <summary>Somebody is kept at the edge.</summary>
    public bool Metered { get; set; }

    /// <summary>[stage x lanes + lane]: vehicles a second at full green; 0 where the stage serves nobody of the lane.</summary>
    public float[] Rate { get; }

    /// <summary>[stage x lanes + lane]: share of the green traffic that must give way.</summary>
    public float[] Yield { get; }

    /// <summary>[stage x lanes + lane]: vehicles until the first who wants where it is red; large where nobody does.</summary>
    public float[] Budget { get; }

    /// <summary>An emergency vehicle that comes, or null.</summary>
    public Urgent? Urgent { get; set; }
}

/// <summary>An emergency vehicle on its way to the stop line.</summary>
/// <param name="Lane">which it comes on, as far as is known</param>
/// <param name="Eta_s">until it could pass were nothing in its way</param>
/// <param name="Ahead">vehicles that pass before it</param>
/// <param name="Served">by stage, whether it may go</param>
internal sealed record Urgent(int Lane, float Eta_s, float Ahead, bool[] Served);
