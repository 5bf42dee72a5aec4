using System.Net;
using Cardo.Kernel;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cardo.Sensing;

/// <summary>The port at which devices reach the broker: the setting's, or the free one that was taken for 0.</summary>
public sealed class MqttPort(Settings settings)
{
    /// <summary>What listens; its end point has the true port once the city has started.</summary>
    internal ListenOptions? Listening { get; set; }

    public int Number => Listening?.EndPoint is IPEndPoint { Port: > 0 } taken ? taken.Port : settings.MqttPort;
}
