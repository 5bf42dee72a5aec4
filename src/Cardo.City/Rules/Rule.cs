using Cardo.Kernel;

namespace Cardo.Rules;

public enum RuleKind : byte { Threshold, Rate, Absence, Stuck, Geofence }

/// <summary>The severities of Smart Data Models' Alert, from the least to the gravest.</summary>
public enum Severity : byte { Informational, Low, Medium, High, Critical }

/// <summary>What an observation outside the rule's selection does to an open alarm.</summary>
public enum Otherwise : byte
{
    /// <summary>It says nothing: a lamp that is switched off by day is not a repaired lamp.</summary>
    Hold,

    /// <summary>It clears: the thing is none of the rule's business any more.</summary>
    Clear,
}

/// <summary>Where a geofence fires. Enter and leave need the crossing to be seen; inside and outside do not.</summary>
public enum FenceSide : byte { Inside, Outside, Enter, Leave }

/// <summary>
/// One rule on the twin, as data: which observations it looks at, when it fires and when it clears, and what the alarm
/// says. Immutable and already checked: a rule that could never clear does not become one (see <c>ReadRules</c>).
/// </summary>
public sealed record Rule
{
    /// <summary>Unique in the city: the pack's name and the rule's own, <c>lighting.lamp-out</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant it watches; "" for the default one.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Who brought it: <c>pack:Lighting</c>, <c>city</c>.</summary>
    public string Source { get; init; } = "";

    public RuleKind Kind { get; init; }

    /// <summary>The entity type, expanded.</summary>
    public required string Type { get; init; }

    /// <summary>The attribute, expanded; null (absence only) for any attribute.</summary>
    public string? Attribute { get; init; }

    /// <summary>All must hold, or the observation is outside the selection.</summary>
    public IReadOnlyList<Condition> Where { get; init; } = [];

    /// <summary>Only entities in this scope or below it (ETSI GS CIM 009 clause 4.18); null for all.</summary>
    public string? Scope { get; init; }

    public Otherwise Otherwise { get; init; }

    /// <summary>Doubts that don't keep an observation from this rule.</summary>
    public Quality Accepts { get; init; }

    /// <summary>The level to fire at; NaN when it stands in <see cref="FireAttribute"/>. In the attribute's unit (rate: a change in <see cref="PerUs"/>).</summary>
    public double Fire { get; init; } = double.NaN;

    /// <summary>The entity's own attribute that holds the level to fire at, expanded: each gauge has its own warning level.</summary>
    public string? FireAttribute { get; init; }

    /// <summary>How far back beyond the level to fire a value must come to clear; never negative.</summary>
    public double Band { get; init; }

    /// <summary>Fires below the level, not above it.</summary>
    public bool Below { get; init; }

    /// <summary>Fires when the value is one of these (threshold without a level); empty otherwise.</summary>
    public IReadOnlyList<string> Is { get; init; } = [];

    /// <summary>How long it must last before it fires, microseconds.</summary>
    public long ForUs { get; init; }

    /// <summary>How long it must be over before it clears, microseconds.</summary>
    public long ClearForUs { get; init; }

    /// <summary>Rate: the window the change is measured over, microseconds.</summary>
    public long WindowUs { get; init; }

    /// <summary>Rate: the time the change is given for, microseconds.</summary>
    public long PerUs { get; init; }

    /// <summary>Absence: silence, and stuck: sameness, for this long, microseconds.</summary>
    public long AfterUs { get; init; }

    /// <summary>Stuck: values this close count as the same.</summary>
    public double Tolerance { get; init; }

    public Fence? Fence { get; init; }

    public Severity Severity { get; init; }

    public required string Category { get; init; }

    public required string SubCategory { get; init; }

    /// <summary>What the alarm says, by language tag; en and zh-Hans at least.</summary>
    public required IReadOnlyDictionary<string, string> Text { get; init; }
}

/// <summary>One comparison with another attribute of the same entity.</summary>
/// <param name="Attribute">expanded</param>
/// <param name="Test">is, isNot, above, below, exists, missing</param>
/// <param name="Texts">for is and isNot: one of them</param>
/// <param name="Number">for above and below</param>
public sealed record Condition(string Attribute, ConditionTest Test, IReadOnlyList<string> Texts, double Number);

public enum ConditionTest : byte { Is, IsNot, Above, Below, Exists, Missing }

/// <summary>An area, its side and the distance by which a thing must be out of it again before the alarm clears.</summary>
/// <param name="EntityId">the entity whose location is the area, or null</param>
/// <param name="Ring">the area itself: longitude, latitude pairs in degrees, or a single pair with <paramref name="Radius_m"/></param>
public sealed record Fence(FenceSide Side, string? EntityId, IReadOnlyList<(double Lon, double Lat)> Ring, double Radius_m, double Hysteresis_m);
