using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Twin.NgsiLd;
using Cardo.Twin.Subscriptions;
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
        builder.Services.AddSingleton(_ => new ContextFetch(settings));
        builder.Services.AddSingleton(s => new Contexts(s.GetRequiredService<Db>(), s.GetRequiredService<ContextFetch>(), s.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(s => new NameBudget(s.GetRequiredService<TwinDesk>(), (int)settings.Number("twin.max_names", 100_000)));
        builder.Services.AddSingleton(s => new LdRoom(s.GetRequiredService<TwinDesk>(), s.GetRequiredService<Contexts>(), s.GetRequiredService<NameBudget>(),
            LdLimits.From(settings), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<Ids>()));
        builder.Services.AddSingleton<INotifier, HttpNotifier>();
        builder.Services.AddSingleton<SubscriptionDesk>();
        builder.Services.AddHostedService<SubscriptionService>();
        builder.Services.AddHostedService<Upkeep>();
    }

    public static void Map(WebApplication app) => Routes.Map(app);
}
