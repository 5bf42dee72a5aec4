namespace Cardo.Traffic.Adaptive;

/// <summary>
/// Whether a junction's detectors can be believed. Who sees nobody where vehicles come from all the same, or the same picture
/// second after second, decides on nothing: such a junction runs its fixed plan until its detectors have been well for a while.
/// </summary>
internal sealed class DetectorHealth
{
    /// <summary>So many vehicles in a row come into the junction from a lane that has not reported them: it is blind.</summary>
    const int Unreported = 3;

    /// <summary>Nobody is seen anywhere while so many should have come, and for so long: the whole junction is blind. (Where truly nobody comes its fixed plan does no harm.)</summary>
    const double Missed_veh = 12, Silent_s = 120;

    /// <summary>Vehicles that drive, and yet stay in the same place so long: the picture is frozen, s.</summary>
    const int Frozen_s = 5;

    /// <summary>Detectors that are back are believed after so long, s.</summary>
    public const double Recovers_s = 30;

    readonly int[] unreported;
    readonly int[] entered;
    double seenAt_s, picture, badAt_s = double.NegativeInfinity;
    float usual_veh_s;
    int same;

    public DetectorHealth(int lanes, double now_s)
    {
        (unreported, entered, seenAt_s) = (new int[lanes], new int[lanes], now_s);
        Array.Fill(entered, -1);
    }

    /// <summary>Why the detectors are not believed now, or null while they are.</summary>
    public string? Fault { get; private set; }

    /// <summary>A vehicle came into the junction from this lane.</summary>
    /// <param name="reported">the lane had reported it</param>
    public void Enters(int lane, int vehicle, bool reported)
    {
        if (vehicle == entered[lane]) return;
        entered[lane] = vehicle;
        unreported[lane] = reported ? 0 : unreported[lane] + 1;
    }

    /// <param name="vehicles">how many are seen at the whole junction</param>
    /// <param name="usual_veh_s">how many usually come in a second</param>
    /// <param name="places">the sum of all distances: it changes when anybody moves</param>
    /// <param name="moving">whether anybody is seen to drive</param>
    public void Look(double now_s, int vehicles, float usual_veh_s, double places, bool moving)
    {
        string? fault = null;
        var blind = Array.FindIndex(unreported, n => n >= Unreported);
        if (blind >= 0) fault = "vehicles come from a lane whose detectors do not report them";
        if (vehicles > 0) (seenAt_s, this.usual_veh_s) = (now_s, usual_veh_s);
        else if (now_s - seenAt_s > Silent_s && (now_s - seenAt_s) * this.usual_veh_s > Missed_veh) fault = "its detectors report nobody any more";
        same = moving && places == picture ? same + 1 : 0;
        picture = places;
        if (same >= Frozen_s) fault = "its detectors report the same second after second";
        if (fault is not null) (badAt_s, Fault) = (now_s, fault);
        else if (now_s - badAt_s >= Recovers_s) Fault = null;
    }
}
