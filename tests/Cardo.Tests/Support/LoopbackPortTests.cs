using System.Diagnostics;
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

    /// <summary>
    /// A program that is being started holds for a moment whatever sockets its parent has: one that listened to find a port out
    /// was dialled in that moment by who waited for the SUMO that was to listen there ("connection reset by peer").
    /// </summary>
    [Fact]
    public async Task Nobody_answers_on_a_free_port_while_other_programs_are_started()
    {
        if (!File.Exists("/bin/true")) Assert.Skip("/bin/true is missing");
        using var enough = new CancellationTokenSource();
        var starters = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
                using (var started = Process.Start("/bin/true"))
                    started.WaitForExit();
        })).ToArray();
        var answered = 0;
        for (var i = 0; i < 2000; i++)
        {
            var port = LoopbackPort.Free();
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                client.Connect(IPAddress.Loopback, port);
                answered++;
            }
            catch (SocketException)
            {
                // Nobody there, as it should be.
            }
        }
        await enough.CancelAsync();
        await Task.WhenAll(starters);
        answered.ShouldBe(0);
    }
}
