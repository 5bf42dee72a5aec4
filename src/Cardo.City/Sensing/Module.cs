using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Sensing.Http;
using Cardo.Sensing.Ingest;
using Cardo.Sensing.Mqtt;
using Cardo.Sensing.Payloads;
using Cardo.Sensing.Store;
using Cardo.Storage;
using Cardo.Twin;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardo.Sensing;

/// <summary>The wiring of Sensing. Its tables must be there before the first thing is asked for (Migrations, room "Sensing").</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        var (services, options) = (builder.Services, SensingOptions.From(settings));
        services.AddSingleton(options);
        services.AddSingleton(new NameTable(options.MaxNames));
        services.AddSingleton(s => ProfileShelf.Load(Folders(settings), s.GetRequiredService<NameTable>()));
        services.AddSingleton(_ => Rules(settings));
        services.AddSingleton(s => new IngestDesk(s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new ThingTable(s.GetRequiredService<NameTable>(), s.GetRequiredService<ProfileShelf>(), s.GetRequiredService<TwinDesk>(), options,
            () => ThingStore.All(s.GetRequiredService<Db>()), id => ThingStore.Find(s.GetRequiredService<Db>(), id)));
        services.AddSingleton(s => new ThingDesk(s.GetRequiredService<Db>(), s.GetRequiredService<ThingTable>(), s.GetRequiredService<ProfileShelf>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new DeviceDesk(s.GetRequiredService<Db>(), s.GetRequiredService<KeyDesk>(), s.GetRequiredService<ThingDesk>(), s.GetRequiredService<ThingTable>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ImportDesk>();
        services.AddSingleton<Intake>();
        services.AddSingleton<Pump>();
        services.AddSingleton<IMqttPolicy, DevicePolicy>();
        services.AddSingleton<IngestRoutes>();
        services.AddSingleton<LineKeys>();
        services.AddSingleton<WriteRoutes>();
        MqttWiring.Add(builder, settings);
        services.AddHostedService<KeysEnd>();
    }

    public static void Map(WebApplication app)
    {
        app.Services.GetRequiredService<IngestRoutes>().Map(app);
        app.Services.GetRequiredService<WriteRoutes>().Map(app);
        MqttWiring.Map(app);
        var log = app.Services.GetRequiredService<ILogger<ThingDesk>>();
        foreach (var refused in app.Services.GetRequiredService<ThingDesk>().RefusedProfiles)
            log.LogError("A payload profile is not used. {Refusal}", refused.Message);
    }

    /// <summary>Profiles of the packs, of the city's packs, and of the city itself, in rising order of weight.</summary>
    internal static IEnumerable<string> Folders(Settings settings)
    {
        foreach (var packs in new[] { settings.Text("packs_dir") ?? Path.Combine(AppContext.BaseDirectory, "packs"), Under(settings, "packs") })
            if (packs is not null && Directory.Exists(packs))
                foreach (var pack in Directory.EnumerateDirectories(packs).Order(StringComparer.Ordinal)) yield return Path.Combine(pack, "profiles");
        if (Under(settings, "profiles") is { } own) yield return own;
    }

    static string? Under(Settings settings, string folder) => settings.CityDir is { } city ? Path.Combine(city, folder) : null;

    // A wrong rule must end the start: points would land under other ids than the city meant.
    static LineRules Rules(Settings settings)
    {
        if (Under(settings, "line-protocol.json") is not { } file || !File.Exists(file)) return new LineRules([]);
        return LineRule.Read(File.ReadAllBytes(file)).Try(out var rules, out var refusal) ? new LineRules(rules) : throw new InvalidOperationException(refusal.Message);
    }
}
