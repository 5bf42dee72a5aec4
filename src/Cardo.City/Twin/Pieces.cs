namespace Cardo.Twin;

/// <summary>What one write changed, in order: pieces of news that are told when it is durable.</summary>
internal sealed class Pieces(string tenant)
{
    readonly List<IReadOnlyList<EntityChange>> done = [];

    /// <summary>Where a command's own changes go.</summary>
    public List<EntityChange> Changes { get; private set; } = [];

    public void Add(RowChanges rows)
    {
        Close();
        done.Add(rows);
    }

    void Close()
    {
        if (Changes.Count == 0) return;
        done.Add(Changes);
        Changes = [];
    }

    /// <summary>Queues all of it; false when nothing changed. Under the gate.</summary>
    public bool Tell(ChangeQueue queue, long lsn)
    {
        Close();
        foreach (var changes in done) queue.Add(new EntitiesChanged(tenant, changes, lsn));
        return done.Count > 0;
    }
}
