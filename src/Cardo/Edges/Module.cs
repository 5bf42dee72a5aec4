using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Twin;

namespace Cardo.Server.Edges;

/// <summary>What machines ask of the program itself: health, metrics, interface; and how answers are packed.</summary>
internal static class Module
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Metrics>();
        Packing.Add(builder.Services);
    }

    public static void Map(WebApplication app)
    {
        Packing.Use(app);
        var metrics = app.Services.GetRequiredService<Metrics>();
        app.MapGet("/health", (CityLog log, TwinDesk twin) => Results.Json(new
        {
            status = (log.CheckpointTrouble ?? twin.Trouble) is null ? "ok" : "degraded",
            entities = twin.Count(),
            log_bytes = log.BytesOnDisk,
            undurable_bytes = log.TailLsn - log.DurableLsn,
            trouble = log.CheckpointTrouble ?? twin.Trouble,
        })).WithSummary("Whether the city works; degraded when the last checkpoint failed (nothing is lost by that) or stored entities are damaged").Open();
        app.MapGet("/metrics", () => Results.Text(metrics.Render(), "text/plain; version=0.0.4; charset=utf-8")).WithSummary("Metrics in the Prometheus text format").Open();
        app.MapGet("/openapi.json", (EndpointDataSource endpoints, Settings settings) => Results.Json(OpenApi.Describe(endpoints, settings.CityName))).WithSummary("This document").Open();
    }
}
