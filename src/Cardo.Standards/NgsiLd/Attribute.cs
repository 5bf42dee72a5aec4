namespace Cardo.Standards.NgsiLd;

/// <summary>The kinds of attribute in ETSI GS CIM 009 clause 4.5.</summary>
public enum AttributeKind : byte
{
    Property, GeoProperty, Relationship, LanguageProperty, VocabProperty, JsonProperty, ListProperty, ListRelationship,
}

/// <summary>
/// One instance of an attribute: its value (a relationship's object as text or a JSON array, a languageMap, vocab, json
/// or list as JSON) and what is said about it. Immutable; names expanded.
/// </summary>
public sealed class Attribute
{
    /// <summary>No moment was given.</summary>
    public const long NoTime = long.MinValue;

    long createdAtUs;
    long modifiedAtUs;
    Attribute[] sub = [];

    public required string Name { get; init; }

    /// <summary>Empty for the default instance.</summary>
    public string DatasetId { get; init; } = "";

    public AttributeKind Kind { get; init; }

    /// <summary>Doubts about the observation as bit flags (Kernel's Quality); written as a sub-property <c>quality</c> when not zero.</summary>
    public byte Doubts { get; init; }

    public Value Value { get; init; }

    /// <summary>UN/CEFACT common code, or null.</summary>
    public string? UnitCode { get; init; }

    /// <summary>Microseconds since 1970, or <see cref="NoTime"/>.</summary>
    public long ObservedAtUs { get; init; } = NoTime;

    public long CreatedAtUs { get => createdAtUs; init => createdAtUs = value; }

    public long ModifiedAtUs { get => modifiedAtUs; init => modifiedAtUs = value; }

    /// <summary>Properties of the property, relationships of the relationship.</summary>
    public Attribute[] Sub { get => sub; init => sub = value; }

    /// <summary>The moment history keeps it under: when it was observed, or else when it was written.</summary>
    public long AtUs => ObservedAtUs != NoTime ? ObservedAtUs : ModifiedAtUs;

    public Attribute? Find(string name) => Array.Find(Sub, s => s.Name == name);

    /// <summary>The same with a moment of observation where it has none.</summary>
    public Attribute Observed(long atUs) => ObservedAtUs != NoTime || Value.Kind == ValueKind.None ? this : With(observedAtUs: atUs);

    /// <summary>
    /// With its times, and those of what is said about it. One that never had any takes them itself, because it comes
    /// fresh from a parser and was shown to nobody; any other is copied.
    /// </summary>
    public Attribute Stamped(long createdAtUs, long modifiedAtUs)
    {
        var inner = sub.Length == 0 ? sub : Inner(modifiedAtUs);
        if (this.modifiedAtUs != 0) return With(createdAtUs: createdAtUs, modifiedAtUs: modifiedAtUs, sub: inner);
        (this.createdAtUs, this.modifiedAtUs, sub) = (createdAtUs, modifiedAtUs, inner);
        return this;
    }

    // A method of its own: its closure would be made for each attribute, and few have any inside.
    Attribute[] Inner(long modifiedAtUs) => Array.ConvertAll(sub, s => s.Stamped(s.createdAtUs == 0 ? modifiedAtUs : s.createdAtUs, modifiedAtUs));

    /// <summary>The same but for what is given.</summary>
    public Attribute With(
        Value? value = null, byte? doubts = null, string? unitCode = null, long? observedAtUs = null, long? createdAtUs = null, long? modifiedAtUs = null, Attribute[]? sub = null) => new()
        {
            Name = Name,
            DatasetId = DatasetId,
            Kind = Kind,
            Doubts = doubts ?? Doubts,
            Value = value ?? Value,
            UnitCode = unitCode ?? UnitCode,
            ObservedAtUs = observedAtUs ?? ObservedAtUs,
            CreatedAtUs = createdAtUs ?? CreatedAtUs,
            ModifiedAtUs = modifiedAtUs ?? ModifiedAtUs,
            Sub = sub ?? Sub,
        };
}
