using System.CommandLine;
using System.Globalization;

namespace Cardo.Server.Commands;

/// <summary>The options of a command that listens.</summary>
internal sealed class ListenOptions
{
    public Option<int?> Port { get; } = new("--port") { Description = "HTTP port (default 8080; 0 takes a free one)" };
    public Option<int?> MqttPort { get; } = new("--mqtt-port") { Description = "MQTT port (default 1883; 0 takes a free one)" };
    public Option<string?> Bind { get; } = new("--bind") { Description = "address to listen on (default 127.0.0.1)" };
    public Option<bool> TrustLoopback { get; } = new("--trust-loopback") { Description = "let clients on 127.0.0.1 write without a key; for trials only" };

    public void AddTo(Command command)
    {
        command.Options.Add(Port);
        command.Options.Add(MqttPort);
        command.Options.Add(Bind);
        command.Options.Add(TrustLoopback);
    }

    public Dictionary<string, string?> Read(ParseResult parsed) => new()
    {
        ["port"] = parsed.GetValue(Port)?.ToString(CultureInfo.InvariantCulture),
        ["mqtt_port"] = parsed.GetValue(MqttPort)?.ToString(CultureInfo.InvariantCulture),
        ["bind"] = parsed.GetValue(Bind),
        ["trust_loopback"] = parsed.GetValue(TrustLoopback) ? "true" : null,
    };
}
