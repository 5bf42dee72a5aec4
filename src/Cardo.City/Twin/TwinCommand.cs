using Attribute = Cardo.Standards.NgsiLd.Attribute;
using Entity = Cardo.Standards.NgsiLd.Entity;

namespace Cardo.Twin;

/// <summary>
/// What can be done to one entity. In fragments an attribute whose value is <c>None</c> stands for
/// <c>urn:ngsi-ld:null</c>: delete this instance.
/// </summary>
public abstract record TwinCommand
{
    public abstract string EntityId { get; }
}

/// <summary>Refused when the entity exists.</summary>
public sealed record CreateEntity(Entity Entity) : TwinCommand
{
    public override string EntityId => Entity.Id;
}

/// <summary>Creates or replaces (<paramref name="Update"/> false), or creates or appends and overwrites attributes (true).</summary>
/// <param name="SkipUnchanged">leave an entity alone that already says the same (a repeated import)</param>
public sealed record UpsertEntity(Entity Entity, bool Update = false, bool SkipUnchanged = false) : TwinCommand
{
    public override string EntityId => Entity.Id;
}

/// <summary>Replaces all attributes of an entity that exists; types are united.</summary>
public sealed record ReplaceEntity(Entity Entity) : TwinCommand
{
    public override string EntityId => Entity.Id;
}

/// <summary>Appends attributes; existing ones are overwritten unless <paramref name="KeepExisting"/>. Types and scopes are united.</summary>
public sealed record AppendAttributes(Entity Fragment, bool KeepExisting = false) : TwinCommand
{
    public override string EntityId => Fragment.Id;
}

/// <summary>Overwrites attributes that exist; the others are named in <see cref="Written.NotUpdated"/>.</summary>
public sealed record UpdateAttributes(Entity Fragment) : TwinCommand
{
    public override string EntityId => Fragment.Id;
}

/// <summary>Partial update of one instance: what is given replaces, the rest of the attribute stays (clause 5.6.4).</summary>
public sealed record PatchAttribute(string Id, Attribute Fragment) : TwinCommand
{
    public override string EntityId => Id;
}

/// <summary>Merge-patch of the entity (clause 5.6.17): absent stays, null deletes, the rest is merged deeply.</summary>
public sealed record MergeEntity(Entity Fragment) : TwinCommand
{
    public override string EntityId => Fragment.Id;
}

/// <summary>Deletes one instance, or all of a name.</summary>
public sealed record DeleteAttribute(string Id, string Name, string DatasetId = "", bool AllInstances = false) : TwinCommand
{
    public override string EntityId => Id;
}

public sealed record DeleteEntity(string Id) : TwinCommand
{
    public override string EntityId => Id;
}

/// <summary>
/// A device's report: creates the entity when it is missing, overwrites what is newer, and puts what is older than
/// the current value into history only.
/// </summary>
public sealed record Observe(string Id, string Type, IReadOnlyList<Attribute> Attributes) : TwinCommand
{
    public override string EntityId => Id;
}

/// <summary>What a command did.</summary>
/// <param name="Created">the entity is new</param>
/// <param name="After">the entity as it now is; null when deleted</param>
/// <param name="NotUpdated">names of attributes that were left alone because they don't exist (or exist, when kept)</param>
public sealed record Written(bool Created, Entity? After, IReadOnlyList<string> NotUpdated)
{
    public static readonly Written Nothing = new(false, null, []);
}
