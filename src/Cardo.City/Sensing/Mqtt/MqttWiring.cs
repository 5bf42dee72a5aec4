using System.Net;
using System.Security.Cryptography.X509Certificates;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Twin;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cardo.Sensing.Mqtt;

/// <summary>
/// What Sensing's Module calls. Needs an <see cref="IMqttPolicy"/> among the services. Settings: <c>sensing.mqtt.tls_port</c>
/// with <c>sensing.mqtt.tls_certificate</c> and <c>sensing.mqtt.tls_key</c> (PEM files), and the names of <see cref="MqttLimits"/>.
/// </summary>
internal static class MqttWiring
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(s => new LogLedger(s.GetRequiredService<CityLog>()));
        builder.Services.AddSingleton<ILogStream>(s => s.GetRequiredService<LogLedger>());
        builder.Services.TryAddSingleton<ILedger>(s => s.GetRequiredService<LogLedger>());
        builder.Services.AddSingleton(MqttLimits.From(settings));
        builder.Services.AddSingleton<Broker>();
        builder.Services.AddSingleton<MqttListener>();
        builder.Services.AddSingleton(s => new MqttHub(s.GetRequiredService<Broker>()));
        builder.Services.AddSingleton<INotifier, MqttNotifier>();
        builder.Services.AddHostedService<MqttHost>();
        // A slim builder leaves certificates out until they are asked for.
        builder.WebHost.UseKestrelHttpsConfiguration();
        var own = new MqttPort(settings);
        builder.Services.AddSingleton(own);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings, own));
    }

    public static void Map(WebApplication app)
    {
        app.UseWhen(static http => http.Request.Path == WebSocketTransport.Path, static sockets => sockets.UseWebSockets());
        WebSocketTransport.Map(app, app.Services.GetRequiredService<MqttListener>()).Open();
    }

    static void Listen(KestrelServerOptions kestrel, Settings settings, MqttPort own)
    {
        var bind = IPAddress.TryParse(settings.Bind, out var address) ? address : IPAddress.Loopback;
        kestrel.Listen(bind, settings.MqttPort, port =>
        {
            own.Listening = port;
            port.UseConnectionHandler<MqttListener>();
        });
        if (settings.Number("sensing.mqtt.tls_port", 0) is not (> 0 and < 65536 and var tlsPort)) return;
        var certificate = X509Certificate2.CreateFromPemFile(settings.Text("sensing.mqtt.tls_certificate", ""), settings.Text("sensing.mqtt.tls_key"));
        kestrel.Listen(bind, (int)tlsPort, port => WithTls(port, certificate));
    }

    internal static void WithTls(ListenOptions port, X509Certificate2 certificate)
    {
        port.Protocols = HttpProtocols.None;
        port.UseHttps(certificate);
        port.UseConnectionHandler<MqttListener>();
    }
}
