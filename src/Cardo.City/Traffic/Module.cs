using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Traffic.Cabinets;
using Cardo.Traffic.Live;
using Cardo.Traffic.Pages;
using Cardo.Traffic.Studio;
using Cardo.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Traffic;

/// <summary>The wiring of traffic.</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        var services = builder.Services;
        services.AddSingleton<TrafficBoard>().AddSingleton<NetworkInTwin>().AddSingleton<CabinetsInTwin>().AddSingleton<ControlDesk>().AddSingleton<LiveTraffic>().AddSingleton<TrafficLine>();
        services.AddScoped<TrafficAnswers>().AddScoped<ControlAnswers>().AddScoped<StudioAnswers>().AddScoped<StudioApi>();
        services.AddSingleton<StudioDesk>().AddSingleton<StudioLine>().AddHostedService<StudioService>();
        services.AddHostedService<TrafficService>();
        if (CityNetwork.Of(settings).Count > 0 || CabinetFolder.Files(settings).Count > 0) services.AddSingleton(new NavItem("/traffic", "traffic.nav", 30));
    }

    public static void Map(WebApplication app)
    {
        app.MapGet("/traffic", (TrafficAnswers a) => a.All()).Open();
        app.MapGet("/traffic/live", (HttpContext http, TrafficLine line) => line.Watch(http)).Open();
        app.MapGet("/traffic/wall", (TrafficAnswers a) => a.Wall(null)).Open();
        app.MapGet("/traffic/wall/{**junction}", (TrafficAnswers a, string junction) => a.Wall(junction)).Open();
        Routes.Control(app);
        Routes.Studio(app);
        app.MapGet("/traffic/{**junction}", (TrafficAnswers a, string junction) => a.Junction(junction)).Open();
    }
}
