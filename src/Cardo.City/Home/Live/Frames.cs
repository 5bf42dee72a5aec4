namespace Cardo.Home.Live;

/// <summary>
/// The last frames, for all viewers together. A viewer keeps nothing but a number: one that is slow or stuck costs
/// nothing here, and when it fell out of the ring it starts anew from a snapshot.
/// </summary>
internal sealed class Frames
{
    /// <summary>At ten frames a second this is half a minute.</summary>
    public const int Kept = 256;

    /// <summary>A viewer this far behind gets a snapshot instead of what it missed.</summary>
    public const int MostBehind = 64;

    readonly byte[][] ring = new byte[Kept][];
    readonly Lock gate = new();
    TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long oldest = 1;
    long latest;

    /// <summary>The number of the newest frame; 0 before the first.</summary>
    public long Latest => Interlocked.Read(ref latest);

    /// <summary>Starts at a number: frames before it are not to be had.</summary>
    public void Reset(long seq)
    {
        lock (gate)
        {
            (oldest, latest) = (seq + 1, seq);
            Wake();
        }
    }

    /// <summary>Frames follow each other without a gap; one that doesn't makes everybody begin anew.</summary>
    public void Publish(long seq, byte[] frame)
    {
        lock (gate)
        {
            if (seq != latest + 1) oldest = seq;
            ring[seq % Kept] = frame;
            latest = seq;
            oldest = Math.Max(oldest, seq - Kept + 1);
            Wake();
        }
    }

    void Wake()
    {
        var waiting = more;
        more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.SetResult();
    }

    /// <summary>The frames after a number, oldest first, or null when some of them are gone or too many.</summary>
    public IReadOnlyList<byte[]>? After(long seq)
    {
        lock (gate)
        {
            if (seq > latest || seq + 1 < oldest || latest - seq > MostBehind) return null;
            var frames = new byte[latest - seq][];
            for (var i = 0; i < frames.Length; i++) frames[i] = ring[(seq + 1 + i) % Kept];
            return frames;
        }
    }

    /// <summary>Completes when there is a frame after this number.</summary>
    public Task More(long seq)
    {
        lock (gate) return latest != seq ? Task.CompletedTask : more.Task;
    }
}
