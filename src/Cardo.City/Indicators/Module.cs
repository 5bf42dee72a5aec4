using Cardo.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Indicators;

/// <summary>Scores of the city: the wiring.</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings) => builder.Services.AddSingleton<IndexDesk>().AddSingleton<FrameworkDesk>();

    public static void Map(WebApplication app)
    {
    }
}
