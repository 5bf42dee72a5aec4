using System.Net;
using System.Net.Sockets;

namespace Cardo.Kernel;

/// <summary>
/// Ports of 127.0.0.1 for programs that are about to be started. Below those that systems hand out by themselves (Linux from
/// 32,768, others from 49,152): one of those may be dialled still by a client whose server is gone, and that client would be
/// the first that the new program hears, or be given to another before the program listens.
/// </summary>
public static class LoopbackPort
{
    public const int First = 20_000, Last = 32_767;

    static int turn = Random.Shared.Next(First, Last + 1);

    /// <summary>One on which nobody listens; no two calls of a process are answered alike until all have had their turn.</summary>
    public static int Free()
    {
        for (var tries = First; tries <= Last; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref turn) % (Last - First + 1));
            // Bound, never listening: a program that is started at this moment holds a copy of the socket until it is loaded, and who
            // dials the port would reach that copy and be hung up on.
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }
        throw new InvalidOperationException($"Somebody listens on each port from {First} to {Last}.");
    }
}
