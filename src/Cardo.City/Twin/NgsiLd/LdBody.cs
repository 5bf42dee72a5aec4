using System.Buffers;
using System.IO.Pipelines;
using Cardo.Standards.JsonLd;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cardo.Twin.NgsiLd;

/// <summary>The body of a request: in one piece, at most so large, given back when the request ends.</summary>
internal sealed class LdBody(HttpContext http) : IDisposable
{
    /// <summary>The answer was already given (413, 415); nothing more is to be done.</summary>
    public static readonly LdError Answered = new(LdErrorKind.InvalidRequest, "answered");

    const long Drained = 64 << 20;

    byte[]? rented;
    BodyRoom? room;
    long roomTaken;
    SequencePosition end;
    bool held;

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    public async ValueTask<LdError?> Fill(int limit, BodyRoom all)
    {
        // The limit here is what counts; the server's own is wider, so that a sender of too much can finish and hear why.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = Math.Max(Drained, limit);
        if (http.Request.ContentLength > limit) return await TooLarge(limit);
        // Without a length it may become as long as is allowed.
        var size = http.Request.ContentLength ?? limit;
        if (!all.TryTake(size)) return await Busy();
        (room, roomTaken) = (all, size);
        var reader = http.Request.BodyReader;
        ReadResult read;
        try
        {
            do
            {
                read = await reader.ReadAsync();
                if (read.Buffer.Length > limit)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    return await TooLarge(limit);
                }
                if (!read.IsCompleted) reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
            while (!read.IsCompleted);
        }
        catch (BadHttpRequestException broken)
        {
            if (broken.StatusCode == 413) return await TooLarge(limit);
            // The server left off in the middle of reading: nothing more can be heard here, and it would stumble over that.
            if (HttpProtocol.IsHttp11(http.Request.Protocol)) http.Response.Headers.Connection = "close";
            return LdError.Syntax("The body ended too early.");
        }
        (end, held) = (read.Buffer.End, true);
        if (read.Buffer.IsSingleSegment) Bytes = read.Buffer.First;
        else
        {
            rented = ArrayPool<byte>.Shared.Rent((int)read.Buffer.Length);
            read.Buffer.CopyTo(rented);
            Bytes = rented.AsMemory(0, (int)read.Buffer.Length);
        }
        return Bytes.IsEmpty ? LdError.Syntax("The request has no body.") : null;
    }

    async ValueTask<LdError?> TooLarge(int limit)
    {
        await Problems.Answer(http, LdError.Bad($"The body is larger than {limit} bytes."), 413);
        return Answered;
    }

    async ValueTask<LdError?> Busy()
    {
        http.Response.Headers.RetryAfter = "1";
        await Problems.Answer(http, new LdError(LdErrorKind.InternalError, "More is being written than the disk takes. Nothing of this request was taken: send it again in a second."), 429);
        return Answered;
    }

    public async ValueTask<LdError?> Unsupported()
    {
        http.Response.Headers["Accept-Post"] = "application/json, application/ld+json";
        await Problems.Answer(http, LdError.Syntax("The body is application/json, application/ld+json or, where a part is changed, application/merge-patch+json."), 415);
        return Answered;
    }

    public void Dispose()
    {
        Done();
        room?.Give(roomTaken);
        room = null;
    }

    /// <summary>The bytes are not needed any more, though the request goes on and its room is still taken.</summary>
    public void Done()
    {
        Bytes = default;
        if (held) http.Request.BodyReader.AdvanceTo(end);
        held = false;
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        rented = null;
    }
}
