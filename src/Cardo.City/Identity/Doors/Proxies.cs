using System.Net;
using Cardo.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Identity.Doors;

/// <summary>
/// Believes <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> of the proxies named in <c>http.proxies</c>
/// (addresses, separated by commas or spaces), and of nobody else.
/// </summary>
internal static class Proxies
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        var known = settings.Text("http.proxies", "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(p => IPAddress.TryParse(p, out var address) ? address : null).OfType<IPAddress>().ToList();
        services.AddSingleton(new Known(known.Count > 0));
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            o.KnownIPNetworks.Clear();
            o.KnownProxies.Clear();
            foreach (var address in known) o.KnownProxies.Add(address);
        });
    }

    public static void Use(WebApplication app)
    {
        if (app.Services.GetRequiredService<Known>().Any) app.UseForwardedHeaders();
    }

    sealed record Known(bool Any);
}
