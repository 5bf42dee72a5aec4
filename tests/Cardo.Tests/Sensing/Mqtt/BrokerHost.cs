using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cardo.Sensing;
using Cardo.Sensing.Mqtt;
using Cardo.Standards.Mqtt;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardo.Tests.Sensing.Mqtt;

/// <summary>A broker on real sockets: MQTT, MQTT over TLS, and WebSocket, each on a port of its own.</summary>
sealed class BrokerHost : IAsyncDisposable
{
    readonly WebApplication app;

    BrokerHost(WebApplication app, Broker broker, TestPolicy policy) => (this.app, Broker, Policy) = (app, broker, policy);

    public Broker Broker { get; }

    public TestPolicy Policy { get; }

    public MqttHub Hub => new(Broker);

    public int Port => PortOf(0);

    public int TlsPort => PortOf(1);

    public int HttpPort => PortOf(2);

    int PortOf(int index) => new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(index)).Port;

    public static async Task<BrokerHost> Start(MqttLimits? limits = null, ILedger? ledger = null, TimeProvider? clock = null)
    {
        var policy = new TestPolicy();
        var broker = new Broker(policy, ledger ?? new NoLedger(), limits ?? new MqttLimits(), clock ?? TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(broker);
        builder.Services.AddSingleton<MqttListener>();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddHostedService<MqttHost>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, port => port.UseConnectionHandler<MqttListener>());
            kestrel.Listen(IPAddress.Loopback, 0, port => MqttWiring.WithTls(port, Certificate()));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        app.UseWebSockets();
        WebSocketTransport.Map(app, app.Services.GetRequiredService<MqttListener>());
        await app.StartAsync();
        return new BrokerHost(app, broker, policy);
    }

    public async Task<MqttClient> Client(string id, Func<MqttClientOptions, MqttClientOptions>? with = null)
    {
        var options = new MqttClientOptions("127.0.0.1", Port) { ClientId = id };
        var client = await MqttClient.Connect(with?.Invoke(options) ?? options, TimeProvider.System);
        return client.Value;
    }

    /// <summary>A client and what it receives, as "topic payload" with marks for QoS, retain and dup.</summary>
    public async Task<(MqttClient Client, Inbox Inbox)> Listener(string id, Func<MqttClientOptions, MqttClientOptions>? with = null, params SubscriptionRequest[] requests)
    {
        var inbox = new Inbox();
        var client = await Client(id, o => (with?.Invoke(o) ?? o) with { OnMessage = inbox.Add });
        if (requests.Length > 0) (await client.Subscribe(null, requests)).Ok.ShouldBeTrue();
        return (client, inbox);
    }

    static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
