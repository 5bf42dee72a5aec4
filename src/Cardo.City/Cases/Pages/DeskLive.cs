using System.Globalization;
using System.Text;
using Cardo.Cases.Board;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Pages;

/// <summary><c>/desk/live</c>: says that cases changed, as server-sent events; who hears it asks for what they look at.</summary>
internal sealed class DeskLive(CaseDesk desk, TimeProvider clock)
{
    /// <summary>Beyond this many listeners one is asked to come back later.</summary>
    const int MostListeners = 500;

    static readonly TimeSpan beat = TimeSpan.FromSeconds(1);
    const int QuietBeats = 15;

    int listeners;

    CaseBoard Board => desk.Board;

    public async Task Watch(HttpContext http)
    {
        try
        {
            if (Interlocked.Increment(ref listeners) > MostListeners)
            {
                http.Response.Headers.RetryAfter = "30";
                http.Response.StatusCode = 503;
                return;
            }
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers["X-Accel-Buffering"] = "no";
            await Follow(http);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The listener went: nobody is there to be told.
        }
        finally
        {
            Interlocked.Decrement(ref listeners);
        }
    }

    // However fast cases change, a listener hears of it once a beat.
    async Task Follow(HttpContext http)
    {
        using var timer = new PeriodicTimer(beat, clock);
        long told = -1;
        for (var quiet = 0; ; quiet++)
        {
            var version = Board.Version;
            var text = version != told ? string.Create(CultureInfo.InvariantCulture, $"data: {version}\n\n") : quiet >= QuietBeats ? ": \n\n" : null;
            if (text is not null)
            {
                await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                (told, quiet) = (version, 0);
            }
            if (!await timer.WaitForNextTickAsync(http.RequestAborted)) return;
        }
    }
}
