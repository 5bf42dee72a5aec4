using System.Collections.Concurrent;
using Cardo.Kernel;
using Cardo.Sensing.Judging;
using Cardo.Sensing.Payloads;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Ingest;

/// <summary>
/// The things at work, by device id. A thing nobody registered becomes a Device at its first accepted message; who may
/// send at all is decided before (keys and tokens), so their number is bounded twice.
/// </summary>
internal sealed class ThingTable(NameTable names, ProfileShelf shelf, TwinDesk twin, SensingOptions options)
{
    readonly ConcurrentDictionary<string, ThingState> things = new(StringComparer.Ordinal);

    public int Count => things.Count;

    public IEnumerable<ThingState> All => things.Values;

    public ThingState? Find(string id) => things.GetValueOrDefault(id);

    /// <summary>The thing of this id; a new one is ready to work but not kept until <see cref="Keep"/>.</summary>
    public Outcome<ThingState> Get(string id)
    {
        if (things.TryGetValue(id, out var there)) return there;
        if (!Thing.IsId(id)) return Refusal.Bad("thing-id-invalid", $"A device id has 1 to {Thing.MaxIdLength} of letters, digits, . _ : and -.");
        return Remembering(new ThingState(new Thing(id), null, registered: false));
    }

    public Outcome<ThingState> Keep(ThingState thing) =>
        things.TryGetValue(thing.Thing.Id, out var there) ? there
        : things.Count >= options.MaxThings ? Refusal.TooMany("too-many-things", $"{options.MaxThings} things are at work already; '{thing.Thing.Id}' is refused.")
        : things.GetOrAdd(thing.Thing.Id, thing);

    /// <summary>What the registry says now; the thing works by it from the next message on.</summary>
    public Outcome<ThingState> Register(Thing thing)
    {
        Profile? profile = null;
        if (thing.Profile is { } name && (profile = shelf.Find(name)) is null)
            return Refusal.Bad("profile-unknown", $"There is no payload profile '{name}'.");
        if (things.TryGetValue(thing.Id, out var there))
        {
            lock (there) there.Become(thing, profile, registered: true);
            return there;
        }
        return Keep(Remembering(new ThingState(thing, profile, registered: true)));
    }

    public void Forget(string id) => things.TryRemove(id, out _);

    // After a restart the twin knows what was observed last: judging goes on where it stopped.
    ThingState Remembering(ThingState thing)
    {
        if (twin.Find(thing.Thing.Tenant, thing.EntityId) is not { } entity) return thing;
        foreach (var attribute in entity.Attributes)
        {
            if (attribute.Value.Kind == ValueKind.None || attribute.DatasetId.Length > 0 || thing.StreamCount >= options.MaxNamesPerThing) continue;
            if (names.Find(Names.Short(attribute.Name), out var found) is not null || found.Iri != attribute.Name || !names.Keep(found).Try(out var name, out _)) continue;
            if (thing.IndexOf(name) >= 0) continue;
            var observed = attribute.ObservedAtUs != Attribute.NoTime && attribute.Value.Kind == ValueKind.Number;
            thing.Add(name, null, observed ? new StreamState { Last = attribute.Value.Number, LastAtUs = attribute.ObservedAtUs, SameSinceUs = attribute.ObservedAtUs, Doubts = (Quality)attribute.Doubts } : default);
            if (attribute.ObservedAtUs != Attribute.NoTime) thing.LastSeenUs = Math.Max(thing.LastSeenUs, attribute.ModifiedAtUs);
            if (ThingState.Charge(name.Short, attribute.Value.Number) is var charge && !double.IsNaN(charge)) thing.Battery = charge;
        }
        thing.Untold &= thing.Thing.Lon is not null && entity.Find(Names.Location) is null;
        return thing;
    }
}
