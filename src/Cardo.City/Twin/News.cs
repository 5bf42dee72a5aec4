using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>Entities changed, and the change is on disk. Pieces come in the order of the log.</summary>
/// <param name="Tenant">"" for the default tenant</param>
/// <param name="Changes">at most one write's worth, in its order</param>
/// <param name="Lsn">the log position after which all of it is durable</param>
public sealed record EntitiesChanged(string Tenant, IReadOnlyList<EntityChange> Changes, long Lsn);

/// <summary>What one command did to one entity.</summary>
/// <param name="Before">null when it was created</param>
/// <param name="After">null when it was deleted; the same object as <paramref name="Before"/> when only history grew (a late observation)</param>
/// <param name="Touched">the attribute instances that were written, as written, late ones included</param>
/// <param name="Gone">the attribute instances that were removed</param>
public sealed record EntityChange(Entity? Before, Entity? After, IReadOnlyList<Attribute> Touched, IReadOnlyList<Attribute> Gone)
{
    public string Id => (After ?? Before)!.Id;
}
