using Cardo.Kernel;
using Cardo.Sensing.Ingest;
using Cardo.Sensing.Judging;
using Cardo.Sensing.Payloads;
using Cardo.Sensing.Store;
using Cardo.Storage;

namespace Cardo.Sensing;

/// <summary>The registry of things: who they are, how their messages are read, what they observe.</summary>
public sealed class ThingDesk
{
    const int MaxNameLength = 256;

    readonly Db db;
    readonly ThingTable table;
    readonly ProfileShelf shelf;
    readonly TimeProvider clock;

    internal ThingDesk(Db db, ThingTable table, ProfileShelf shelf, TimeProvider clock) => (this.db, this.table, this.shelf, this.clock) = (db, table, shelf, clock);

    /// <summary>Says who a thing is, or says it anew.</summary>
    public Outcome<Thing> Register(Thing thing)
    {
        if (Register([thing]).Try(out _, out var refusal)) return thing;
        return refusal;
    }

    /// <summary>The same for many in one transaction: all or none.</summary>
    public Outcome<int> Register(IReadOnlyList<Thing> things)
    {
        foreach (var thing in things)
            if (Wrong(thing) is { } refusal) return refusal;
        db.Write(tx => ThingStore.Put(tx, things, clock.NowUs()));
        foreach (var thing in things) table.Register(thing);
        return things.Count;
    }

    /// <summary>In a transaction of the caller's; <see cref="Registered"/> follows when that is committed.</summary>
    internal Refusal? Register(Tx tx, Thing thing)
    {
        if (Wrong(thing) is { } refusal) return refusal;
        ThingStore.Put(tx, [thing], clock.NowUs());
        return null;
    }

    internal void Registered(Thing thing) => table.Register(thing);

    /// <summary>Takes a thing out of the registry. Its entity and history stay; its keys are revoked by the device desk.</summary>
    public Outcome<Done> Remove(string id)
    {
        if (!db.Write(tx => ThingStore.Remove(tx, id))) return Refusal.NotFound("thing-not-found", $"There is no registered thing '{id}'.");
        table.Forget(id);
        return Done.It;
    }

    /// <summary>The thing as registered, or as it sends without registration; null when it did neither.</summary>
    public Thing? Find(string id) => table.FindRegistered(id) ?? table.Find(id)?.Thing;

    public IReadOnlyList<Thing> All() => [.. table.Registered.OrderBy(t => t.Id, StringComparer.Ordinal)];

    /// <summary>The entity that a thing is, or would be, in the twin.</summary>
    public string EntityOf(string id) => table.Known(id).EntityId;

    /// <summary>What a thing observes, as far as it is known since the start or from the twin.</summary>
    public IReadOnlyList<Datastream> Datastreams(string id)
    {
        var thing = table.Known(id);
        lock (thing) return [.. Enumerable.Range(0, thing.StreamCount).Select(thing.Face)];
    }

    /// <summary>The properties whose plausible values are known without a profile.</summary>
    public IEnumerable<ObservedProperty> Properties => ObservedProperties.All.Select(p => p with { Definition = Expansion.Of(p.Name) });

    /// <summary>The payload profiles that can be used.</summary>
    public IReadOnlyList<Sensor> Sensors => [.. shelf.All.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new Sensor(p.Name, p.Format.ToString().ToLowerInvariant(), p.Description))];

    /// <summary>Profiles that can't be used, and everything that is wrong in each.</summary>
    public IReadOnlyList<Refusal> RefusedProfiles => shelf.Refused;

    Refusal? Wrong(Thing thing)
    {
        if (!Thing.IsId(thing.Id)) return Refusal.Bad("thing-id-invalid", $"A device id has 1 to {Thing.MaxIdLength} of letters, digits, . _ : and -.");
        if (thing.Name is { Length: > MaxNameLength or 0 }) return Refusal.Bad("thing-name-invalid", $"A name has 1 to {MaxNameLength} characters.");
        if (thing.Profile is { } profile && shelf.Find(profile) is null) return Refusal.Bad("profile-unknown", $"There is no payload profile '{profile}'.");
        if (thing.Type is { } type && (type.Length is 0 or > 256 || type.Any(c => char.IsWhiteSpace(c) || c is '<' or '>' or '"' or '\''))) return Refusal.Bad("thing-type-invalid", $"'{type}' can't be a type.");
        if (thing.EntityId is { } entity && (entity.Length > 512 || !Uri.TryCreate(entity.Replace("{id}", thing.Id, StringComparison.Ordinal), UriKind.Absolute, out _)))
            return Refusal.Bad("thing-entity-invalid", $"'{entity}' can't be an entity's id: it is a URI, with {{id}} for the device id.");
        if ((thing.Lon is null) != (thing.Lat is null) || thing.Lon is not (null or >= -180 and <= 180) || thing.Lat is not (null or >= -90 and <= 90))
            return Refusal.Bad("thing-place-invalid", "A place is a longitude (±180) and a latitude (±90) in degrees.");
        return null;
    }
}
