using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cardo.Conformance.Support;

/// <summary>A subscriber's endpoint: keeps what it is told, answers as it is bid.</summary>
public sealed class Receiver : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentQueue<(JsonNode Body, IReadOnlyDictionary<string, string> Headers)> told = new();
    readonly SemaphoreSlim arrived = new(0);

    Receiver(Func<int, int> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        var calls = 0;
        app.MapPost("/{**any}", async (HttpContext http) =>
        {
            var n = Interlocked.Increment(ref calls);
            var body = await JsonNode.ParseAsync(http.Request.Body);
            if (answer(n) is 0) await Task.Delay(Timeout.Infinite, http.RequestAborted);
            http.Response.StatusCode = answer(n);
            told.Enqueue((body!, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            arrived.Release();
        });
    }

    public string Url => app.Urls.First();

    public int Count => told.Count;

    /// <param name="answer">the status for the n-th call; 0 never answers</param>
    public static async Task<Receiver> Open(Func<int, int>? answer = null)
    {
        var receiver = new Receiver(answer ?? (_ => 200));
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>The next notification; fails the test when none comes.</summary>
    public async Task<(JsonNode Body, IReadOnlyDictionary<string, string> Headers)> Next()
    {
        if (!await arrived.WaitAsync(TimeSpan.FromSeconds(20))) Assert.Fail("no notification came");
        return told.TryDequeue(out var one) ? one : throw new InvalidOperationException("nothing there");
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(soon.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        await app.DisposeAsync();
    }
}
