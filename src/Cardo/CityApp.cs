using System.Net;
using Cardo.Kernel;
using Cardo.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cardo.Server;

/// <summary>
/// The whole city as one application: the rooms in the order of imports.txt, over one database and one log. Commands,
/// tests, stories and benches all start this, so what is tested is what runs.
/// </summary>
public sealed class CityApp : IAsyncDisposable
{
    readonly Db db;
    readonly CityLog log;

    CityApp(WebApplication web, Db db, CityLog log) => (Web, this.db, this.log) = (web, db, log);

    public WebApplication Web { get; }

    public IServiceProvider Services => Web.Services;

    /// <summary>What the last start brought back; null before <see cref="Recover"/>.</summary>
    public Recovery? Recovered { get; private set; }

    /// <summary>Opens the stores and wires the rooms; nothing listens yet.</summary>
    /// <param name="clock">null for the machine's clock</param>
    /// <param name="adjust">a last word before the application is built (a story's ids, a simulator)</param>
    public static Outcome<CityApp> Build(Settings settings, TimeProvider? clock = null, Action<WebApplicationBuilder>? adjust = null)
    {
        if (Stores.Open(settings).Try(out var stores, out var refusal))
        {
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
            builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
            // Nothing that is logged shows its scope, and carrying one through every wait of a connection is not free.
            builder.Services.Configure<LoggerFilterOptions>(o => o.CaptureScopes = false);
            // It says nothing that isn't told elsewhere, but would make an activity and a scope for each request.
            builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Limits.MaxConcurrentConnections = 20_000;
                kestrel.Listen(Address(settings.Bind), settings.Port);
            });
            builder.Services.AddSingleton(settings).AddSingleton(clock ?? TimeProvider.System).AddSingleton(stores.Db).AddSingleton(stores.Log).AddSingleton<News>();
            builder.Services.TryAddSingleton(Ids.System);
            builder.Services.AddSingleton(new SeriesStore(stores.Log));
            Rooms.Add(builder, settings);
            adjust?.Invoke(builder);
            var web = builder.Build();
            Rooms.Map(web);
            return new CityApp(web, stores.Db, stores.Log);
        }
        return refusal;
    }

    /// <summary>Loads what was kept and plays the log's tail; after this the city is as it was. Once, before <see cref="Start"/>.</summary>
    public Recovery Recover()
    {
        var series = Services.GetRequiredService<SeriesStore>();
        series.Witness = Services.GetService<IHistoryWitness>();
        log.Register(series);
        foreach (var stream in Services.GetServices<ILogStream>()) log.Register(stream);
        return Recovered = log.Start();
    }

    public async Task Start(CancellationToken cancel = default)
    {
        if (Recovered is null) Recover();
        await Web.StartAsync(cancel);
    }

    /// <summary>The HTTP address it answers at, after <see cref="Start"/>.</summary>
    public string Url => Web.Urls.First(u => u.StartsWith("http", StringComparison.Ordinal));

    /// <summary>The port at which devices reach it, after <see cref="Start"/>.</summary>
    public int MqttPort => Services.GetRequiredService<Sensing.MqttPort>().Number;

    /// <summary>Stops listening, lets the rooms end, then closes the log (with a last checkpoint) and the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await Web.StopAsync();
        await Web.DisposeAsync();
        if (Recovered is not null) await log.DisposeAsync();
        await db.DisposeAsync();
    }

    /// <summary>The address of the setting <c>bind</c>.</summary>
    internal static IPAddress Address(string bind) =>
        bind == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(bind, out var ip) ? ip : IPAddress.Any;
}
