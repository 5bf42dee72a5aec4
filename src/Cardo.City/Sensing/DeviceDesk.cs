using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Sensing.Ingest;
using Cardo.Sensing.Payloads;
using Cardo.Sensing.Store;
using Cardo.Storage;

namespace Cardo.Sensing;

/// <summary>A device's key at the one moment it can be seen.</summary>
public sealed record IssuedDevice(Thing Thing, string KeyId, string Key);

/// <summary>
/// Devices and their keys: each has its own, made here, shown once and kept as a hash; nobody can choose one, so none can
/// be shared by intent or left at a default.
/// </summary>
public sealed class DeviceDesk
{
    /// <summary>Devices made at once.</summary>
    public const int MaxBulk = 100_000;

    readonly Db db;
    readonly KeyDesk keys;
    readonly ThingDesk things;
    readonly ThingTable table;
    readonly TimeProvider clock;

    internal DeviceDesk(Db db, KeyDesk keys, ThingDesk things, ThingTable table, TimeProvider clock) =>
        (this.db, this.keys, this.things, this.table, this.clock) = (db, keys, things, table, clock);

    /// <summary>The desk of a command, which has the database and no running city.</summary>
    public static DeviceDesk Over(Db db, KeyDesk keys, TimeProvider clock, Settings settings)
    {
        var options = SensingOptions.From(settings);
        var names = new NameTable(options.MaxNames);
        var shelf = ProfileShelf.Load(Module.Folders(settings), names);
        var table = new ThingTable(names, shelf, null, options, () => ThingStore.All(db), id => ThingStore.Find(db, id));
        return new DeviceDesk(db, keys, new ThingDesk(db, table, shelf, clock), table, clock);
    }

    /// <summary>
    /// Makes a device and its first key. <c>device-exists</c> when it has a live key already: rotate that one, or add one
    /// on purpose by <see cref="AddKey"/>.
    /// </summary>
    public Outcome<IssuedDevice> Add(Thing thing, string by) => Add([thing], by).Try(out var issued, out var refusal) ? issued[0] : refusal;

    /// <summary>The same for many in one transaction: all or none.</summary>
    public Outcome<IReadOnlyList<IssuedDevice>> Add(IReadOnlyList<Thing> devices, string by)
    {
        if (devices.Count > MaxBulk) return Refusal.TooLarge("bulk-too-large", $"At most {MaxBulk} devices are made at once.");
        var issued = new List<IssuedDevice>(devices.Count);
        Refusal? refused = null;
        var live = devices.Count > 50 ? Live() : [.. devices.Where(d => HasKey(d.Id)).Select(d => d.Id)];
        try
        {
            db.Write(tx =>
            {
                foreach (var device in devices)
                {
                    if ((refused = Make(tx, device, by, live, issued)) is not null) throw new Undo();
                }
            });
        }
        catch (Undo)
        {
            return refused!;
        }
        // Their keys work from now on, not from the next time somebody looks.
        keys.Sync();
        foreach (var device in devices) things.Registered(device);
        return issued;
    }

    /// <summary>Ends a transaction that must leave nothing.</summary>
    sealed class Undo : Exception;

    Refusal? Make(Tx tx, Thing device, string by, HashSet<string> live, List<IssuedDevice> issued)
    {
        if (!live.Add(device.Id)) return Refusal.Conflict("device-exists", $"'{device.Id}' already has a key. Rotate it (cardo device rotate {device.Id}), or revoke it first.");
        if (things.Register(tx, device) is { } wrong) return wrong;
        if (!keys.Issue(tx, new KeyRequest(KeyKind.Device, device.Id, by, [])).Try(out var key, out var refusal)) return refusal;
        issued.Add(new IssuedDevice(device, key.Info.Id, key.Secret));
        return null;
    }

    bool HasKey(string id)
    {
        var nowUs = clock.NowUs();
        return keys.List(KeyKind.Device, id, 100).Any(k => k.IsLive(nowUs));
    }

    HashSet<string> Live()
    {
        var nowUs = clock.NowUs();
        return [.. keys.List(KeyKind.Device, null, MaxBulk).Where(k => k.IsLive(nowUs)).Select(k => k.Subject)];
    }

    /// <summary>Another key beside the ones there are.</summary>
    public Outcome<IssuedKey> AddKey(string id, string by) =>
        Thing.IsId(id) ? keys.Issue(new KeyRequest(KeyKind.Device, id, by, [])) : Refusal.Bad("thing-id-invalid", $"A device id has 1 to {Thing.MaxIdLength} of letters, digits, . _ : and -.");

    /// <summary>A new key in place of the newest one, which works on for <paramref name="grace"/>.</summary>
    public Outcome<IssuedKey> Rotate(string id, TimeSpan grace, string by)
    {
        var nowUs = clock.NowUs();
        return keys.List(KeyKind.Device, id, 100).FirstOrDefault(k => k.IsLive(nowUs)) is { } newest
            ? keys.Rotate(newest.Id, grace, by) : Refusal.NotFound("key-not-found", $"'{id}' has no live key: cardo device add {id} makes one.");
    }

    /// <summary>Ends all of a device's keys at once; its connections are not served any more. The number of keys ended.</summary>
    public Outcome<int> Revoke(string id, string by)
    {
        var nowUs = clock.NowUs();
        var live = keys.List(KeyKind.Device, id, 1000).Where(k => k.IsLive(nowUs)).ToList();
        if (live.Count == 0) return Refusal.NotFound("key-not-found", $"'{id}' has no live key.");
        foreach (var key in live) keys.Revoke(key.Id, by);
        return live.Count;
    }

    /// <summary>Everything that has a key, is registered or has sent, in order of id.</summary>
    public IReadOnlyList<ThingHealth> List(int limit = 10_000)
    {
        var live = Live();
        var ids = new SortedSet<string>(live, StringComparer.Ordinal);
        ids.UnionWith(table.Registered.Select(t => t.Id));
        ids.UnionWith(table.AtWork.Select(t => t.Thing.Id));
        return [.. ids.Take(limit).Select(id => Health(table.Known(id), live.Contains(id)))];
    }

    /// <summary>How one thing is; null when nothing is known of it.</summary>
    public ThingHealth? Find(string id)
    {
        var hasKey = HasKey(id);
        return hasKey || things.Find(id) is not null ? Health(table.Known(id), hasKey) : null;
    }

    ThingHealth Health(ThingState thing, bool hasKey)
    {
        lock (thing)
        {
            var (good, doubtful) = thing.Counted();
            return new ThingHealth(thing.Thing, thing.EntityId, thing.Type, hasKey, thing.LastSeenUs,
                thing.LastSeenUs == 0 ? -1 : Math.Max(0, (clock.NowUs() - thing.LastSeenUs) / Instants.SecondUs),
                double.IsNaN(thing.Battery) ? null : thing.Battery, good + doubtful == 0 ? double.NaN : (double)good / (good + doubtful), thing.Messages, thing.Refused);
        }
    }
}
