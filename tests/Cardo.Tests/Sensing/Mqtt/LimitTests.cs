using Cardo.Sensing.Mqtt;
using Cardo.Standards.Mqtt;
using Cardo.Tests.Support;

namespace Cardo.Tests.Sensing.Mqtt;

/// <summary>What bad clients and bad luck get: a clear end, and a broker that goes on.</summary>
public class LimitTests
{
    static readonly byte[] Hi = "hi"u8.ToArray();

    static HandClock Clock() => new(DateTimeOffset.UnixEpoch.AddYears(50));

    [Fact]
    public async Task A_packet_larger_than_the_limit_is_refused_before_it_is_read()
    {
        await using var host = await BrokerHost.Start();
        using var client = RawClient.Connected(host);
        // PUBLISH announcing 1 MB: the header alone is enough.
        client.Send("30 80 80 40");
        client.IsCutOff(ReasonCode.PacketTooLarge);
    }

    [Fact]
    public async Task A_topic_of_a_megabyte_can_not_be_said_and_a_long_one_is_refused()
    {
        await using var host = await BrokerHost.Start();
        using var huge = RawClient.Connected(host);
        // The length of a topic has 16 bits, so a megabyte of topic is a packet of a megabyte.
        var bytes = new byte[1_000_000];
        bytes.AsSpan().Fill((byte)'a');
        new byte[] { 0x30, 0xbc, 0x84, 0x3d, 0xff, 0xff }.CopyTo(bytes, 0);
        huge.Send(bytes);
        huge.IsCutOff(ReasonCode.PacketTooLarge);
        using var long_ = RawClient.Connected(host);
        long_.Send(new Publish(new string('a', 60_000), Hi, 1, false, false, 1));
        long_.IsCutOff(ReasonCode.TopicNameInvalid);
        using var deep = RawClient.Connected(host);
        deep.Send(new Publish(new string('/', 200), Hi, 1, false, false, 1));
        deep.IsCutOff(ReasonCode.TopicNameInvalid);
        await using var fine = await host.Client("fine");
        (await fine.Publish("a", Hi, 1)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_that_never_says_CONNECT_is_cut_off()
    {
        var clock = Clock();
        await using var host = await BrokerHost.Start(clock: clock);
        using var silent = new RawClient(host);
        using var stalled = new RawClient(host);
        stalled.Send("10 20 0004");
        await Eventually.Until(() => host.Broker.ConnectionCount == 2);
        clock.Advance(TimeSpan.FromSeconds(20));
        silent.Read().ShouldBeNull();
        stalled.Read().ShouldBeNull();
    }

    [Fact]
    public async Task A_packet_begun_and_not_finished_is_waited_for_only_so_long()
    {
        var clock = Clock();
        await using var host = await BrokerHost.Start(clock: clock);
        using var client = RawClient.Connected(host);
        client.Send("32 7f 0001");
        client.Send("61");
        await Task.Delay(200, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(20));
        client.IsCutOff(ReasonCode.MalformedPacket);
    }

    [Fact]
    public async Task Silence_of_one_and_a_half_keep_alives_is_the_end()
    {
        var clock = Clock();
        await using var host = await BrokerHost.Start(clock: clock);
        using var client = RawClient.Connected(host, keepAlive_s: 10);
        clock.Advance(TimeSpan.FromSeconds(14));
        client.Send(Pingreq.It);
        client.Read().ShouldBeOfType<Pingresp>();
        clock.Advance(TimeSpan.FromSeconds(14));
        client.Send(Pingreq.It);
        client.Read().ShouldBeOfType<Pingresp>();
        clock.Advance(TimeSpan.FromSeconds(16));
        client.IsCutOff(ReasonCode.KeepAliveTimeout);
    }

    public static TheoryData<string, ReasonCode> Rubbish => new()
    {
        { "c0 01 00", ReasonCode.MalformedPacket }, // PINGREQ with a body
        { "00 00", ReasonCode.MalformedPacket }, // no such packet
        { "36 05 0001 61 0001", ReasonCode.MalformedPacket }, // QoS 3
        { "32 06 0001 61 0000 00", ReasonCode.ProtocolError }, // packet identifier 0
        { "30 04 0001 2b 00", ReasonCode.TopicNameInvalid }, // topic +
        { "30 05 0002 c0af 00", ReasonCode.TopicNameInvalid }, // topic that isn't UTF-8
        { "30 03 0000 00", ReasonCode.ProtocolError }, // neither topic nor alias
        { "30 06 0000 03 23 0001", ReasonCode.ProtocolError }, // an alias never given
        { "30 07 0001 61 03 23 0000", ReasonCode.TopicAliasInvalid },
        { "30 07 0001 61 03 23 ffff", ReasonCode.TopicAliasInvalid },
        { "30 06 0001 61 02 0b01", ReasonCode.ProtocolError }, // a client's subscription identifier
        { "30 06 0001 61 02 1a01", ReasonCode.MalformedPacket }, // a property of CONNACK, cut short
        { "82 02 0001", ReasonCode.MalformedPacket }, // SUBSCRIBE without filters
        { "82 07 0001 00 0001 61 03", ReasonCode.MalformedPacket }, // reserved options
        { "20 03 00 00 00", ReasonCode.ProtocolError }, // a server's packet
        { "f0 02 18 00", ReasonCode.ProtocolError }, // AUTH
        { "ff ff ff ff ff", ReasonCode.MalformedPacket },
        { "c0 ff ff ff ff", ReasonCode.MalformedPacket }, // a length of five bytes
        { "10 0e 0004 4d515454 05 02 0000 00 0001 61", ReasonCode.ProtocolError }, // a second CONNECT
    };

    [Theory, MemberData(nameof(Rubbish))]
    public async Task A_malformed_packet_ends_the_connection_with_its_reason(string hex, ReasonCode code)
    {
        await using var host = await BrokerHost.Start();
        using var client = RawClient.Connected(host);
        client.Send(hex);
        var said = client.Read().ShouldBeOfType<Disconnect>();
        // An unreadable property is malformed or a protocol error, whichever is seen first.
        if (hex.Contains("1a01", StringComparison.Ordinal)) ((byte)said.Code).ShouldBeInRange((byte)0x81, (byte)0x82);
        else if (hex == "82 02 0001") ((byte)said.Code).ShouldBeInRange((byte)0x81, (byte)0x82);
        else said.Code.ShouldBe(code);
        client.Read().ShouldBeNull();
    }

    [Fact]
    public async Task A_sender_that_passes_the_receive_maximum_is_cut_off_in_5_and_slowed_in_3_1_1()
    {
        await using var host = await BrokerHost.Start(new MqttLimits { ReceiveMaximum = 10 });
        var disk = new TaskCompletionSource();
        host.Policy.Disk = disk.Task;
        using var five = RawClient.Connected(host);
        five.Send([.. Enumerable.Range(1, 11).Select(i => new Publish("t", Hi, 1, false, false, (ushort)i))]);
        using var three = RawClient.Connected(host, MqttVersion.V311, "three");
        for (var i = 1; i <= 500; i++) three.Send(new Publish("t", Hi, 1, false, false, (ushort)i));
        await Task.Delay(100, TestContext.Current.CancellationToken);
        disk.SetResult();
        for (ushort i = 1; i <= 500; i++) three.Read().ShouldBe(new Ack(PacketType.Puback, i));
        Packet? last = null;
        while (five.Read() is { } packet) last = packet;
        last.ShouldBeOfType<Disconnect>().Code.ShouldBe(ReasonCode.ReceiveMaximumExceeded);
    }

    [Fact]
    public async Task A_receiver_that_reads_nothing_costs_a_bounded_queue_and_delays_nobody()
    {
        await using var host = await BrokerHost.Start(new MqttLimits { OutgoingBytes = 64 * 1024, QueueMessages = 50, QueueBytes = 1 << 20 });
        using var slow = RawClient.Connected(host, id: "slow");
        slow.Send(new Subscribe(1, [new("t/#", 1)]));
        slow.Read().ShouldBeOfType<Suback>();
        var (quick, inbox) = await host.Listener("quick", null, new SubscriptionRequest("t/#", 0));
        await using var _ = quick;
        await using var sender = await host.Client("sender");
        var payload = new byte[50_000];
        for (var i = 0; i < 200; i++)
        {
            await sender.Publish("t/1", payload, 1);
            await inbox.Next();
        }
        host.Broker.Held.Bytes.ShouldBeLessThan(2 << 20);
    }

    [Fact]
    public async Task The_door_is_only_so_wide()
    {
        await using var host = await BrokerHost.Start(new MqttLimits { Connections = 3 });
        var clients = new List<MqttClient>();
        for (var i = 0; i < 3; i++) clients.Add(await host.Client($"c{i}"));
        (await MqttClient.Connect(new MqttClientOptions("127.0.0.1", host.Port), TimeProvider.System, TestContext.Current.CancellationToken)).Ok.ShouldBeFalse();
        foreach (var client in clients) await client.DisposeAsync();
        await Eventually.Until(() => host.Broker.ConnectionCount == 0);
        await (await host.Client("after")).DisposeAsync();
    }

    [Fact]
    public async Task Too_many_connections_a_second_are_told_so()
    {
        await using var host = await BrokerHost.Start(new MqttLimits { ConnectsPerSecond = 2 }, clock: Clock());
        for (var i = 0; i < 4; i++) await (await host.Client($"c{i}")).DisposeAsync();
        (await MqttClient.Connect(new MqttClientOptions("127.0.0.1", host.Port), TimeProvider.System, TestContext.Current.CancellationToken)).Refusal.Message.ShouldContain("0x9F");
    }

    [Fact]
    public async Task Subscriptions_and_lasting_sessions_are_counted()
    {
        await using var host = await BrokerHost.Start(new MqttLimits { SubscriptionsPerClient = 2, SessionsPerPrincipal = 1 });
        await using var client = await host.Client("a", o => o with { Properties = new Properties { SessionExpiry_s = 100 } });
        (await client.Subscribe(null, new("a", 0), new("b", 0), new("c", 0), new("a", 1), new("forbidden/x", 1), new("a#", 1))).Value.Codes
            .ShouldBe([ReasonCode.Success, ReasonCode.Success, ReasonCode.QuotaExceeded, ReasonCode.GrantedQos1, ReasonCode.NotAuthorized, ReasonCode.TopicFilterInvalid]);
        (await client.Unsubscribe("a", "nothing")).Value.Codes.ShouldBe([ReasonCode.Success, ReasonCode.NoSubscriptionExisted]);
        var second = await MqttClient.Connect(new MqttClientOptions("127.0.0.1", host.Port) { ClientId = "b", Properties = new Properties { SessionExpiry_s = 100 } }, TimeProvider.System, TestContext.Current.CancellationToken);
        second.Refusal.Message.ShouldContain("0x97");
    }
}
