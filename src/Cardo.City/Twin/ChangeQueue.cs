using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Twin;

/// <summary>
/// Holds changes until they are durable, then tells them once, in the order of the log. What became durable together is
/// told together: at twenty thousand writes a second a listener hears hundreds of pieces, and no queue overflows.
/// </summary>
internal sealed class ChangeQueue(CityLog log, News news)
{
    /// <summary>Changes in one piece, unless one write alone made more: writes are told whole.</summary>
    const int Together = 1_024;

    readonly List<object> made = [];
    readonly Queue<Change> waiting = new();
    readonly Lock telling = new();
    long toldLsn;

    /// <param name="What">an <see cref="EntityChange"/>, or <see cref="RowChanges"/>, which is a piece of its own</param>
    readonly record struct Change(string Tenant, object What, long Lsn);

    /// <summary>A change of the write that is going on. Under the log's gate.</summary>
    public void Add(EntityChange change) => made.Add(change);

    public void Add(RowChanges rows) => made.Add(rows);

    /// <summary>The write is over: what it changed waits for the disk; false when that is nothing. Under the log's gate.</summary>
    public bool Close(string tenant, long lsn)
    {
        if (made.Count == 0) return false;
        lock (waiting)
            foreach (var what in made) waiting.Enqueue(new Change(tenant, what, lsn));
        made.Clear();
        return true;
    }

    /// <summary>Tells what has become durable, up to here at least.</summary>
    public void Tell(long lsn)
    {
        if (Volatile.Read(ref toldLsn) < lsn) Tell();
    }

    /// <summary>Tells what has become durable. The log calls it after each commit, whoever waits for that one.</summary>
    public void Tell()
    {
        lock (telling)
            while (Next() is { } piece)
            {
                news.Publish(piece);
                Volatile.Write(ref toldLsn, piece.Lsn);
            }
    }

    EntitiesChanged? Next()
    {
        lock (waiting)
        {
            var durableLsn = log.DurableLsn;
            if (!waiting.TryPeek(out var first) || first.Lsn > durableLsn) return null;
            if (first.What is RowChanges rows)
            {
                waiting.Dequeue();
                return new EntitiesChanged(first.Tenant, rows, first.Lsn);
            }
            var changes = new List<EntityChange>(Math.Min(waiting.Count, Together));
            var lsn = first.Lsn;
            while (waiting.TryPeek(out var next) && next.What is EntityChange change && next.Tenant == first.Tenant && (next.Lsn == lsn || (next.Lsn <= durableLsn && changes.Count < Together)))
            {
                waiting.Dequeue();
                changes.Add(change);
                lsn = next.Lsn;
            }
            return new EntitiesChanged(first.Tenant, changes, lsn);
        }
    }
}
