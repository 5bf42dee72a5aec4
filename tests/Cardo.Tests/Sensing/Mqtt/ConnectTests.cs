using Cardo.Sensing.Mqtt;
using Cardo.Standards.Mqtt;

namespace Cardo.Tests.Sensing.Mqtt;

public class ConnectTests
{
    [Fact]
    public async Task The_CONNACK_says_what_holds_here()
    {
        await using var host = await BrokerHost.Start();
        using var client = new RawClient(host);
        client.Send(new Connect(MqttVersion.V5, "", true, 0) { Properties = new Properties { SessionExpiry_s = uint.MaxValue } });
        var said = client.Read().ShouldBeOfType<Connack>();
        said.Code.ShouldBe((byte)0);
        var p = said.Properties!;
        p.AssignedClientId.ShouldStartWith("auto-");
        (p.ReceiveMaximum, p.MaximumPacketSize, p.TopicAliasMaximum, p.SessionExpiry_s).ShouldBe(((ushort)1024, 262_144u, (ushort)64, 604_800u));
        (p.MaximumQos, p.RetainAvailable, p.SharedAvailable, p.WildcardAvailable).ShouldBe((null, null, null, null));
    }

    [Theory]
    [InlineData("10 0d 0004 4d515454 06 02 0000 0001 61", "20 02 00 01")] // version 6
    [InlineData("10 0f 0006 4d5149736470 03 02 0000 0001 61", "20 02 00 01")] // 3.1
    [InlineData("10 0c 0004 4d515454 04 00 0000 0000", "20 02 00 02")] // 3.1.1, no identifier, not clean
    public async Task Who_can_not_be_served_is_told_in_the_words_of_3_1_1(string hex, string answer)
    {
        await using var host = await BrokerHost.Start();
        using var client = new RawClient(host, MqttVersion.V311);
        client.Send(hex);
        var said = client.Read().ShouldBeOfType<Connack>();
        Convert.ToHexString([0x20, 2, (byte)(said.SessionPresent ? 1 : 0), said.Code]).ShouldBe(answer.Replace(" ", ""));
        client.Read().ShouldBeNull();
    }

    [Theory]
    [InlineData("c0 00")] // PINGREQ first
    [InlineData("10 0c 0004 4d515454 04 03 0000 0000")] // reserved flag
    [InlineData("10 0d 0004 4d515454 04 42 0000 0001 61")] // password without user name
    [InlineData("47 45 54 20 2f 20 48 54 54 50")] // GET / HTTP
    public async Task What_is_not_a_CONNECT_gets_no_answer(string hex)
    {
        await using var host = await BrokerHost.Start();
        using var client = new RawClient(host, MqttVersion.V311);
        client.Send(hex);
        client.Read().ShouldBeNull();
    }

    [Theory]
    [InlineData(MqttVersion.V311, "0x04")]
    [InlineData(MqttVersion.V5, "0x86")]
    public async Task An_unknown_key_is_refused(MqttVersion version, string code)
    {
        await using var host = await BrokerHost.Start();
        var refused = await MqttClient.Connect(new MqttClientOptions("127.0.0.1", host.Port) { Version = version, UserName = "mallory", Password = "x" }, TimeProvider.System, TestContext.Current.CancellationToken);
        refused.Refusal.Message.ShouldContain(code);
    }

    [Fact]
    public async Task Enhanced_authentication_is_declined()
    {
        await using var host = await BrokerHost.Start();
        using var client = new RawClient(host);
        client.Send(new Connect(MqttVersion.V5, "a", true, 0) { Properties = new Properties { AuthMethod = "SCRAM-SHA-256" } });
        client.Read().ShouldBeOfType<Connack>().Code.ShouldBe((byte)ReasonCode.BadAuthenticationMethod);
        client.Read().ShouldBeNull();
    }

