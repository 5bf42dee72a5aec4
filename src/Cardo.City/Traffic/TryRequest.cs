namespace Cardo.Traffic;

/// <summary>A change that is to be run beside today.</summary>
/// <param name="ConfigFile">SUMO configuration (*.sumocfg)</param>
/// <param name="Change">the change as YAML (docs/formats/traffic-change.md)</param>
/// <param name="Seeds">how many pairs of runs</param>
public sealed record TryRequest(string ConfigFile, string Change, int Seeds)
{
    /// <summary>More pairs say little more and take long.</summary>
    public const int MostSeeds = 30;

    /// <summary>The first seed; the others count up from it.</summary>
    public int FirstSeed { get; init; } = 1;

    /// <summary>Whether the simulators stand back behind what else the machine does.</summary>
    public bool Patient { get; init; }
}
