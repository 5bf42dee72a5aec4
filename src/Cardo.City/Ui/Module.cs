using Cardo.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cardo.Ui;

public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        var services = builder.Services;
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(settings);
        services.AddSingleton(new Texts(AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name?.StartsWith("Cardo", StringComparison.Ordinal) == true).Append(typeof(Module).Assembly)));
        services.AddSingleton<Assets>();
        services.AddScoped<Reader>();
    }

    /// <summary>Call it first: it guards and dresses what every later room answers.</summary>
    public static void Map(WebApplication app)
    {
        app.Use(Guard.Headers);
        app.UseExceptionHandler(failed => failed.Run(Guard.Failed));
        app.UseStatusCodePages(context => Guard.Bare(context.HttpContext));
        app.Use(Guard.Choices);
        app.MapMethods("/assets/{**name}", ["GET", "HEAD"], Serve.Asset);
    }
}
