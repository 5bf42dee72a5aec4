using System.Buffers;

namespace Cardo.Sensing.Mqtt;

/// <summary>
/// What is to be written to one client. Many threads write packets under <see cref="Gate"/>; one drain at a time hands
/// all that has gathered to the transport, so a burst of acknowledgements is one write. Holds no memory while idle.
/// </summary>
internal sealed class Outbox(Transport transport, TimeProvider clock, Action drained) : IBufferWriter<byte>
{
    byte[] pending = [];
    int length;
    bool draining, closed;
    long sendingSince;
    int isTouched;
    TaskCompletionSource? empty;

    /// <summary>Hold it from the first byte of a packet to the last.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Bytes that wait for the socket. Read it under the gate, or as a hint.</summary>
    public int Pending => length;

    /// <summary>Seconds the socket has been taking nothing; 0 when nothing is to be written.</summary>
    public double StuckFor_s
    {
        get
        {
            var since = Interlocked.Read(ref sendingSince);
            return since == 0 ? 0 : clock.GetElapsedTime(since).TotalSeconds;
        }
    }

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return pending.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return pending.AsSpan(length);
    }

    void Reserve(int size)
    {
        if (pending.Length - length >= Math.Max(size, 1)) return;
        var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(length + size, Math.Max(512, pending.Length * 2)));
        pending.AsSpan(0, length).CopyTo(bigger);
        if (pending.Length > 0) ArrayPool<byte>.Shared.Return(pending);
        pending = bigger;
    }

    /// <summary>
    /// Notes that something was written which <see cref="Flush"/> has yet to send, so that a batch of messages for one
    /// client is one send. Whoever's list it is on flushes it after.
    /// </summary>
    public void Touch(List<Outbox> touched)
    {
        if (Interlocked.Exchange(ref isTouched, 1) == 0) touched.Add(this);
    }

    /// <summary>Flushes and empties the list.</summary>
    public static void FlushAll(List<Outbox> touched)
    {
        foreach (var outbox in touched) outbox.Flush();
        touched.Clear();
    }

    /// <summary>Sends what has gathered, unless a drain is already under way. Call it outside the gate.</summary>
    public void Flush()
    {
        Interlocked.Exchange(ref isTouched, 0);
        lock (Gate)
        {
            if (draining || length == 0) return;
            if (closed)
            {
                length = 0;
                return;
            }
            draining = true;
        }
        _ = Drain();
    }

    async Task Drain()
    {
        while (true)
        {
            byte[] taken;
            int count;
            bool stop;
            TaskCompletionSource? done = null;
            lock (Gate)
            {
                (taken, count) = (pending, length);
                (pending, length) = ([], 0);
                stop = count == 0 || closed;
                if (stop)
                {
                    draining = false;
                    (done, empty) = (empty, null);
                }
            }
            if (stop)
            {
                if (taken.Length > 0) ArrayPool<byte>.Shared.Return(taken);
                done?.TrySetResult();
                return;
            }
            Interlocked.Exchange(ref sendingSince, clock.GetTimestamp());
            try
            {
                await transport.Send(taken.AsMemory(0, count));
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException or System.Net.WebSockets.WebSocketException or ObjectDisposedException)
            {
                // The other side is gone: what was to be said is unsaid; the read loop ends by itself.
                lock (Gate) closed = true;
            }
            Interlocked.Exchange(ref sendingSince, 0);
            ArrayPool<byte>.Shared.Return(taken);
            drained();
        }
    }

    /// <summary>Completes when everything written so far was handed to the transport, or can't be any more.</summary>
    public Task Emptied()
    {
        Flush();
        lock (Gate)
        {
            if (!draining) return Task.CompletedTask;
            return (empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Nothing more is written.</summary>
    public void Close()
    {
        lock (Gate) closed = true;
    }
}
