using Cardo.Cases.Clocks;
using Cardo.Cases.Profile;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Cases;

/// <summary>The wiring of cases.</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        var services = builder.Services;
        // A profile with a fault stops the start, with every fault: a city that dispatches by half a rule book would be worse.
        services.AddSingleton(_ => ReadProfile.Folder(settings.CityDir is { } dir ? Path.Combine(dir, "cases") : null, settings.Zone).Try(out var profile, out var refusal)
            ? profile : throw new InvalidOperationException(string.Join(Environment.NewLine, [refusal.Message, .. refusal.Details ?? []])));
        services.AddSingleton(s => new CaseDesk(s.GetRequiredService<Db>(), s.GetRequiredService<JournalDesk>(), s.GetRequiredService<News>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<Ids>(), s.GetRequiredService<CityProfile>()));
        services.AddSingleton<ClockService>().AddHostedService(s => s.GetRequiredService<ClockService>());
    }

    public static void Map(WebApplication app)
    {
        app.Services.GetRequiredService<CaseDesk>();
    }
}
