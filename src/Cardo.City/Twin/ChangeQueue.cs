using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Twin;

/// <summary>Holds changes until they are durable, then tells them once, in the order of the log.</summary>
internal sealed class ChangeQueue(CityLog log, News news)
{
    readonly Queue<EntitiesChanged> waiting = new();
    readonly Lock telling = new();

    /// <summary>Under the log's gate, so that the order is the log's.</summary>
    public void Add(EntitiesChanged change)
    {
        lock (waiting) waiting.Enqueue(change);
    }

    /// <summary>Tells what has become durable; whoever comes first tells for all.</summary>
    public void Tell()
    {
        lock (telling)
            while (Next() is { } change) news.Publish(change);
    }

    EntitiesChanged? Next()
    {
        lock (waiting)
            return waiting.TryPeek(out var change) && change.Lsn <= log.DurableLsn ? waiting.Dequeue() : null;
    }
}
