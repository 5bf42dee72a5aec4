using System.Net;
using System.Net.Sockets;
using Cardo.Kernel;

namespace Cardo.Tests.Support;

public sealed class LoopbackPortTests
{
    /// <summary>A client that still dialled a server long gone was heard by a SUMO that had been given its port, and SUMO hears one only.</summary>
    [Fact]
    public void A_program_that_is_started_gets_a_port_that_no_system_hands_out_and_nobody_has()
    {
        var port = LoopbackPort.Free();
        port.ShouldBeInRange(LoopbackPort.First, LoopbackPort.Last);
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();
        for (var i = 0; i < 100; i++) LoopbackPort.Free().ShouldNotBe(port);
    }
}