    [Fact]
    public async Task The_newer_of_two_connections_with_one_identifier_stays()
    {
        await using var host = await BrokerHost.Start();
        using var old = RawClient.Connected(host, id: "same");
        await using var other = await host.Client("same", o => o with { UserName = "another" });
        using var newer = RawClient.Connected(host, id: "same");
        old.IsCutOff(ReasonCode.SessionTakenOver);
        newer.Send(Pingreq.It);
        newer.Read().ShouldBeOfType<Pingresp>();
        // Another principal's session of that name is its own.
        (await other.Publish("a", default, 1)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task A_fragmented_stream_is_read_like_a_whole_one()
    {
        await using var host = await BrokerHost.Start();
        using var client = RawClient.Connected(host);
        var hex = "32 07 0001 74 0001 00 68" + "32 07 0001 74 0002 00 69" + "c0 00";
        foreach (var b in Convert.FromHexString(hex.Replace(" ", "")))
        {
            client.Send([b]);
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
        var got = new[] { client.Read()!, client.Read()!, client.Read()! };
        got.OfType<Ack>().Select(a => a.PacketId).ShouldBe([(ushort)1, (ushort)2]);
        got.OfType<Pingresp>().Count().ShouldBe(1);
        host.Policy.Taken.ShouldBe(["t h", "t i"]);
    }

    [Fact]
    public async Task Topic_aliases_work_both_ways()
    {
        await using var host = await BrokerHost.Start();
        using var client = RawClient.Connected(host, properties: new Properties { TopicAliasMaximum = 1 });
        client.Send(new Subscribe(1, [new("t/#", 0)]));
        client.Read().ShouldBeOfType<Suback>();
        client.Send(new Publish("t/1", "a"u8.ToArray(), 0, false, false, 0) { Properties = new Properties { TopicAlias = 5 } },
            new Publish("", "b"u8.ToArray(), 0, false, false, 0) { Properties = new Properties { TopicAlias = 5 } },
            new Publish("t/2", "c"u8.ToArray(), 0, false, false, 0));
        var got = Enumerable.Range(0, 3).Select(_ => client.Read().ShouldBeOfType<Publish>()).ToList();
        got.Select(p => (p.Topic, p.Properties?.TopicAlias)).ShouldBe([("t/1", (ushort?)1), ("", (ushort?)1), ("t/2", null)]);
        host.Policy.Taken.ShouldBe(["t/1 a", "t/1 b", "t/2 c"]);
    }

    [Fact]
    public async Task What_is_too_large_for_a_receiver_is_not_sent_to_it()
    {
        await using var host = await BrokerHost.Start();
        using var client = RawClient.Connected(host, properties: new Properties { MaximumPacketSize = 100 });
        client.Send(new Subscribe(1, [new("t", 1)]));
        client.Read().ShouldBeOfType<Suback>();
        await host.Hub.Publish("t", new byte[500], 1);
        await host.Hub.Publish("t", new byte[5], 1);
        client.Read().ShouldBeOfType<Publish>().Payload.Length.ShouldBe(5);
    }

    [Fact]
    public async Task A_receiver_gets_no_more_than_its_receive_maximum_at_once()
    {
        await using var host = await BrokerHost.Start();
        using var client = RawClient.Connected(host, properties: new Properties { ReceiveMaximum = 2 });
        client.Send(new Subscribe(1, [new("t", 1)]));
        client.Read().ShouldBeOfType<Suback>();
        for (var i = 0; i < 5; i++) await host.Hub.Publish("t", new[] { (byte)i }, 1);
        client.Send(Pingreq.It);
        var ids = new[] { client.Read().ShouldBeOfType<Publish>().PacketId, client.Read().ShouldBeOfType<Publish>().PacketId };
        client.Read().ShouldBeOfType<Pingresp>();
        client.Send(new Ack(PacketType.Puback, ids[0]));
        client.Read().ShouldBeOfType<Publish>().Payload.Span[0].ShouldBe((byte)2);
    }
}
