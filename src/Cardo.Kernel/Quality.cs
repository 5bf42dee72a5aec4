namespace Cardo.Kernel;

/// <summary>What is doubtful about an observation. Nothing doubtful is ever dropped: it is kept and marked.</summary>
[Flags]
public enum Quality : byte
{
    Good = 0,

    /// <summary>Outside what the observed property can be.</summary>
    Range = 1,

    /// <summary>Changed faster than the observed property can.</summary>
    Rate = 2,

    /// <summary>The same value for longer than the observed property stays still.</summary>
    Stuck = 4,

    /// <summary>Arrived long after it was observed.</summary>
    Late = 8,

    /// <summary>The device's clock is off: the observation claims to be from the future.</summary>
    ClockSkew = 16,

    /// <summary>Another value for the same moment was there before; the later write is the one kept.</summary>
    Rewritten = 32,

    /// <summary>Put in by a person in place of what the device said.</summary>
    Corrected = 64,
}
