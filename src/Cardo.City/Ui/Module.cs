using System.Text.Encodings.Web;
using System.Text.Unicode;
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
        // Pages are UTF-8 and say so: a Chinese letter as an entity of eight would make a page more than twice as long.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddSingleton<IHttpContextFactory>(s => new DefaultHttpContextFactory(new WithoutAccessor(s)));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(settings);
        services.AddSingleton(s => new Texts(AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name?.StartsWith("Cardo", StringComparison.Ordinal) == true).Append(typeof(Module).Assembly), (settings.CityDir is { } city ? PackTexts.Of(Path.Combine(city, "text")) : []).Concat(s.GetServices<PackTexts>())));
        services.AddSingleton<Assets>();
        services.AddScoped<Reader>();
    }

    /// <summary>Call it first: it guards and dresses what every later room answers.</summary>
    public static void Map(WebApplication app)
    {
        app.Use(Guard.Headers);
        app.UseWhen(Guard.ForPeople, people =>
        {
            people.Use(new WithAccessor(app.Services.GetRequiredService<IHttpContextAccessor>()).Run);
            people.Use(Guard.More);
            people.UseExceptionHandler(failed => failed.Run(Guard.Failed));
            people.UseStatusCodePages(context => Guard.Bare(context.HttpContext));
            people.Use(Guard.Choices);
        });
        app.MapMethods("/assets/{**name}", ["GET", "HEAD"], Serve.Asset);
    }
}
