namespace Cardo.Sensing.Ingest;

/// <summary>
/// What waits for the pump: bounded in items and in bytes. Who finds it full either waits (a connection that stops
/// reading pushes back on its device) or is told to come again (HTTP).
/// </summary>
internal sealed class IntakeQueue(int maxItems, long maxBytes)
{
    readonly Lock gate = new();
    readonly SemaphoreSlim filled = new(0, 1);
    List<Prepared> waiting = [];
    TaskCompletionSource space = Fresh();
    int items;
    long bytes;
    bool closed;

    public int Items => Volatile.Read(ref items);

    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>Nine tenths full: time to tell those who can come again to do so.</summary>
    public bool NearlyFull => Items > maxItems / 10 * 9 || Bytes > maxBytes / 10 * 9;

    static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>False when there is no room now, and nothing was put in.</summary>
    public bool TryPut(Prepared prepared, out Task room)
    {
        lock (gate)
        {
            room = space.Task;
            // One that is larger than the whole room passes alone, or it would wait for ever.
            var fits = items == 0 || (items + prepared.Items <= maxItems && bytes + prepared.Bytes <= maxBytes);
            if (closed || !fits) return false;
            waiting.Add(prepared);
            items += prepared.Items;
            bytes += prepared.Bytes;
            if (waiting.Count == 1 && filled.CurrentCount == 0) filled.Release();
            return true;
        }
    }

    public bool Closed => Volatile.Read(ref closed);

    /// <summary>Waits until there is something; false when closed and empty.</summary>
    public async ValueTask<bool> Wait()
    {
        while (true)
        {
            lock (gate)
            {
                if (waiting.Count > 0) return true;
                if (closed) return false;
            }
            await filled.WaitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes from the front as many as hold <paramref name="maxCommands"/> commands together (at least one) and one tenant.</summary>
    public void Take(int maxCommands, List<Prepared> into)
    {
        lock (gate)
        {
            var (n, commands) = (0, 0);
            while (n < waiting.Count && (n == 0 || (commands + waiting[n].Items <= maxCommands && waiting[n].Tenant == waiting[0].Tenant)))
                commands += waiting[n++].Items;
            for (var i = 0; i < n; i++)
            {
                into.Add(waiting[i]);
                items -= waiting[i].Items;
                bytes -= waiting[i].Bytes;
            }
            if (n == waiting.Count) waiting.Clear();
            else waiting = waiting.GetRange(n, waiting.Count - n);
            space.TrySetResult();
            space = Fresh();
        }
    }

    public void Close()
    {
        lock (gate)
        {
            closed = true;
            space.TrySetResult();
            if (filled.CurrentCount == 0) filled.Release();
        }
    }
}
