namespace Cardo.Server.Demo.Sim;

/// <summary>A kind of device as a <c>sim/*.json</c> file describes it: where it stands, how often it speaks, what it says.</summary>
/// <param name="Name">short: it begins the ids of its devices</param>
/// <param name="Type">the entity type its devices become</param>
/// <param name="Title">what its devices are called; <c>{near}</c> is the street or park it stands in, <c>{n}</c> its number</param>
/// <param name="Place">street, corner, park, river or building</param>
/// <param name="Profile">the payload profile its messages are read by; null for plain JSON</param>
/// <param name="Share">its share among all devices</param>
/// <param name="Every_s">seconds between two messages</param>
/// <param name="Fixed">what is known of it without its saying so</param>
internal sealed record Kind(
    string Name, string Type, IReadOnlyDictionary<string, string> Title, string Place, string? Profile, double Share, double Every_s,
    IReadOnlyList<FixedValue> Fixed, IReadOnlyList<Signal> Signals);

/// <summary>An attribute that is set up once.</summary>
internal sealed record FixedValue(string Attribute, string? Unit, double Base, double Spread, int Decimals, string? Text);

/// <summary>
/// One attribute a device reports, as a function of time. All parts are added, then held between least and most and
/// rounded: (base ± spread by device) × day curve, + sun, rain, wet ground, tide, a slow walk and noise.
/// </summary>
internal sealed record Signal
{
    public required string Attribute { get; init; }

    public string? Unit { get; init; }

    public double Base { get; init; }

    /// <summary>How much devices differ: a share of the base.</summary>
    public double Spread { get; init; }

    /// <summary>24 factors of the base by local hour, drawn through smoothly; empty for none.</summary>
    public IReadOnlyList<double> Day { get; init; } = [];

    /// <summary>The same for Saturdays and Sundays; empty for the same as other days.</summary>
    public IReadOnlyList<double> Weekend { get; init; } = [];

    /// <summary>For the sun at the zenith.</summary>
    public double Sun { get; init; }

    /// <summary>For each mm/h of rain that falls now.</summary>
    public double Rain { get; init; }

    /// <summary>For each mm of rain that fell in the last hours and has not run off.</summary>
    public double Wet { get; init; }

    /// <summary>Half the range of the tide.</summary>
    public double Tide { get; init; }

    public double Walk { get; init; }

    public double Noise { get; init; }

    public double Min { get; init; } = double.NegativeInfinity;

    public double Max { get; init; } = double.PositiveInfinity;

    public int Decimals { get; init; } = 1;

    /// <summary>Only when it is dark; by day the value is <see cref="Otherwise"/>.</summary>
    public bool Dark { get; init; }

    public double Otherwise { get; init; }

    /// <summary>Words instead of a number: what it says in the dark, and by day.</summary>
    public (string Dark, string Day)? Words { get; init; }

    /// <summary>Hours in which it fills from least to most before it is emptied at night; 0 for never.</summary>
    public double FillHours { get; init; }
}
