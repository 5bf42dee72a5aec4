using System.Text.RegularExpressions;
using Cardo.Standards.NgsiLd;

namespace Cardo.Twin.Subscriptions;

/// <summary>What makes a notification go out (ETSI GS CIM 009 table 5.2.12-1).</summary>
[Flags]
internal enum Trigger
{
    None = 0, EntityCreated = 1, EntityUpdated = 2, EntityDeleted = 4, AttributeCreated = 8, AttributeUpdated = 16, AttributeDeleted = 32,
    Default = AttributeCreated | AttributeUpdated,
}

/// <summary>Which entities: any of these that holds. Types is null for any type.</summary>
internal sealed record Selector(string? Id, Regex? IdPattern, Func<Entity, bool>? OfType)
{
    public bool Matches(Entity entity) =>
        (Id is null || Id == entity.Id) && (IdPattern is null || IdPattern.IsMatch(entity.Id)) && (OfType is null || OfType(entity));
}

/// <summary>A subscription, understood. <see cref="Document"/> is what the subscriber wrote, and what is kept.</summary>
internal sealed record Subscription
{
    public required string Id { get; init; }

    public required string Tenant { get; init; }

    /// <summary>The subscription as JSON, types and attributes expanded, for answers and for the database.</summary>
    public required byte[] Document { get; init; }

    /// <summary>The context it was written in, as JSON; what its q and its notifications speak.</summary>
    public string Context { get; init; } = "";

    /// <summary>Empty for any entity (then something is watched).</summary>
    public IReadOnlyList<Selector> Entities { get; init; } = [];

    /// <summary>Expanded names; null for any.</summary>
    public IReadOnlySet<string>? Watched { get; init; }

    public Trigger Triggers { get; init; } = Trigger.Default;

    /// <summary>q, geoQ and scopeQ together; null for none.</summary>
    public Func<Entity, bool>? Where { get; init; }

    public bool IsActive { get; init; } = true;

    /// <summary>0 for never.</summary>
    public long ExpiresAtUs { get; init; }

    public long ThrottlingUs { get; init; }

    /// <summary>Above 0: notify every so often, whatever changed.</summary>
    public long TimeIntervalUs { get; init; }

    public long CreatedAtUs { get; init; }

    public long ModifiedAtUs { get; init; }

    public required Delivery Delivery { get; init; }
}

/// <summary>How and where it is told.</summary>
/// <param name="Write">renders entities as the subscriber wants them (format, attributes, context)</param>
internal sealed record Delivery(
    Uri Endpoint, string ContentType, long TimeoutUs, long CooldownUs,
    IReadOnlyList<KeyValuePair<string, string>> Headers, IReadOnlyDictionary<string, string> Settings,
    Action<System.Text.Json.Utf8JsonWriter, IReadOnlyList<Entity>> Write);
