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
        Yield = new float[stages * lanes];
        Budget = new float[stages * lanes];
    }

    public double Time_s { get; set; }

    /// <summary>The stage that is shown.</summary>
    public int Stage { get; set; }

    /// <summary>Seconds since its newest green began.</summary>
    public int Age_s { get; set; }

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

    /// <summary>[stage x lanes + lane]: vehicles a second at full green; 0 where the stage serves nobody of the lane.</summary>
    public float[] Rate { get; }

    /// <summary>[stage x lanes + lane]: share of the green traffic that must give way.</summary>
    public float[] Yield { get; }

    /// <summary>[stage x lanes + lane]: vehicles until the first who wants where it is red; large where nobody does.</summary>
    public float[] Budget { get; }
}
