using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Twin;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardo.Rules;

/// <summary>The wiring of rules.</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(s => new RulesEngine(s.GetRequiredService<TwinDesk>()));
        builder.Services.AddSingleton<ILogStream>(s => s.GetRequiredService<RulesEngine>());
        builder.Services.AddSingleton(s => new RulesDesk(s.GetRequiredService<RulesEngine>(), s.GetRequiredService<TwinDesk>()));
        builder.Services.AddHostedService<RulesService>();
    }

    /// <summary>Takes the city's own rules: every <c>rules/*.json</c> of its folder.</summary>
    public static void Map(WebApplication app)
    {
        var desk = app.Services.GetRequiredService<RulesDesk>();
        var settings = app.Services.GetRequiredService<Settings>();
        if (settings.CityDir is null || !Directory.Exists(Path.Combine(settings.CityDir, "rules"))) return;
        foreach (var file in Directory.GetFiles(Path.Combine(settings.CityDir, "rules"), "*.json").Order(StringComparer.Ordinal))
            if (!desk.Adopt("city:rules/" + Path.GetFileName(file), "city", File.ReadAllBytes(file)).Try(out _, out var refusal))
                app.Services.GetRequiredService<ILogger<RulesDesk>>().LogError("{Refusal}", string.Join(Environment.NewLine, [refusal.Message, .. refusal.Details ?? []]));
    }
}
