namespace Cardo.Standards.NgsiLd;

/// <summary>What is expected of a body, and what it may cost.</summary>
public sealed record ReadOptions
{
    /// <summary>A whole entity: id and type are needed, null deletes nothing.</summary>
    public static readonly ReadOptions Whole = new() { NeedsId = true, NeedsType = true };

    /// <summary>Attributes to append or overwrite; each has a value.</summary>
    public static readonly ReadOptions Fragment = new() { AllowsNull = true };

    /// <summary>A merge-patch or a partial attribute update: what is absent stays.</summary>
    public static readonly ReadOptions Merge = new() { AllowsNull = true, ValueOptional = true };

    /// <summary>An entity with any number of instances of each attribute, in time.</summary>
    public static readonly ReadOptions Temporal = new() { NeedsId = true, NeedsType = true, Instances = true, MaxAttributes = 100_000 };

    public bool NeedsId { get; init; }

    public bool NeedsType { get; init; }

    /// <summary><c>urn:ngsi-ld:null</c> (or JSON null) is taken as "delete": a value of <see cref="ValueKind.None"/>.</summary>
    public bool AllowsNull { get; init; }

    /// <summary>An attribute may come without a value.</summary>
    public bool ValueOptional { get; init; }

    /// <summary>Every member is a bare value (options=keyValues on input).</summary>
    public bool Simplified { get; init; }

    /// <summary>Several instances of one attribute and datasetId may stand in a list.</summary>
    public bool Instances { get; init; }

    public int MaxAttributes { get; init; } = 1_000;

    public int MaxSubAttributes { get; init; } = 100;

    /// <summary>How deep properties of properties go.</summary>
    public int MaxSubDepth { get; init; } = 5;

    public int MaxJsonDepth { get; init; } = 64;
}
