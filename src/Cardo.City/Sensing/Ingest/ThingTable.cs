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
/// <param name="twin">null for a command that only writes the registry</param>
/// <param name="load">reads the registry, once, when it is first asked</param>
/// <param name="find">looks again for one thing: a command may have registered it meanwhile</param>
internal sealed class ThingTable(NameTable names, ProfileShelf shelf, TwinDesk? twin, SensingOptions options, Func<IReadOnlyList<Thing>> load, Func<string, Thing?> find)
{
    readonly ConcurrentDictionary<string, ThingState> things = new(StringComparer.Ordinal);
    readonly Lazy<ConcurrentDictionary<string, Thing>> registry = new(() => new(load().Select(t => KeyValuePair.Create(t.Id, t)), StringComparer.Ordinal));

    public int Count => things.Count;

    /// <summary>Those that sent since the start.</summary>
    public IEnumerable<ThingState> AtWork => things.Values;

    public IEnumerable<Thing> Registered => registry.Value.Values;

    public Thing? FindRegistered(string id) => registry.Value.GetValueOrDefault(id);

    public ThingState? Find(string id) => things.GetValueOrDefault(id);

    /// <summary>The thing of this id; a new one is ready to work but not kept until <see cref="Keep"/>.</summary>
    public Outcome<ThingState> Get(ReadOnlySpan<char> id)
    {
        if (things.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var there)) return there;
        return Thing.IsId(id) ? Known(id.ToString()) : Refusal.Bad("thing-id-invalid", $"A device id has 1 to {Thing.MaxIdLength} of letters, digits, . _ : and -.");
    }

    /// <summary>The thing as it is or would be; also one that never sent.</summary>
    public ThingState Known(string id)
    {
        if (things.TryGetValue(id, out var there)) return there;
        var registered = registry.Value.TryGetValue(id, out var thing) || (thing = find(id)) is not null;
        if (thing is not null) registry.Value.TryAdd(id, thing);
        // A profile that is gone from the shelf leaves its things with plain JSON; /ops lists the refused file.
        var profile = thing?.Profile is { } name ? shelf.Find(name) : null;
        return Remembering(new ThingState(thing ?? new Thing(id), profile, registered));
    }

    public Outcome<ThingState> Keep(ThingState thing) =>
        things.TryGetValue(thing.Thing.Id, out var there) ? there
        : things.Count >= options.MaxThings ? Refusal.TooMany("too-many-things", $"{options.MaxThings} things are at work already; '{thing.Thing.Id}' is refused.")
        : things.GetOrAdd(thing.Thing.Id, thing);

    /// <summary>What the registry says now; the thing works by it from the next message on.</summary>
    public void Register(Thing thing)
    {
        registry.Value[thing.Id] = thing;
        if (!things.TryGetValue(thing.Id, out var there)) return;
        lock (there) there.Become(thing, thing.Profile is { } name ? shelf.Find(name) : null, registered: true);
    }

    public void Forget(string id)
    {
        registry.Value.TryRemove(id, out _);
        if (!things.TryRemove(id, out var thing)) return;
        lock (thing) thing.End();
    }

    // After a restart the twin knows what was observed last: judging goes on where it stopped.
    ThingState Remembering(ThingState thing)
    {
        if (twin?.Find(thing.Thing.Tenant, thing.EntityId) is not { } entity) return thing;
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
