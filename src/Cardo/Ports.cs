using System.Net;
using System.Net.Sockets;
using Cardo.Kernel;

namespace Cardo.Server;

/// <summary>
/// Whether the ports of the settings are to be had. Asked before the city begins to listen: the web server's own answer to a
/// port that is taken is a page of stack trace, and this is what goes wrong first on a newcomer's machine.
/// </summary>
internal static class Ports
{
    public static Refusal? Taken(IPAddress bind, Settings settings)
    {
        if (!Here(bind)) return Refusal.Bad("bind-elsewhere", $"{bind} is no address of this machine. Choose another with --bind: 127.0.0.1 for this machine alone, 0.0.0.0 for all of its addresses.");
        if (Trouble(bind, settings.Port) is { } web) return Refusal.Conflict("port-taken", $"Port {settings.Port} cannot be used ({web}). Choose another with --port, or --port 0 for a free one.");
        if (Trouble(bind, settings.MqttPort) is { } mqtt) return Refusal.Conflict("port-taken", $"Port {settings.MqttPort}, for MQTT, cannot be used ({mqtt}). Choose another with --mqtt-port, or --mqtt-port 0 for a free one.");
        return null;
    }

    static bool Here(IPAddress bind)
    {
        using var socket = new Socket(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(bind, 0));
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            return false;
        }
    }

    static string? Trouble(IPAddress bind, int port)
    {
        if (port == 0) return null;
        using var socket = new Socket(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(bind, port));
            socket.Listen();
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "another program listens there",
                SocketError.AccessDenied => "below 1024 a program needs a right of its own",
                _ => e.Message,
            };
        }
    }
}
