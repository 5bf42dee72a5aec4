using Cardo.Standards.NgsiLd;

namespace Cardo.Rules;

/// <summary>Where a rule stands with one thing.</summary>
public enum Phase : byte
{
    /// <summary>Nothing was seen yet.</summary>
    Unknown,

    Calm,

    /// <summary>Beyond the level, not yet for long enough.</summary>
    Pending,

    Firing,

    /// <summary>Back behind the clear level, not yet for long enough.</summary>
    Clearing,

    /// <summary>Was already inside (outside) when first seen: enter and leave wait for the next crossing.</summary>
    Excused,
}

/// <summary>What a rule remembers of one thing. Immutable; a decision makes the next one.</summary>
public sealed record RuleState
{
    public static readonly RuleState New = new();

    public Phase Phase { get; init; }

    /// <summary>When the phase that is being waited out began (pending, clearing), microseconds.</summary>
    public long SinceUs { get; init; }

    /// <summary>The newest observation taken into account, microseconds; what is older is late and changes nothing.</summary>
    public long LastAtUs { get; init; } = long.MinValue;

    /// <summary>The last measure: the value, the change or the distance in metres.</summary>
    public double Last { get; init; } = double.NaN;

    /// <summary>When the present or last alarm was issued, microseconds; 0 for never.</summary>
    public long IssuedUs { get; init; }

    /// <summary>When the last alarm was cleared, microseconds; 0 for never.</summary>
    public long ClearedUs { get; init; }

    public double AtStart { get; init; } = double.NaN;

    /// <summary>The measure that was furthest beyond the level since this alarm began.</summary>
    public double Peak { get; init; } = double.NaN;

    /// <summary>Stuck: the value that doesn't change, and since when.</summary>
    public Value Anchor { get; init; }

    public long AnchorUs { get; init; }

    /// <summary>Rate: the observations of the window, oldest first, at most <see cref="Decide.MaxWindow"/>.</summary>
    public IReadOnlyList<(long AtUs, double Value)> Window { get; init; } = [];

    public bool Open => Phase is Phase.Firing or Phase.Clearing;
}
