using System.IO.Compression;
using Cardo.Identity;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace Cardo.Server.Edges;

/// <summary>
/// Pages and tables go out gzipped to who takes it: the map's page is a sixth as long, and a phone in the rain has it as much
/// sooner. Not an officer's pages: there a form's secret stands beside what others wrote, and a packed length tells who listens
/// about both (BREACH, 2013). Not what was packed once and for all (scripts, tiles, the map's things), and not what programs
/// ask each other: to pack a short answer costs more than to make it.
/// </summary>
internal sealed class Packing(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
{
    static readonly string[] kinds = ["text/html", "text/csv", "text/plain", "text/xml"];

    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.Headers.ContentEncoding.Count == 0 && context.Features.Get<Caller>()?.Kind != CallerKind.Officer && base.ShouldCompressResponse(context);

    public static void Add(IServiceCollection services)
    {
        services.AddResponseCompression(o =>
        {
            o.MimeTypes = kinds;
            o.EnableForHttps = true;
            o.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.AddSingleton<IResponseCompressionProvider, Packing>();
    }

    /// <summary>Before everything that answers; what is written to the city passes by.</summary>
    public static void Use(IApplicationBuilder app) => app.UseWhen(http => HttpMethods.IsGet(http.Request.Method), b => b.UseResponseCompression());
}
