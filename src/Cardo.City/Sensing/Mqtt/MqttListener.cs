using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Cardo.Sensing.Mqtt;

/// <summary>Kestrel hands it each TCP (or TLS) connection of the MQTT ports.</summary>
internal sealed class MqttListener(Broker broker, ILogger<MqttListener> log) : ConnectionHandler
{
    public override Task OnConnectedAsync(ConnectionContext connection) => Serve(new Transport.Kestrel(connection));

    /// <summary>One broken connection is its own affair: what it throws is a bug, told and survived.</summary>
    public async Task Serve(Transport transport)
    {
        try
        {
            await new MqttConnection(broker, transport).Run();
        }
        catch (Exception e)
        {
            log.LogError(e, "An MQTT connection ended by a fault of the server's own");
            transport.Abort();
        }
    }
}
