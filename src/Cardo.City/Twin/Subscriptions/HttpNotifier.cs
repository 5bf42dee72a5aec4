using System.Net.Http.Headers;
using Cardo.Kernel;

namespace Cardo.Twin.Subscriptions;

/// <summary>Notifications by HTTP POST; 2xx is delivered, anything else may be tried again. Redirects are not followed.</summary>
internal sealed class HttpNotifier : INotifier, IDisposable
{
    readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 16,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 64 * 1024,
    };

    public IReadOnlyList<string> Schemes { get; } = ["http", "https"];

    public async ValueTask<Outcome<Done>> Deliver(Notification notification, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, notification.Endpoint) { Content = new ReadOnlyMemoryContent(notification.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(notification.ContentType);
        foreach (var (name, value) in notification.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return answer.IsSuccessStatusCode ? Done.It
                : new Refusal(RefusalKind.Unavailable, "endpoint-refused", $"the endpoint answered {(int)answer.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            return new Refusal(RefusalKind.Unavailable, "endpoint-unreachable", e.Message);
        }
        catch (OperationCanceledException)
        {
            return new Refusal(RefusalKind.Unavailable, "endpoint-timeout", "the endpoint did not answer in time");
        }
    }

    public void Dispose() => client.Dispose();
}
