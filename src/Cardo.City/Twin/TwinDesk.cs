using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>
/// The doorway to the twin: every entity of the city, in memory, with its history. Reads never wait; writes complete
/// when they are on disk.
/// </summary>
public sealed class TwinDesk
{
    readonly TwinState state;
    readonly SeriesStore series;

    internal TwinDesk(TwinState state, SeriesStore series) => (this.state, this.series) = (state, series);

    /// <summary>The tenants that hold or held entities; "" is the default one and always there.</summary>
    public IReadOnlyCollection<string> Tenants => state.Tenants;

    public bool HasTenant(string tenant) => tenant.Length == 0 || state.Tenants.Contains(tenant);

    /// <summary>What is wrong with what was found at the start, for whoever runs the city; null when nothing is.</summary>
    public string? Trouble => state.Damaged is { Count: > 0 and var n } damaged
        ? $"{n} stored {(n == 1 ? "entity is" : "entities are")} damaged and left out, {damaged.First()} the first: cardo store check names them all, cardo restore brings back a backup" : null;

    public Entity? Find(string tenant, string id) => state.Find(tenant)?.Find(id);

    /// <summary>All entities in order of creation, as they are when each is reached.</summary>
    public IEnumerable<Entity> All(string tenant = "") => state.Find(tenant)?.All() ?? [];

    /// <summary>All entities of an expanded type in order of creation.</summary>
    public IEnumerable<Entity> OfType(string tenant, string type) => state.Find(tenant)?.OfType(type) ?? [];

    public Page<Entity> Query(string tenant, EntityQuery query) =>
        state.Find(tenant)?.Query(query) ?? new Page<Entity>([], query.Count ? 0 : null, false);

    /// <summary>How many entities each type has.</summary>
    public IReadOnlyDictionary<string, int> Types(string tenant) => state.Find(tenant)?.CountByType() ?? [];

    public int Count(string tenant = "") => state.Find(tenant)?.Count ?? 0;

    /// <summary>
    /// Does what is asked, each command by itself, and completes when all of it is durable. Results stand in the order
    /// of the commands. At most <see cref="TwinState.MaxBatch"/> commands a call.
    /// </summary>
    public ValueTask<IReadOnlyList<Outcome<Written>>> Write(string tenant, IReadOnlyList<TwinCommand> commands) =>
        state.Write(tenant, commands);

    /// <summary>One command.</summary>
    public async ValueTask<Outcome<Written>> Write(string tenant, TwinCommand command)
    {
        await state.Room();
        var written = state.Write(tenant, command, out var kept);
        await kept;
        return written;
    }

    /// <summary>
    /// The same in two steps, for who can wait in one place alone: await <see cref="Room"/>, call this, and tell nobody what
    /// came of it before <paramref name="kept"/> has completed.
    /// </summary>
    internal Outcome<Written> Write(string tenant, TwinCommand command, out ValueTask kept) => state.Write(tenant, command, out kept);

    internal ValueTask Room() => state.Room();

    /// <summary>
    /// Adds past instances to an attribute's history without touching what is current; the entity need not exist.
    /// Completes when durable.
    /// </summary>
    public ValueTask<int> AddHistory(string tenant, string entityId, IReadOnlyList<Attribute> instances) =>
        state.AddHistory(tenant, entityId, instances);

    /// <summary>Deletes the whole history of an entity, which need not exist any more. Completes when durable.</summary>
    public ValueTask ForgetHistory(string tenant, string entityId) => state.Forget(tenant, entityId);

    /// <summary>The history of one attribute instance, or null when there is none.</summary>
    public AttributeHistory? History(string tenant, string entityId, string attribute, string datasetId = "")
    {
        // The entity first: a series that begins in between then holds what was seen here.
        var now = Find(tenant, entityId)?.Find(attribute, datasetId);
        return series.Find(new SeriesName(tenant, entityId, attribute, datasetId)) is { } handle ? new AttributeHistory(series, handle)
            : now is null ? null : new AttributeHistory(series, Samples.Only(now));
    }
}
