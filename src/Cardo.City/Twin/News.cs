using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>Entities changed, and the change is on disk. Pieces come in the order of the log.</summary>
/// <param name="Tenant">"" for the default tenant</param>
/// <param name="Changes">of one write or of several that became durable together, in their order; an entity may come more than once</param>
/// <param name="Lsn">the log position after which all of it is durable</param>
public sealed record EntitiesChanged(string Tenant, IReadOnlyList<EntityChange> Changes, long Lsn)
{
    RowChanges? Rows => Changes as RowChanges;

    /// <summary>How many attribute instances were written. Costs nothing to ask, whatever the piece is made of.</summary>
    public int Touched => Rows?.Touched ?? Changes.Sum(c => c.Touched.Count);

    /// <summary>
    /// Whether these are reports of numbers by things that are known: no entity is new, gone or of another shape. Then
    /// each change is put together when it is looked at, and who wants only the present does better with <see cref="AddTo"/>.
    /// </summary>
    public bool IsRows => Rows is not null;

    /// <summary>Whether any entity of the piece may be of a type that is asked for; cheap, and sure when it says no.</summary>
    public bool MayConcern(Func<string, bool> type) => Rows?.MayConcern(type) ?? true;

    /// <summary>Of a piece of rows: adds what changed by its id, as it was at some time before (its types and which attributes it has still hold).</summary>
    public void AddTo(IDictionary<string, Entity> things) => Rows?.AddTo(things);
}

/// <summary>What one command did to one entity.</summary>
/// <param name="Before">null when it was created; of a report of numbers (<see cref="EntitiesChanged.IsRows"/>) it says which attributes there were, and values that may be older or newer</param>
/// <param name="After">null when it was deleted; the same object as <paramref name="Before"/> when only history grew (a late observation)</param>
/// <param name="Touched">the attribute instances that were written, as written, late ones included</param>
/// <param name="Gone">the attribute instances that were removed</param>
public sealed record EntityChange(Entity? Before, Entity? After, IReadOnlyList<Attribute> Touched, IReadOnlyList<Attribute> Gone)
{
    public string Id => (After ?? Before)!.Id;
}
