namespace Cardo.Standards.NgsiLd;

/// <summary>
/// An entity of the NGSI-LD information model (ETSI GS CIM 009 clause 4.5), immutable, with every name expanded to
/// its IRI. It is what the twin keeps in memory and what the codecs read and write: one shape, converted nowhere.
/// </summary>
public sealed class Entity
{
    long createdAtUs;
    long modifiedAtUs;

    public required string Id { get; init; }

    /// <summary>At least one type, expanded.</summary>
    public required string[] Types { get; init; }

    public string[] Scopes { get; init; } = [];

    /// <summary>In the order of first writing; instances of one name by datasetId stand apart.</summary>
    public Attribute[] Attributes { get; init; } = [];

    /// <summary>Microseconds since 1970; 0 while it has not been written to a twin.</summary>
    public long CreatedAtUs { get => createdAtUs; init => createdAtUs = value; }

    public long ModifiedAtUs { get => modifiedAtUs; init => modifiedAtUs = value; }

    /// <summary>When the entity ceases to be; 0 for never (clause 4.5.1, expiresAt).</summary>
    public long ExpiresAtUs { get; init; }

    public Attribute? Find(string name, string datasetId = "")
    {
        foreach (var attribute in Attributes)
            if (attribute.Name == name && attribute.DatasetId == datasetId) return attribute;
        return null;
    }

    public bool Is(string type) => Array.IndexOf(Types, type) >= 0;

    /// <summary>As it is written: one fresh from a parser takes its times itself (see <see cref="Attribute.Stamped"/>), any other is copied.</summary>
    public Entity Stamped(string[] types, Attribute[] attributes, long createdAtUs, long modifiedAtUs)
    {
        if (this.modifiedAtUs != 0 || !ReferenceEquals(types, Types) || !ReferenceEquals(attributes, Attributes))
            return With(types, attributes: attributes, createdAtUs: createdAtUs, modifiedAtUs: modifiedAtUs);
        (this.createdAtUs, this.modifiedAtUs) = (createdAtUs, modifiedAtUs);
        return this;
    }

    public Entity With(string[]? types = null, string[]? scopes = null, Attribute[]? attributes = null, long? modifiedAtUs = null, long? createdAtUs = null) => new()
    {
        Id = Id,
        Types = types ?? Types,
        Scopes = scopes ?? Scopes,
        Attributes = attributes ?? Attributes,
        CreatedAtUs = createdAtUs ?? CreatedAtUs,
        ModifiedAtUs = modifiedAtUs ?? ModifiedAtUs,
        ExpiresAtUs = ExpiresAtUs,
    };
}
