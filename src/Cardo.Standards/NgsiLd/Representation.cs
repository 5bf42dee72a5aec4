using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd;

/// <summary>The three ways of writing an attribute (clauses 4.5.1, 4.5.5 and 4.5.4).</summary>
public enum LdFormat : byte { Normalized, Concise, Simplified }

/// <summary>What of an entity is written, and how. Names are expanded.</summary>
public sealed record Representation
{
    public static readonly Representation Normalized = new();
    public static readonly Representation Concise = new() { Format = LdFormat.Concise };
    public static readonly Representation KeyValues = new() { Format = LdFormat.Simplified };

    public LdFormat Format { get; init; }

    /// <summary>createdAt and modifiedAt too.</summary>
    public bool SysAttrs { get; init; }

    /// <summary>Only these attributes; null for all.</summary>
    public IReadOnlyCollection<string>? Attributes { get; init; }

    /// <summary>Only these members: attributes by IRI, and <c>id</c>, <c>type</c>, <c>scope</c>, <c>createdAt</c>, <c>modifiedAt</c>, <c>expiresAt</c>.</summary>
    public IReadOnlyCollection<string>? Pick { get; init; }

    /// <summary>All but these members.</summary>
    public IReadOnlyCollection<string>? Omit { get; init; }

    /// <summary>One language instead of the map: a language range list as in Accept-Language.</summary>
    public string? Lang { get; init; }

    /// <summary>Only these instances; "" is the default one. Null for all.</summary>
    public IReadOnlyCollection<string>? Datasets { get; init; }

    /// <summary>As a GeoJSON Feature (clause 4.5.16).</summary>
    public bool GeoJson { get; init; }

    /// <summary>Which attribute gives the Feature its geometry.</summary>
    public string GeometryProperty { get; init; } = CoreContext.Namespace + "location";

    /// <summary>Write <c>@context</c> into the body.</summary>
    public bool WithContext { get; init; }

    /// <summary>How many relationships deep linked entities are written inside (join=inline).</summary>
    public int JoinLevel { get; init; }

    /// <summary>Finds linked entities; null: none are written.</summary>
    public Func<string, Entity?>? Linked { get; init; }

    /// <summary>Whether a member that is no attribute is written.</summary>
    public bool Shows(string member) => (Pick is null || Pick.Contains(member)) && (Omit is null || !Omit.Contains(member));

    /// <summary>Whether an instance of an attribute is written.</summary>
    public bool Shows(Attribute attribute) =>
        (Attributes is null || Attributes.Contains(attribute.Name)) && Shows(attribute.Name) && (Datasets is null || Datasets.Contains(attribute.DatasetId));
}
