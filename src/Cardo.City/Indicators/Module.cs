using Cardo.Indicators.Live;
using Cardo.Indicators.Pages;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Indicators;

/// <summary>Scores of the city: the wiring.</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton<IndexDesk>().AddSingleton<FrameworkDesk>().AddSingleton<ScoreDesk>().AddHostedService<ScoreService>();
        builder.Services.AddSingleton(new NavItem("/score", "indicators.nav", 40));
    }

    public static void Map(WebApplication app) => Routes.Map(app);
}
