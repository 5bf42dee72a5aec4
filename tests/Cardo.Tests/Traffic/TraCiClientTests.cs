using System.Net;
using System.Net.Sockets;
using Cardo.Kernel;
using Cardo.Standards.TraCi;
using Cardo.Traffic.Sumo;

namespace Cardo.Tests.Traffic;

/// <summary>What a plant does that is not SUMO, or no longer.</summary>
public sealed class TraCiClientTests
{
    static Outcome<Done> Asked(byte[] answer, int answers_ms)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = TraCiClient.Connect(((IPEndPoint)listener.LocalEndpoint).Port, () => null, answers_ms: answers_ms).Value;
        using var there = listener.AcceptSocket();
        if (answer.Length > 0) there.Send(answer);
        client.Out.GetVersion();
        client.Expect(TraCiCommand.GetVersion);
        var first = client.Send((_, ref _) => { });
        // Once given up it says so at once, whatever is asked.
        client.Send((_, ref _) => { }).Refusal.ShouldBe(first.Refusal);
        return first;
    }

    [Fact]
    public void A_plant_that_never_answers_is_given_up() => Asked([], 200).Refusal.Code.ShouldBe("sumo-silent");

    [Fact]
    public void Answers_that_are_none_are_a_refusal()
    {
        Asked([0, 0, 0, 9, 7, 0x55, 0, 0, 0], 5000).Refusal.Code.ShouldBe("sumo-garbled");
        Asked([0xff, 0xff, 0xff, 0xff], 5000).Refusal.Code.ShouldBe("sumo-garbled");
        Asked([0x7f, 0xff, 0xff, 0xff], 5000).Refusal.Code.ShouldBe("sumo-garbled");
    }
}
