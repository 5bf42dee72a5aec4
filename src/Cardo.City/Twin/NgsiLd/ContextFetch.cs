using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Cardo.Kernel;
using Cardo.Standards.JsonLd;

namespace Cardo.Twin.NgsiLd;

/// <summary>
/// Fetches a context over HTTP: never from an internal address (checked where the connection is made, so that a name
/// that changes its mind gains nothing), few redirects, little time, little size. <c>twin.context_allow</c> lists
/// hosts (<c>host</c> or <c>host:port</c>) that may be internal.
/// </summary>
internal sealed class ContextFetch : IDisposable
{
    const int MaxBytes = 1 << 20;
    const int MaxRedirects = 3;

    readonly HashSet<string> allowed;
    readonly HttpClient client;
    readonly TimeSpan patience;

    public ContextFetch(Settings settings)
    {
        allowed = [.. settings.Text("twin.context_allow", "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        patience = TimeSpan.FromSeconds(settings.Number("twin.context_timeout_s", 5));
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 32,
            ConnectTimeout = patience,
            ConnectCallback = Connect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The document at an absolute http(s) URL, or LdContextNotAvailable.</summary>
    public async Task<LdResult<ReadOnlyMemory<byte>>> Get(string url)
    {
        using var time = new CancellationTokenSource(patience);
        try
        {
            var at = new Uri(url);
            for (var hop = 0; hop <= MaxRedirects; hop++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, at);
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/ld+json"));
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json", 0.9));
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, time.Token);
                if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } next)
                {
                    at = new Uri(at, next);
                    if (at.Scheme is not ("http" or "https")) return LdError.Context($"{url} leads to an address that is not HTTP.");
                    continue;
                }
                return response.IsSuccessStatusCode ? await Body(response, url, time.Token) : LdError.Context($"{url} answered {(int)response.StatusCode}.");
            }
            return LdError.Context($"{url} redirects more than {MaxRedirects} times.");
        }
        catch (OperationCanceledException)
        {
            return LdError.Context($"{url} did not answer within {patience.TotalSeconds:0} s.");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException or UriFormatException)
        {
            // What the network said stays in the log of the network: an outsider learns nothing of the inside.
            return LdError.Context($"{url} could not be reached.");
        }
    }

    static async Task<LdResult<ReadOnlyMemory<byte>>> Body(HttpResponseMessage response, string url, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentLength > MaxBytes) return LdError.Context($"{url} is larger than {MaxBytes} bytes.");
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var kept = new MemoryStream();
        var buffer = new byte[16_384];
        for (int n; (n = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (kept.Length + n > MaxBytes) return LdError.Context($"{url} is larger than {MaxBytes} bytes.");
            kept.Write(buffer, 0, n);
        }
        return new ReadOnlyMemory<byte>(kept.ToArray());
    }

    async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var free = allowed.Contains(host) || allowed.Contains($"{host}:{port}");
        var addresses = await Dns.GetHostAddressesAsync(host, cancel);
        foreach (var address in addresses)
        {
            if (!free && !PublicAddress.Is(address)) continue;
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }
        throw new HttpRequestException("no public address answers");
    }

    public void Dispose() => client.Dispose();
}
