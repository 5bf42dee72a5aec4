namespace Cardo.Storage.Log;

/// <summary>
/// Group commit with two buffers: appends fill one while a thread of its own writes and syncs the other, so each sync
/// carries everything that came while the one before it ran. All who wait for a batch go on when it is there.
/// </summary>
internal sealed class Committer : IDisposable
{
    readonly object sync = new();
    readonly SegmentWriter writer;
    readonly int roomBytes;
    readonly int hardBytes;
    readonly Action<Exception> failStop;
    readonly Action committed;
    readonly Waiters waiters = new();
    readonly Thread thread;
    byte[] filling = new byte[1 << 16];
    byte[] writing = new byte[1 << 16];
    int filled;
    long tail;
    long durable;
    Batch next = new();
    Batch? current;
    TaskCompletionSource? room;
    bool idle;
    bool stopping;
    Exception? failure;

    public Committer(SegmentWriter writer, long tailLsn, int roomBytes, Action<Exception> failStop, Action committed)
    {
        (this.writer, this.roomBytes, this.failStop, this.committed) = (writer, roomBytes, failStop, committed);
        hardBytes = Math.Max(4 * roomBytes, LogFormat.MaxPayload + LogFormat.FrameBytes + LogFormat.MarkBytes);
        tail = durable = tailLsn;
        thread = new Thread(Run) { Name = "cardo-log", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        thread.Start();
    }

    public long TailLsn => Volatile.Read(ref tail);

    public long DurableLsn => Volatile.Read(ref durable);

    public bool HasRoom => Volatile.Read(ref filled) < roomBytes;

    /// <summary>Adds a record and returns the LSN after it. Blocks only past the hard limit.</summary>
    public long Append(byte stream, ReadOnlySpan<byte> payload)
    {
        var size = LogFormat.FrameBytes + payload.Length;
        lock (sync)
        {
            while (filled > 0 && filled + size > hardBytes && failure is null && !stopping) Monitor.Wait(sync);
            ThrowIfEnded();
            Grow(filled + size + LogFormat.MarkBytes);
            if (filled == 0)
            {
                filled = LogFormat.WriteMark(filling, tail);
                tail += filled;
                if (idle) Monitor.PulseAll(sync);
            }
            filled += LogFormat.Write(filling.AsSpan(filled), tail, stream, payload);
            return tail += size;
        }
    }

    void Grow(int need)
    {
        if (need > filling.Length) Array.Resize(ref filling, Math.Max(need, 2 * filling.Length));
    }

    /// <summary>Completes when everything before <paramref name="lsn"/> is on stable storage; faults when that failed.</summary>
    public ValueTask Durable(long lsn)
    {
        if (lsn <= DurableLsn) return ValueTask.CompletedTask;
        lock (sync)
        {
            if (lsn <= durable) return ValueTask.CompletedTask;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(lsn, tail);
            if (failure is not null) return ValueTask.FromException(Failed());
            return (current is { } now && lsn <= now.EndLsn ? now : next).Add(waiters.Rent());
        }
    }

    /// <summary>The same for a thread that may block.</summary>
    public void WaitDurable(long lsn)
    {
        lock (sync)
        {
            while (durable < lsn && failure is null) Monitor.Wait(sync);
            if (durable < lsn) throw Failed();
        }
    }

    /// <summary>Completes when less than the room limit waits for the disk.</summary>
    public ValueTask Room()
    {
        if (HasRoom) return ValueTask.CompletedTask;
        lock (sync)
        {
            if (filled < roomBytes || failure is not null) return ValueTask.CompletedTask;
            room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(room.Task);
        }
    }

    void Run()
    {
        try
        {
            while (Take(out var batch, out var firstLsn))
            {
                writer.Commit(writing.AsSpan(0, (int)(batch.EndLsn - firstLsn)), firstLsn);
                lock (sync)
                {
                    Volatile.Write(ref durable, batch.EndLsn);
                    current = null;
                    Monitor.PulseAll(sync);
                }
                // Who tells what is durable tells it before its writers hear that it is.
                committed();
                batch.Complete();
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    bool Take(out Batch batch, out long firstLsn)
    {
        TaskCompletionSource? wait;
        lock (sync)
        {
            while (filled == 0 && !stopping)
            {
                idle = true;
                Monitor.Wait(sync);
                idle = false;
            }
            firstLsn = tail - filled;
            batch = current = next;
            batch.EndLsn = tail;
            if (filled == 0) return false;
            next = new Batch();
            (filling, writing) = (writing, filling);
            Volatile.Write(ref filled, 0);
            wait = room;
            room = null;
            Monitor.PulseAll(sync);
        }
        wait?.SetResult();
        return true;
    }

    // The end comes first, then the news of it: nobody may act on a half-known state before the process stops.
    void Fail(Exception e)
    {
        Batch?[] waiting;
        TaskCompletionSource? wait;
        lock (sync)
        {
            failure = e;
            waiting = [current, next];
            wait = room;
        }
        failStop(e);
        foreach (var batch in waiting) batch?.Complete(Failed());
        wait?.TrySetResult();
        lock (sync) Monitor.PulseAll(sync);
    }

    IOException Failed() => new($"the log stopped: {failure?.Message}", failure);

    void ThrowIfEnded()
    {
        if (failure is not null) throw Failed();
        ObjectDisposedException.ThrowIf(stopping, typeof(CityLog));
    }

    /// <summary>Commits what is there and ends the thread.</summary>
    public void Dispose()
    {
        lock (sync)
        {
            stopping = true;
            Monitor.PulseAll(sync);
        }
        thread.Join();
    }

    /// <summary>Who waits for one commit; the chain is made under the committer's lock.</summary>
    sealed class Batch
    {
        const int Group = 16;

        Waiter? first;

        public long EndLsn { get; set; }

        public ValueTask Add(Waiter waiter)
        {
            waiter.Next = first;
            first = waiter;
            return waiter.Task;
        }

        /// <summary>Lets all of them go on, on threads of the pool.</summary>
        /// <param name="failure">null: it is on stable storage</param>
        public void Complete(Exception? failure = null)
        {
            while (first is { } group)
            {
                var last = group;
                for (var i = 1; i < Group && last.Next is { } next; i++) last = next;
                first = last.Next;
                last.Next = null;
                group.Failure = failure;
                ThreadPool.UnsafeQueueUserWorkItem(group, preferLocal: false);
            }
        }
    }
}
