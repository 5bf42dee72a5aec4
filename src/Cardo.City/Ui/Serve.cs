using Microsoft.AspNetCore.Http;

namespace Cardo.Ui;

/// <summary>Sends bytes that were made once: compressed where the client takes it, with an ETag, cached as long as told.</summary>
public static class Serve
{
    /// <summary>For what has a hash or a version in its address: it never changes.</summary>
    public const string Forever = "public, max-age=31536000, immutable";

    internal static Task Asset(string name, HttpContext http, Assets assets)
    {
        if (assets.Load(name) is { } asset) return Bytes(http, asset.Bytes, asset.Packed, asset.Kind, Forever);
        http.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    /// <summary>Sends <paramref name="plain"/>, or <paramref name="packed"/> (gzip) to those who take it. An entity tag that matches answers 304.</summary>
    public static async Task Bytes(HttpContext http, byte[] plain, byte[]? packed, string kind, string cache, string? etag = null)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = cache;
        headers.Vary = "Accept-Encoding";
        if (etag is not null)
        {
            headers.ETag = etag;
            if (http.Request.Headers.IfNoneMatch.ToString().Contains(etag, StringComparison.Ordinal))
            {
                http.Response.StatusCode = 304;
                return;
            }
        }
        ReadOnlyMemory<byte> body = plain;
        if (packed is not null && http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            headers.ContentEncoding = "gzip";
            body = packed;
        }
        http.Response.ContentType = kind;
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
