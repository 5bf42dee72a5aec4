using System.Text;
using Cardo.Sensing.Mqtt;
using Cardo.Standards.Mqtt;
using Cardo.Tests.Support;

namespace Cardo.Tests.Sensing.Mqtt;

public class BrokerTests
{
    static readonly byte[] Hi = "hi"u8.ToArray();

    static SubscriptionRequest To(string filter, byte qos = 2) => new(filter, qos);

    public static TheoryData<MqttVersion, byte, byte> Ways
    {
        get
        {
            var ways = new TheoryData<MqttVersion, byte, byte>();
            foreach (var version in new[] { MqttVersion.V311, MqttVersion.V5 })
                for (byte sent = 0; sent < 3; sent++)
                    for (byte asked = 0; asked < 3; asked++) ways.Add(version, sent, asked);
            return ways;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_message_arrives_at_the_lower_of_both_qualities_of_service(MqttVersion version, byte sent, byte asked)
    {
        await using var host = await BrokerHost.Start();
        var (listener, inbox) = await host.Listener("l", o => o with { Version = version }, To("a/+", asked));
        await using var _ = listener;
        await using var sender = await host.Client("s", o => o with { Version = version });
        for (var i = 0; i < 20; i++) (await sender.Publish("a/b", Encoding.UTF8.GetBytes($"{i}"), sent)).Ok.ShouldBeTrue();
        for (var i = 0; i < 20; i++) (await inbox.Next()).ShouldBe($"a/b {i} q{Math.Min(sent, asked)}");
        host.Policy.Taken.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Nothing_is_acknowledged_before_it_is_durable()
    {
        await using var host = await BrokerHost.Start();
        var disk = new TaskCompletionSource();
        host.Policy.Disk = disk.Task;
        using var client = RawClient.Connected(host);
        client.Send(new Publish("t", Hi, 1, false, false, 1), new Publish("t", Hi, 2, false, false, 2), Pingreq.It);
        // The ping is answered while both messages wait: the read loop does not.
        client.Read().ShouldBeOfType<Pingresp>();
        client.Socket.Available.ShouldBe(0);
        disk.SetResult();
        client.Read().ShouldBe(new Ack(PacketType.Puback, 1));
        client.Read().ShouldBe(new Ack(PacketType.Pubrec, 2));
    }

    [Fact]
    public async Task A_QoS_2_message_sent_twice_is_taken_once()
    {
        await using var host = await BrokerHost.Start();
        using var client = RawClient.Connected(host);
        var message = new Publish("t", Hi, 2, false, false, 7);
        client.Send(message);
        client.Read().ShouldBe(new Ack(PacketType.Pubrec, 7));
        client.Send(message with { Dup = true });
        client.Read().ShouldBe(new Ack(PacketType.Pubrec, 7));
        client.Send(new Ack(PacketType.Pubrel, 7));
        client.Read().ShouldBe(new Ack(PacketType.Pubcomp, 7));
        host.Policy.Taken.Count.ShouldBe(1);
        client.Send(message, new Ack(PacketType.Pubrel, 99));
        client.Read().ShouldBe(new Ack(PacketType.Pubcomp, 99, ReasonCode.PacketIdentifierNotFound));
        client.Read().ShouldBe(new Ack(PacketType.Pubrec, 7));
        host.Policy.Taken.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_message_is_told_why_in_5_and_reaches_nobody()
    {
        await using var host = await BrokerHost.Start();
        var (listener, inbox) = await host.Listener("l", null, To("#"));
        await using var _ = listener;
        await using var sender = await host.Client("s");
        (await sender.Publish("a", "bad"u8.ToArray(), 1)).Refusal.Message.ShouldBe("0x99 PayloadFormatInvalid. The payload is bad.");
        (await sender.Publish("a", "bad"u8.ToArray(), 2)).Refusal.Message.ShouldBe("0x99 PayloadFormatInvalid. The payload is bad.");
        (await sender.Publish("forbidden/a", Hi, 1)).Refusal.Message.ShouldStartWith("0x87 NotAuthorized");
        (await sender.Publish("$SYS/a", Hi, 1)).Refusal.Message.ShouldStartWith("0x87 NotAuthorized");
        (await sender.Publish("a", Hi, 1)).Ok.ShouldBeTrue();
        (await inbox.Next()).ShouldBe("a hi q1");
        host.Policy.Taken.ShouldBe(["a hi"]);
    }

    [Fact]
    public async Task In_3_1_1_what_can_never_be_taken_is_acknowledged_and_what_may_succeed_later_closes()
    {
        await using var host = await BrokerHost.Start();
        await using var sender = await host.Client("s", o => o with { Version = MqttVersion.V311 });
        (await sender.Publish("a", "bad"u8.ToArray(), 1)).Ok.ShouldBeTrue();
        (await sender.Publish("a", "later"u8.ToArray(), 1)).Refusal.Code.ShouldBe("mqtt-closed");
        host.Policy.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retained_message_waits_for_subscribers_until_it_is_cleared()
    {
        await using var host = await BrokerHost.Start();
        await using var sender = await host.Client("s");
        await sender.Publish("lamp/1", "on"u8.ToArray(), 1, retain: true);
        await sender.Publish("lamp/2", "off"u8.ToArray(), 0, retain: true);
        // At quality 0 nobody says that it arrived.
        await Eventually.Until(() => host.Broker.Retained.Count == 2);
        var (listener, inbox) = await host.Listener("l", null, To("lamp/+"));
        await using var _ = listener;
        new[] { await inbox.Next(), await inbox.Next() }.Order().ShouldBe(["lamp/1 on q1 retained", "lamp/2 off q0 retained"]);
        // To those who are there already it is a message like any other.
        await sender.Publish("lamp/1", "dim"u8.ToArray(), 1, retain: true);
        (await inbox.Next()).ShouldBe("lamp/1 dim q1");
        await sender.Publish("lamp/1", default, 1, retain: true);
        await sender.Publish("lamp/2", default, 1, retain: true);
        host.Broker.Retained.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Retain_handling_and_retain_as_published_are_the_subscribers_choice()
    {
        await using var host = await BrokerHost.Start();
        await using var sender = await host.Client("s");
        await sender.Publish("a", Hi, 1, retain: true);
        var (listener, inbox) = await host.Listener("l", null, new SubscriptionRequest("a", 1, RetainAsPublished: true, RetainHandling: RetainHandling.DontSend));
        await using var _ = listener;
        await sender.Publish("a", "1"u8.ToArray(), 1, retain: true);
        (await inbox.Next()).ShouldBe("a 1 q1 retained");
        // It subscribes again: not new, so nothing is sent; then once more, and it is.
        await listener.Subscribe(null, new SubscriptionRequest("a", 1, RetainHandling: RetainHandling.SendIfNew));
        await sender.Publish("a", "2"u8.ToArray(), 1, retain: true);
        (await inbox.Next()).ShouldBe("a 2 q1");
        await listener.Subscribe(null, new SubscriptionRequest("a", 1));
        (await inbox.Next()).ShouldBe("a 2 q1 retained");
    }

    [Fact]
    public async Task A_will_is_published_when_a_client_vanishes_and_not_when_it_leaves()
    {
        await using var host = await BrokerHost.Start();
        var (listener, inbox) = await host.Listener("l", null, To("will/+"));
        await using var _ = listener;
        var vanishing = await host.Client("v", o => o with { Will = new Will("will/v", Hi, 1, false) });
        await vanishing.DisposeAsync();
        (await inbox.Next()).ShouldBe("will/v hi q1");
        var leaving = await host.Client("w", o => o with { Will = new Will("will/w", Hi, 1, false) });
        await leaving.Disconnect();
        var angry = await host.Client("x", o => o with { Will = new Will("will/x", Hi, 1, false) });
        await angry.Disconnect(ReasonCode.DisconnectWithWill);
        (await inbox.Next()).ShouldBe("will/x hi q1");
        (await MqttClient.Connect(new MqttClientOptions("127.0.0.1", host.Port) { Will = new Will("forbidden/x", Hi, 1, false) }, TimeProvider.System, TestContext.Current.CancellationToken)).Refusal.Message.ShouldContain("0x87");
    }

    [Fact]
    public async Task Each_session_gets_a_message_once_with_all_its_identifiers()
    {
        await using var host = await BrokerHost.Start();
        var (listener, inbox) = await host.Listener("l");
        await using var _ = listener;
        await listener.Subscribe(new Properties { SubscriptionIds = [7] }, To("a/#", 0));
        await listener.Subscribe(new Properties { SubscriptionIds = [300] }, To("a/b", 1));
        await listener.Publish("a/b", Hi, 2);
        var (text, packet) = await inbox.NextPacket();
        text.ShouldBe("a/b hi q1");
        packet.Properties!.SubscriptionIds!.Order().ShouldBe([7u, 300u]);
        await listener.Publish("a/end", Hi, 1);
        (await inbox.Next()).ShouldBe("a/end hi q0");
    }

    [Fact]
    public async Task No_local_keeps_a_clients_own_words_from_it()
    {
        await using var host = await BrokerHost.Start();
        var (listener, inbox) = await host.Listener("l", null, new SubscriptionRequest("a", 1, NoLocal: true));
        await using var _ = listener;
        await using var other = await host.Client("o");
        await listener.Publish("a", "mine"u8.ToArray(), 1);
        await other.Publish("a", "theirs"u8.ToArray(), 1);
        (await inbox.Next()).ShouldBe("a theirs q1");
    }

    [Fact]
    public async Task Members_of_a_share_divide_the_messages_among_them()
    {
        await using var host = await BrokerHost.Start();
        var (a, inboxA) = await host.Listener("a", null, To("$share/g/t/+", 1));
        var (b, inboxB) = await host.Listener("b", null, To("$share/g/t/+", 1));
        var (c, inboxC) = await host.Listener("c", null, To("t/+", 1));
        await using var x = await host.Client("x");
        for (var i = 0; i < 10; i++) await x.Publish("t/1", Hi, 1);
        await x.Publish("t/1", "end"u8.ToArray(), 1);
        for (var i = 0; i < 11; i++) await inboxC.Next();
        for (var i = 0; i < 5; i++) (await inboxA.Next(), await inboxB.Next()).ShouldBe(("t/1 hi q1", "t/1 hi q1"));
        await a.DisposeAsync();
        await b.DisposeAsync();
        await c.DisposeAsync();
    }

    [Fact]
    public async Task Properties_of_a_message_pass_through_and_its_time_runs()
    {
        await using var host = await BrokerHost.Start();
        var (listener, inbox) = await host.Listener("l", null, To("#"));
        await using var _ = listener;
        await using var sender = await host.Client("s");
        await sender.Publish("ask", Hi, 1, properties: new Properties
        {
            ContentType = "text/plain",
            PayloadFormat = 1,
            ResponseTopic = "answer",
            CorrelationData = new byte[] { 1, 2 },
            MessageExpiry_s = 100,
            User = [new("k", "v"), new("k", "w")],
        });
        var p = (await inbox.NextPacket()).Packet.Properties!;
        (p.ContentType, p.PayloadFormat, p.ResponseTopic, p.CorrelationData!.Value.Length).ShouldBe(("text/plain", (byte)1, "answer", 2));
        p.User.ShouldBe([new("k", "v"), new("k", "w")]);
        p.MessageExpiry_s!.Value.ShouldBeInRange(98u, 100u);
    }

    [Fact]
    public async Task The_hub_speaks_to_subscribers()
    {
        await using var host = await BrokerHost.Start();
        var (listener, inbox) = await host.Listener("l", null, To("ngsi/#", 1));
        await using var _ = listener;
        (await host.Hub.Publish("ngsi/x", Hi, 2, retain: true)).Ok.ShouldBeTrue();
        (await inbox.Next()).ShouldBe("ngsi/x hi q1");
        (await host.Hub.Publish("ngsi/#", Hi)).Refusal.Code.ShouldBe("mqtt-topic");
        host.Hub.Expel("anyone", "The key was revoked.");
        await listener.Closed;
        listener.Broken!.Message.ShouldContain("AdministrativeAction");
    }
}
