using Cardo.Home.Base;
using Cardo.Home.Find;
using Cardo.Home.History;
using Cardo.Home.Layers;
using Cardo.Home.Live;
using Cardo.Home.Pages;
using Cardo.Home.Things;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Home;

/// <summary>The city's front page: its wiring.</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        var services = builder.Services;
        services.AddSingleton<LayerShelf>().AddSingleton<CityBoard>().AddSingleton<Frames>().AddSingleton<IngestMeter>();
        services.AddSingleton<BaseMap>().AddSingleton<Tiles>().AddSingleton<LiveEndpoint>();
        services.AddSingleton<Moments>().AddSingleton<DayEvents>();
        services.AddSingleton<LookAtThing>().AddSingleton<ListThings>().AddSingleton<SearchCity>();
        services.AddScoped<Answers>();
        services.AddHostedService<LiveService>();
        services.AddSingleton(new NavItem("/", "home.nav.map", 0));
        services.AddSingleton(new NavItem("/list", "home.nav.list", 10));
        services.AddSingleton(new NavItem("/ops", "home.nav.ops", 50));
    }

    public static void Map(WebApplication app)
    {
        app.MapGet("/", (Answers a) => a.Front()).Open();
        app.MapGet("/list", (Answers a) => a.List()).Open();
        app.MapGet("/search", (Answers a) => a.Search()).Open();
        app.MapGet("/things/{**id}", (Answers a, string id) => a.Thing(id)).Open();
        app.MapGet("/ops", (Answers a) => a.Ops()).Needs(Scopes.Ops);
        app.MapGet("/live", (HttpContext http, LiveEndpoint live) => live.Watch(http)).Open();
        app.MapGet("/map/now", (HttpContext http, LiveEndpoint live) => live.Now(http)).Open();
        app.MapGet("/map/at", (Answers a) => a.At()).Open();
        app.MapGet("/map/base", (Answers a) => a.BaseStyle()).Open();
        app.MapGet("/map/day", (Answers a) => a.Day()).Open();
        app.MapGet("/tiles/{version}/{z:int}/{x:int}/{y}", (string version, int z, int x, string y, HttpContext http, Tiles tiles) => tiles.Get(version, z, x, y, http)).Open();
    }
}
