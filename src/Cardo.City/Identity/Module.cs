using Cardo.Identity.Doors;
using Cardo.Identity.Officers;
using Cardo.Identity.Pages;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardo.Identity;

/// <summary>Identity's wiring. Map it after Ui and before every room with endpoints: it guards all that comes after it.</summary>
public static class Module
{
    const long MostBodyBytes = 10 << 20;

    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        if (!LoopbackTrust.Check(settings).Try(out _, out var refusal)) throw new InvalidOperationException(refusal.Message);
        var services = builder.Services;
        // The machine's clock, not the city's: in a replay that runs sixty times as fast a session would end in minutes.
        services.AddSingleton(s => IdentityDesks.Open(s.GetRequiredService<Db>(), s.GetRequiredService<JournalDesk>(), TimeProvider.System, s.GetRequiredService<Ids>()).Value);
        services.AddSingleton(s => s.GetRequiredService<IdentityDesks>().Keys);
        services.AddSingleton(s => s.GetRequiredService<IdentityDesks>().Sessions);
        services.AddSingleton(s => s.GetRequiredService<IdentityDesks>().Officers);
        services.AddSingleton<Loopback>().AddSingleton<Recognition>().AddSingleton<Teller>().AddSingleton<Doors.Guard>().AddSingleton<Throttle>().AddSingleton<Passkeys>();
        services.AddSingleton(s => new Ceremony(s.GetRequiredService<IDataProtectionProvider>(), TimeProvider.System));
        services.AddHostedService<Changes>();
        services.AddSingleton(new NavItem("/account", "identity.nav", 90));

        services.AddIdentityCore<Officer>().AddUserStore<UserStore>();
        services.AddScoped<IPasskeyHandler<Officer>, PasskeyHandler<Officer>>();
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.ServerDomain = settings.Text("identity.domain"); // null: the name the page was asked by
            o.UserVerificationRequirement = "required";
            o.ResidentKeyRequirement = "required"; // nobody types a name to sign in
        });
        services.AddAntiforgery(o =>
        {
            o.HeaderName = "X-CSRF-Token";
            o.Cookie.Name = "cardo-csrf";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        var keys = Directory.CreateDirectory(Path.Combine(settings.DataDir, "keys"));
        if (!OperatingSystem.IsWindows()) keys.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        // The folder is its owner's alone; the warning that the files in it are not encrypted says nothing new.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        services.AddDataProtection().SetApplicationName("cardo").PersistKeysToFileSystem(keys);
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = (long)settings.Number("http.max_body_bytes", MostBodyBytes);
        });
        Proxies.Add(services, settings);
    }

    public static void Map(WebApplication app)
    {
        Proxies.Use(app);
        app.Use(Transport.Run);
        app.Use(app.Services.GetRequiredService<Recognition>().Run);
        app.Use(app.Services.GetRequiredService<Throttle>().Run);
        app.Use(app.Services.GetRequiredService<Doors.Guard>().Run);
        Routes.Map(app);
    }
}
