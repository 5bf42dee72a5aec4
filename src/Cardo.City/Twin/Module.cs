using Cardo.Kernel;
using Cardo.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Twin;

/// <summary>The twin's wiring.</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(s => new TwinState(
            s.GetRequiredService<CityLog>(), s.GetRequiredService<SeriesStore>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<News>()));
        builder.Services.AddSingleton<ILogStream>(s => s.GetRequiredService<TwinState>());
        builder.Services.AddSingleton(s => new TwinDesk(s.GetRequiredService<TwinState>(), s.GetRequiredService<SeriesStore>()));
    }

    public static void Map(WebApplication app)
    {
    }
}
