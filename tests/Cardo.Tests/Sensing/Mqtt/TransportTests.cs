using System.Buffers;
using System.Net.Security;
using System.Net.WebSockets;
using Cardo.Standards.Mqtt;

namespace Cardo.Tests.Sensing.Mqtt;

/// <summary>TLS and WebSocket.</summary>
public class TransportTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_speaks_over_TLS()
    {
        await using var host = await BrokerHost.Start();
        var (client, inbox) = await host.Listener("tls", o => o with
        {
            Port = host.TlsPort,
            Tls = new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, _, _, _) => true },
        }, new SubscriptionRequest("a", 1));
        await using var _ = client;
        (await client.Publish("a", new byte[100_000], 1)).Ok.ShouldBeTrue();
        (await inbox.NextPacket()).Packet.Payload.Length.ShouldBe(100_000);
    }

    [Fact]
    public async Task Packets_may_be_cut_anywhere_among_WebSocket_frames()
    {
        await using var host = await BrokerHost.Start();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.HttpPort}/mqtt"), Cancel);
        socket.SubProtocol.ShouldBe("mqtt");
        var output = new ArrayBufferWriter<byte>();
        MqttEncoder.Write(output, new Connect(MqttVersion.V311, "ws", true, 0), MqttVersion.V311);
        MqttEncoder.Write(output, new Publish("a", "hi"u8.ToArray(), 1, false, false, 3), MqttVersion.V311);
        for (var i = 0; i < output.WrittenCount; i += 5)
            await socket.SendAsync(output.WrittenMemory.Slice(i, Math.Min(5, output.WrittenCount - i)), WebSocketMessageType.Binary, true, Cancel);
        var got = new byte[8];
        for (var at = 0; at < 8;) at += (await socket.ReceiveAsync(got.AsMemory(at), Cancel)).Count;
        Convert.ToHexString(got).ShouldBe("2002000040020003");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
        host.Policy.Taken.ShouldBe(["a hi"]);
    }

    [Fact]
    public async Task A_text_frame_and_a_stranger_s_page_are_turned_away()
    {
        await using var host = await BrokerHost.Start();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.HttpPort}/mqtt"), Cancel);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        await Should.ThrowAsync<WebSocketException>(async () => await socket.ReceiveAsync(new byte[10], Cancel));
        using var stranger = new ClientWebSocket();
        stranger.Options.AddSubProtocol("mqtt");
        stranger.Options.SetRequestHeader("Origin", "http://elsewhere.example");
        await Should.ThrowAsync<WebSocketException>(() => stranger.ConnectAsync(new Uri($"ws://127.0.0.1:{host.HttpPort}/mqtt"), Cancel));
        using var plain = new HttpClient();
        (await plain.GetAsync(new Uri($"http://127.0.0.1:{host.HttpPort}/mqtt"), Cancel)).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
    }
}
