using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cardo.Ui;

/// <summary>
/// The door of a line of server-sent events: lets so many in, sets the headers, and takes it calmly when a listener goes
/// or takes nothing for too long. What goes over the line is the room's own affair.
/// </summary>
/// <param name="most">beyond this many listeners one is asked to come back later</param>
public sealed class EventStream(int most, TimeProvider clock)
{
    /// <summary>A write that is not taken within this ends the line.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // A comment now and then tells proxies, and us, that the line still stands.
    static readonly byte[] stillHere = ": \n\n"u8.ToArray();

    // The same as an event, which a page can hear: one that hears nothing knows that the line is dead (Pages/hear.ts).
    static readonly byte[] here = "event: here\ndata: 1\n\n"u8.ToArray();

    static readonly TimeSpan beat = TimeSpan.FromSeconds(1);
    const int QuietBeats = 15;

    int listeners;

    public int Listeners => Volatile.Read(ref listeners);

    /// <summary>Opens the line and hands it over until the listener goes.</summary>
    public async Task Open(HttpContext http, Func<Task> follow)
    {
        try
        {
            if (Interlocked.Increment(ref listeners) > most)
            {
                http.Response.Headers.RetryAfter = "30";
                http.Response.StatusCode = 503;
                return;
            }
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers["X-Accel-Buffering"] = "no";
            await follow();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The listener went, or took nothing for too long: either way nobody is there to be told.
        }
        finally
        {
            Interlocked.Decrement(ref listeners);
        }
    }

    /// <summary>Says a number whenever it changed, once a second at most: who hears it asks for what they look at.</summary>
    public Task Tell(HttpContext http, Func<long> version) => Open(http, async () =>
    {
        using var timer = new PeriodicTimer(beat, clock);
        long told = -1;
        for (var quiet = 0; ; quiet++)
        {
            var now = version();
            if (now != told || quiet >= QuietBeats)
            {
                await Send(http, now != told ? Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"data: {now}\n\n")) : here);
                (told, quiet) = (now, 0);
            }
            if (!await timer.WaitForNextTickAsync(http.RequestAborted)) return;
        }
    });

    public static Task StillHere(HttpContext http) => Send(http, stillHere);

    public static async Task Send(HttpContext http, byte[] bytes)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        late.CancelAfter(Patience);
        await http.Response.Body.WriteAsync(bytes, late.Token);
        await http.Response.Body.FlushAsync(late.Token);
    }
}
