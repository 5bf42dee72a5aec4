using System.Net.Security;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>How an <see cref="MqttClient"/> connects.</summary>
internal sealed record MqttClientOptions(string Host, int Port = 1883)
{
    public MqttVersion Version { get; init; } = MqttVersion.V5;
    public string ClientId { get; init; } = "";
    public bool CleanStart { get; init; } = true;
    public ushort KeepAlive_s { get; init; } = 60;
    public string? UserName { get; init; }
    public string? Password { get; init; }
    public Will? Will { get; init; }
    public Properties? Properties { get; init; }
    /// <summary>Null: no TLS.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
    /// <summary>Messages under way before a publisher waits; the server's receive maximum may be lower.</summary>
    public int Window { get; init; } = 1024;
    /// <summary>Called in the order of arrival on the reading thread; the payload is valid only during the call.</summary>
    public Action<Publish>? OnMessage { get; init; }
}
