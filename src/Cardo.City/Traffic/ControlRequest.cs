namespace Cardo.Traffic;

/// <summary>A controlled run of a simulated city.</summary>
/// <param name="ConfigFile">SUMO configuration (*.sumocfg)</param>
/// <param name="Controller">adaptive, or fixed for the network's own plans</param>
/// <param name="EmergencyFile">route file of emergency trips, or null</param>
/// <param name="Scale">demand factor</param>
public sealed record ControlRequest(string ConfigFile, int Seed, string Controller, string? EmergencyFile = null, double Scale = 1)
{
    /// <summary>Whether emergency trips are given way; without, they are ordinary cars.</summary>
    public bool Priority { get; init; } = true;

    /// <summary>Where SUMO's record of trips is kept, or null.</summary>
    public string? TripFile { get; init; }

    /// <summary>Further arguments of SUMO.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>Whether the simulator stands back behind what else the machine does.</summary>
    public bool Patient { get; init; }

    /// <summary>Where decisions are written, a line each, or null.</summary>
    public string? LogFile { get; init; }
}
