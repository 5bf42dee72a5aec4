using Cardo.Kernel;
using Cardo.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cardo.Server;

/// <summary>
/// The whole city as one application: the rooms in the order of imports.txt, over one database and one log. Commands,
/// tests, stories and benches all start this, so what is tested is what runs.
/// </summary>
public static class CityApp
{
    /// <summary>Opens the stores and wires the rooms; nothing listens yet.</summary>
    /// <param name="clock">null for the machine's clock</param>
    /// <param name="adjust">a last word before the application is built (a story's ids, a test's port)</param>
    public static Outcome<WebApplication> Build(Settings settings, TimeProvider? clock = null, Action<WebApplicationBuilder>? adjust = null)
    {
        if (settings.TrustLoopback && !IsLoopback(settings.Bind))
            return Refusal.Bad("trust-needs-loopback", $"--trust-loopback lets callers write without a key, so it is refused when bound to {settings.Bind}.");
        Directory.CreateDirectory(settings.DataDir);
        if (!Db.Open(settings.Store, settings.DataDir).Try(out var db, out var refusal)) return refusal;
        clock ??= TimeProvider.System;
        if (!CityLog.Open(Path.Combine(settings.DataDir, "log"), db, clock, new LogOptions()).Try(out var log, out refusal))
        {
            db.DisposeAsync().AsTask().Wait();
            return refusal;
        }
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(settings).AddSingleton(clock).AddSingleton(db).AddSingleton(log).AddSingleton<News>();
        builder.Services.TryAddSingleton(Ids.System);
        builder.Services.AddSingleton(new SeriesStore(log));
        Rooms.Add(builder, settings);
        adjust?.Invoke(builder);
        var app = builder.Build();
        Rooms.Map(app);
        return app;
    }

    /// <summary>Loads what was kept and plays the log's tail; after this the twin is as it was.</summary>
    public static Recovery Recover(WebApplication app)
    {
        var log = app.Services.GetRequiredService<CityLog>();
        log.Register(app.Services.GetRequiredService<SeriesStore>());
        foreach (var stream in app.Services.GetServices<ILogStream>()) log.Register(stream);
        return log.Start();
    }

    static bool IsLoopback(string bind) => bind is "localhost" || (System.Net.IPAddress.TryParse(bind, out var ip) && System.Net.IPAddress.IsLoopback(ip));
}
