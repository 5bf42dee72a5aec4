using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Home.Live;

/// <summary><c>/live</c>: what changes, as server-sent events; <c>/map/now</c>: all of it, to begin with.</summary>
internal sealed class LiveEndpoint(CityBoard board, Frames frames, TimeProvider clock)
{
    /// <summary>Beyond this many viewers one is asked to come back later.</summary>
    const int MostViewers = 5000;

    readonly EventStream line = new(MostViewers, clock);
    readonly Lock gate = new();
    (long Seq, byte[] Plain, byte[] Packed)? snapshot;

    public int Viewers => line.Listeners;

    /// <summary>How often a snapshot was made: the same one serves everybody who asks for the same moment.</summary>
    public long SnapshotsMade { get; private set; }

    public Task Watch(HttpContext http) => line.Open(http, () => Follow(http));

    async Task Follow(HttpContext http)
    {
        var at = long.TryParse(http.Request.Headers["Last-Event-ID"], out var last) ? last : -1;
        await EventStream.Send(http, "retry: 2000\n\n"u8.ToArray());
        while (!http.RequestAborted.IsCancellationRequested)
        {
            if (at < 0 || frames.After(at) is not { } next)
            {
                at = frames.Latest;
                await EventStream.Send(http, Wire.Hello(at));
                continue;
            }
            foreach (var frame in next)
            {
                await EventStream.Send(http, frame);
                at++;
            }
            if (next.Count > 0) continue;
            var more = frames.More(at);
            if (await Task.WhenAny(more, Task.Delay(EventStream.Patience, http.RequestAborted)) != more) await EventStream.StillHere(http);
        }
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
