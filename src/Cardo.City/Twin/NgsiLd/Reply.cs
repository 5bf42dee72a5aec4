using System.Text.Json;
using Cardo.Standards.JsonLd;
using Microsoft.AspNetCore.Http;

namespace Cardo.Twin.NgsiLd;

/// <summary>Writes JSON straight into the response.</summary>
internal static class Reply
{
    [ThreadStatic] static Utf8JsonWriter? spare;

    /// <summary>Writes in one go and sends; <paramref name="write"/> must not wait for anything.</summary>
    public static Task Json(HttpContext http, Action<Utf8JsonWriter> write)
    {
        var body = http.Response.BodyWriter;
        var writer = spare;
        spare = null;
        if (writer is null) writer = new Utf8JsonWriter(body, JsonText.Writing);
        else writer.Reset(body);
        write(writer);
        writer.Flush();
        writer.Reset(Stream.Null);
        spare = writer;
        return body.FlushAsync().AsTask();
    }

    public static Task Json(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return Json(http, write);
    }
}
