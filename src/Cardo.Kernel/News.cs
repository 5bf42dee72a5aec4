using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Cardo.Kernel;

/// <summary>
/// News goes downstream: a room publishes a record after it is durable; rooms below hear it on their own tick.
/// Each listener has a bounded queue of its own, so none can delay another: when it is full the oldest piece is
/// dropped and counted, and a listener that must not miss anything reads the log instead (see ARCHITECTURE.md, "news").
/// </summary>
public sealed class News
{
    readonly ConcurrentDictionary<Type, Action<object>[]> listeners = new();

    /// <summary>Hands a piece of news to each listener's queue; never waits and never throws.</summary>
    public void Publish<T>(T piece) where T : class
    {
        if (!listeners.TryGetValue(typeof(T), out var hear)) return;
        foreach (var listener in hear) listener(piece);
    }

    /// <summary>A queue of news of one kind. Dispose it to stop hearing.</summary>
    public Subscription<T> Hear<T>(string name, int capacity = 4096) where T : class
    {
        var subscription = new Subscription<T>(name, capacity, Forget);
        listeners.AddOrUpdate(typeof(T), _ => [subscription.Offer], (_, now) => [.. now, subscription.Offer]);
        return subscription;
    }

    void Forget(Type kind, Action<object> offer) =>
        listeners.AddOrUpdate(kind, _ => [], (_, now) => [.. now.Where(l => l != offer)]);

    public sealed class Subscription<T> : IDisposable where T : class
    {
        readonly Channel<T> queue;
        readonly Action<Type, Action<object>> forget;
        long missed;

        internal Subscription(string name, int capacity, Action<Type, Action<object>> forget)
        {
            Name = name;
            this.forget = forget;
            Offer = piece => queue!.Writer.TryWrite((T)piece);
            queue = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
                _ => Interlocked.Increment(ref missed));
        }

        internal Action<object> Offer { get; }

        public string Name { get; }

        /// <summary>How many pieces were dropped because this listener was too slow.</summary>
        public long Missed => Interlocked.Read(ref missed);

        public ChannelReader<T> Reader => queue.Reader;

        public void Dispose()
        {
            forget(typeof(T), Offer);
            queue.Writer.TryComplete();
        }
    }
}
