using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Pages;

/// <summary><c>/crew/worker.js</c>: the script by which a crew's phone opens its list without a network.</summary>
internal static class CrewWorker
{
    static readonly byte[] script = Read();

    public static Task Send(HttpContext http)
    {
        // It lies below /crew and may answer for /crew itself.
        http.Response.Headers["Service-Worker-Allowed"] = "/crew";
        return Serve.Bytes(http, script, null, "text/javascript; charset=utf-8", "no-cache");
    }

    static byte[] Read()
    {
        using var stream = typeof(CrewWorker).Assembly.GetManifestResourceStream("Cardo.Cases.Pages.crew-worker.js")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
