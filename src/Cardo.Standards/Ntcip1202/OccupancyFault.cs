namespace Cardo.Standards.Ntcip1202;

/// <summary>What detectorOccupancy says where it is no occupancy (NTCIP 1202:2005, 2.3.5.4.2).</summary>
public static class OccupancyFault
{
    /// <summary>Half percents up to here, faults beyond.</summary>
    public const int MostOccupancy = 200;

    /// <summary>The fault's name, or null where the value is an occupancy.</summary>
    public static string? Of(long occupancy) => occupancy switch
    {
        >= 0 and <= MostOccupancy => null,
        210 => "max presence",
        211 => "no activity",
        212 => "open loop",
        213 => "shorted loop",
        214 => "excessive change",
        216 => "watchdog",
        217 => "erratic counts",
        _ => "fault " + occupancy.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
