using System.Buffers;
using System.IO.Compression;
using Cardo.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cardo.Sensing.Http;

/// <summary>
/// Bodies in bounded memory: unpacked where they are gzip, counted after unpacking (a small body must not unpack to a
/// large one), cut into lines without holding more than one buffer.
/// </summary>
internal static class BodyReader
{
    const int Buffer = 128 * 1024;

    /// <summary>The whole body; refused beyond <paramref name="max"/> bytes.</summary>
    public static async ValueTask<Outcome<byte[]>> Whole(HttpContext http, long max)
    {
        if (Open(http, max).Try(out var body, out var refusal) is false) return refusal;
        using var kept = new MemoryStream((int)Math.Clamp(http.Request.ContentLength ?? 1024, 0, max));
        var failed = await Read(body, max, part =>
        {
            kept.Write(part.Span);
            return default;
        }, http.RequestAborted);
        return failed is null ? kept.ToArray() : failed;
    }

    /// <summary>Takes lines that need no cutting: how many bytes and lines it took from the front of what has come.</summary>
    public sealed record Runner(RunTaker Run, Func<ValueTask<Refusal?>> Settle);

    public delegate (int Bytes, int Lines) RunTaker(ReadOnlySpan<byte> come, int number);

    /// <summary>Hands out whole lines as they come; <paramref name="lineEnd"/> finds the first one's length (-1: not whole yet).</summary>
    /// <param name="line">the line with its end, and its number from 1</param>
    /// <param name="runner">may take whole lines from the front, many at a time, before they are cut one by one</param>
    public static async ValueTask<Refusal?> Lines(HttpContext http, long max, int maxLine, Func<ReadOnlyMemory<byte>, bool, int> lineEnd, Func<ReadOnlyMemory<byte>, int, ValueTask<Refusal?>> line, Runner? runner = null)
    {
        if (Open(http, max).Try(out var body, out var refusal) is false) return refusal;
        var held = ArrayPool<byte>.Shared.Rent(maxLine + Buffer);
        var (fill, number, skipping) = (0, 0, false);
        try
        {
            var failed = await Read(body, max, async part =>
            {
                part.Span.CopyTo(held.AsSpan(fill));
                fill += part.Length;
                return await Cut(false);
            }, http.RequestAborted);
            return failed ?? await Cut(true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(held);
        }

        async ValueTask<Refusal?> Cut(bool last)
        {
            var start = 0;
            while (start < fill)
            {
                if (runner is not null && !skipping)
                {
                    var (bytes, lines) = runner.Run(held.AsSpan(start, fill - start), number + 1);
                    (start, number) = (start + bytes, number + lines);
                    if (lines > 0)
                    {
                        if (await runner.Settle() is { } no) return no;
                        continue;
                    }
                }
                var length = lineEnd(held.AsMemory(start, fill - start), last);
                if (length < 0 && fill - start <= maxLine) break;
                if (length < 0) length = fill - start;
                var tooLong = length > maxLine || skipping;
                skipping = tooLong && held[start + length - 1] != '\n' && !last;
                if (!skipping)
                {
                    number++;
                    // An over-long line comes in pieces; its last one tells.
                    if (await line(tooLong ? default : held.AsMemory(start, length), number) is { } stop) return stop;
                }
                start += length;
            }
            held.AsSpan(start, fill - start).CopyTo(held);
            fill -= start;
            return null;
        }
    }

    static Outcome<Stream> Open(HttpContext http, long max)
    {
        if (http.Request.ContentLength > max) return TooLarge(max);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = max;
        return http.Request.Headers.ContentEncoding.ToString() switch
        {
            "" or "identity" => http.Request.Body,
            "gzip" => new GZipStream(http.Request.Body, CompressionMode.Decompress, leaveOpen: true),
            var other => new Refusal(RefusalKind.UnsupportedMedia, "content-encoding", $"A body may be packed with gzip, not with {other}."),
        };
    }

    static Refusal TooLarge(long max) => Refusal.TooLarge("body-too-large", $"A body may have {max} bytes (unpacked). Send it in parts.");

    static async ValueTask<Refusal?> Read(Stream body, long max, Func<ReadOnlyMemory<byte>, ValueTask<Refusal?>> part, CancellationToken aborted)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Buffer);
        try
        {
            for (long all = 0; ;)
            {
                var n = await body.ReadAsync(buffer.AsMemory(0, Buffer), aborted);
                if (n == 0) return null;
                if ((all += n) > max) return TooLarge(max);
                if (await part(buffer.AsMemory(0, n)) is { } stop) return stop;
            }
        }
        catch (InvalidDataException)
        {
            return Refusal.Bad("body-not-gzip", "The body says gzip and isn't.");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(max);
        }
        catch (BadHttpRequestException e)
        {
            return Refusal.Bad("body-broken", e.Message);
        }
        finally
        {
            if (body is GZipStream packed) await packed.DisposeAsync();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
