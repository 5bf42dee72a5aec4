namespace Cardo.Traffic.Cabinets;

/// <summary>What one detector told over the looks since it was last asked. A loop is looked at twice a second: a short pulse between two looks is not seen, which is what the cabinet's own counts correct.</summary>
internal sealed class DetectorTally
{
    /// <summary>More than this many vehicles for one that was seen is not a correction but another detector.</summary>
    const double MostCorrection = 3;

    // Counts fade to a half in so many reports, so that the correction follows the day.
    const double Fades = 0.87;

    double counted, noticed;
    int sinceReport, rises;

    public bool On { get; private set; }

    public bool Failed { get; private set; }

    /// <summary>Since when it is as it is, s.</summary>
    public double Since_s { get; private set; }

    /// <summary>The last report: vehicles, and the share of time somebody was there, 0 to 1; null without one.</summary>
    public (int Volume, double Occupancy)? Report { get; private set; }

    /// <summary>Vehicles there really are for one that is seen to come.</summary>
    public double Correction => noticed < 5 ? 1 : Math.Clamp(counted / noticed, 1, MostCorrection);

    public void Look(bool on, bool failed, double now_s)
    {
        Failed = failed;
        if (on == On) return;
        if (on && !failed)
        {
            rises++;
            sinceReport++;
        }
        (On, Since_s) = (on, now_s);
    }

    /// <summary>The cabinet's own count of its last period.</summary>
    public void Counted(int volume, double occupancy)
    {
        Report = (volume, occupancy);
        (counted, noticed) = (counted * Fades + volume, noticed * Fades + sinceReport);
        sinceReport = 0;
    }

    /// <summary>How often somebody came onto it since this was last asked.</summary>
    public int TakeRises()
    {
        var all = rises;
        rises = 0;
        return all;
    }
}
