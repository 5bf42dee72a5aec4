using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Home.Live;

/// <summary><c>/live</c>: what changes, as server-sent events; <c>/map/now</c>: all of it, to begin with.</summary>
internal sealed class LiveEndpoint(CityBoard board, Frames frames, TimeProvider clock)
{
    /// <summary>Beyond this many viewers one is asked to come back later.</summary>
    const int MostViewers = 5000;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    readonly Lock gate = new();
    int viewers;
    (long Seq, byte[] Plain, byte[] Packed)? snapshot;

    public int Viewers => Volatile.Read(ref viewers);

    /// <summary>How often a snapshot was made: the same one serves everybody who asks for the same moment.</summary>
    public long SnapshotsMade { get; private set; }

    public async Task Watch(HttpContext http)
    {
        if (Interlocked.Increment(ref viewers) > MostViewers)
        {
            Interlocked.Decrement(ref viewers);
            http.Response.Headers.RetryAfter = "30";
            http.Response.StatusCode = 503;
            return;
        }
        try
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers["X-Accel-Buffering"] = "no";
            await Follow(http);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The viewer went, or took nothing for too long: either way nobody is there to be told.
        }
        finally
        {
            Interlocked.Decrement(ref viewers);
        }
    }

    async Task Follow(HttpContext http)
    {
        var at = long.TryParse(http.Request.Headers["Last-Event-ID"], out var last) ? last : -1;
        await Send(http, "retry: 2000\n\n"u8.ToArray());
        while (!http.RequestAborted.IsCancellationRequested)
        {
            if (at < 0 || frames.After(at) is not { } next)
            {
                at = frames.Latest;
                await Send(http, Wire.Hello(at));
                continue;
            }
            foreach (var frame in next)
            {
                await Send(http, frame);
                at++;
            }
            if (next.Count > 0) continue;
            // A comment now and then tells proxies, and us, that the line still stands.
            var more = frames.More(at);
            if (await Task.WhenAny(more, Task.Delay(Patience, http.RequestAborted)) != more) await Send(http, ": \n\n"u8.ToArray());
        }
    }

    static async Task Send(HttpContext http, byte[] bytes)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        late.CancelAfter(Patience);
        await http.Response.Body.WriteAsync(bytes, late.Token);
        await http.Response.Body.FlushAsync(late.Token);
    }

    public Task Now(HttpContext http)
    {
        var wanted = long.TryParse(http.Request.Query["seq"], out var seq) ? Math.Min(seq, board.Seq) : board.Seq;
        (long Seq, byte[] Plain, byte[] Packed) made;
        lock (gate)
        {
            if (snapshot is null || snapshot.Value.Seq < wanted)
            {
                var (at, pins) = board.Copy();
                var plain = Wire.Snapshot(at, clock.NowUs(), pins, board.Left, board.Counts);
                snapshot = (at, plain, Assets.Gzip(plain));
                SnapshotsMade++;
            }
            made = snapshot.Value;
        }
        return Serve.Bytes(http, made.Plain, made.Packed, "application/json", "no-cache", $"\"{made.Seq}\"");
    }
}
