using Cardo.Sensing.Mqtt;
using Cardo.Standards.Mqtt;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Sensing.Mqtt;

/// <summary>What a session keeps while its client is away, and while the broker is.</summary>
public class SessionTests
{
    static readonly byte[] Hi = "hi"u8.ToArray();

    static MqttClientOptions Lasting(MqttClientOptions o, uint expiry_s = 1000) => o with { CleanStart = false, Properties = new Properties { SessionExpiry_s = expiry_s } };

    static SubscriptionRequest To(string filter) => new(filter, 2);

    [Fact]
    public async Task Messages_wait_for_a_client_that_is_away()
    {
        await using var host = await BrokerHost.Start();
        var (away, _) = await host.Listener("l", o => Lasting(o), To("t/#"));
        away.Welcome.SessionPresent.ShouldBeFalse();
        await away.Disconnect();
        await Eventually.Until(() => host.Broker.ConnectionCount == 0);
        for (var i = 0; i < 300; i++) await host.Hub.Publish($"t/{i}", Hi, 1 + i % 2);
        await host.Hub.Publish("t/zero", Hi);
        var (back, inbox) = await host.Listener("l", o => Lasting(o));
        await using var _1 = back;
        back.Welcome.SessionPresent.ShouldBeTrue();
        for (var i = 0; i < 300; i++) (await inbox.Next()).ShouldBe($"t/{i} hi q{1 + i % 2}");
        await host.Hub.Publish("t/end", Hi, 1);
        (await inbox.Next()).ShouldBe("t/end hi q1");
    }

    [Fact]
    public async Task What_was_not_acknowledged_goes_again_under_the_same_identifier()
    {
        await using var host = await BrokerHost.Start();
        var properties = new Properties { SessionExpiry_s = 1000 };
        using var first = new RawClient(host);
        first.Send(new Connect(MqttVersion.V5, "l", false, 0) { Properties = properties }, new Subscribe(1, [To("t")]));
        first.Read().ShouldBeOfType<Connack>();
        first.Read().ShouldBeOfType<Suback>();
        await host.Hub.Publish("t", Hi, 1);
        await host.Hub.Publish("t", Hi, 2);
        await host.Hub.Publish("t", Hi, 2);
        var ids = Enumerable.Range(0, 3).Select(_ => first.Read().ShouldBeOfType<Publish>().PacketId).ToList();
        first.Send(new Ack(PacketType.Pubrec, ids[1]));
        first.Read().ShouldBe(new Ack(PacketType.Pubrel, ids[1]));
        first.Dispose();
        using var second = new RawClient(host);
        second.Send(new Connect(MqttVersion.V5, "l", false, 0) { Properties = properties });
        second.Read().ShouldBeOfType<Connack>().SessionPresent.ShouldBeTrue();
        var again = second.Read().ShouldBeOfType<Publish>();
        (again.PacketId, again.Dup, again.Qos).ShouldBe((ids[0], true, (byte)1));
        second.Read().ShouldBe(new Ack(PacketType.Pubrel, ids[1]));
        second.Read().ShouldBeOfType<Publish>().PacketId.ShouldBe(ids[2]);
    }

    [Fact]
    public async Task A_session_ends_when_its_time_is_over()
    {
        var clock = new HandClock(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var host = await BrokerHost.Start(clock: clock);
        var (away, _) = await host.Listener("l", o => Lasting(o, 100), To("t"));
        await away.Disconnect();
        await Eventually.Until(() => host.Broker.ConnectionCount == 0);
        clock.Advance(TimeSpan.FromSeconds(90));
        (host.Broker.SessionCount, host.Broker.Trie.Count).ShouldBe((1, 1));
        clock.Advance(TimeSpan.FromSeconds(20));
        await Eventually.Until(() => host.Broker.SessionCount == 0 && host.Broker.Trie.Count == 0);
    }

    [Fact]
    public async Task A_delayed_will_is_taken_back_by_coming_back_in_time()
    {
        var clock = new HandClock(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var host = await BrokerHost.Start(clock: clock);
        var (listener, inbox) = await host.Listener("l", o => o with { KeepAlive_s = 0 }, To("will"));
        await using var _ = listener;
        MqttClientOptions Willing(MqttClientOptions o) => Lasting(o) with { KeepAlive_s = 0, Will = new Will("will", Hi, 1, false, new Properties { WillDelay_s = 30 }) };
        await (await host.Client("w", Willing)).DisposeAsync();
        await Eventually.Until(() => host.Broker.ConnectionCount == 1);
        clock.Advance(TimeSpan.FromSeconds(20));
        await using (await host.Client("w", Willing)) clock.Advance(TimeSpan.FromSeconds(20));
        await Eventually.Until(() => host.Broker.ConnectionCount == 1);
        inbox.IsEmpty.ShouldBeTrue();
        clock.Advance(TimeSpan.FromSeconds(40));
        (await inbox.Next()).ShouldBe("will hi q1");
    }

    [Fact]
    public async Task A_message_that_is_too_old_is_not_delivered()
    {
        var clock = new HandClock(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var host = await BrokerHost.Start(clock: clock);
        var (away, _) = await host.Listener("l", o => Lasting(o), To("t/#"));
        await away.Disconnect();
        await Eventually.Until(() => host.Broker.ConnectionCount == 0);
        await using var sender = await host.Client("s", o => o with { KeepAlive_s = 0 });
        await sender.Publish("t/old", Hi, 1, retain: true, properties: new Properties { MessageExpiry_s = 10 });
        await sender.Publish("t/new", Hi, 1, properties: new Properties { MessageExpiry_s = 100 });
        clock.Advance(TimeSpan.FromSeconds(20));
        var (back, inbox) = await host.Listener("l", o => Lasting(o), To("t/#"));
        await using var _1 = back;
        var (text, packet) = await inbox.NextPacket();
        (text, packet.Properties!.MessageExpiry_s).ShouldBe(("t/new hi q1", (uint?)80));
        await Eventually.Until(() => host.Broker.Retained.Count == 0);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Sessions_queues_and_retained_messages_survive_a_restart(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        await Life(store, async host =>
        {
            var (a, _) = await host.Listener("a", o => Lasting(o), To("t/#"), To("gone"));
            await a.Unsubscribe("gone");
            await a.Disconnect();
            await Eventually.Until(() => host.Broker.ConnectionCount == 0);
            await using var s = await host.Client("s");
            await s.Publish("t/1", Hi, 1);
            await s.Publish("t/2", Hi, 2, retain: true, properties: new Properties { ContentType = "x", User = [new("k", "v")] });
            await s.Publish("kept", Hi, 1, retain: true);
            await s.Publish("cleared", Hi, 1, retain: true);
            await s.Publish("cleared", default, 1, retain: true);
        });
        await Life(store, async host =>
        {
            host.Broker.Retained.Count.ShouldBe(2);
            await host.Hub.Publish("t/3", Hi, 1);
        });
        await Life(store, async host =>
        {
            var (a, inbox) = await host.Listener("a", o => Lasting(o));
            a.Welcome.SessionPresent.ShouldBeTrue();
            (await inbox.Next()).ShouldBe("t/1 hi q1");
            var (text, packet) = await inbox.NextPacket();
            text.ShouldBe("t/2 hi q2");
            (packet.Properties!.ContentType, packet.Properties.User!.Count).ShouldBe(("x", 1));
            (await inbox.Next()).ShouldBe("t/3 hi q1");
            await a.Subscribe("kept", 1);
            (await inbox.Next()).ShouldBe("kept hi q1 retained");
            await Eventually.Until(() => host.Broker.Held.Bytes == 0);
            await a.Disconnect();
        });
        await Life(store, async host =>
        {
            var (a, inbox) = await host.Listener("a", o => Lasting(o));
            a.Welcome.SessionPresent.ShouldBeTrue();
            await host.Hub.Publish("t/end", Hi, 1);
            // Acknowledged ones do not come again.
            (await inbox.Next()).ShouldBe("t/end hi q1");
            await a.Disconnect(ReasonCode.Success, new Properties { SessionExpiry_s = 0 });
        });
        await Life(store, host =>
        {
            (host.Broker.SessionCount, host.Broker.Trie.Count).ShouldBe((0, 0));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_QoS_2_message_in_the_middle_of_its_handshake_survives_a_restart()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var properties = new Properties { SessionExpiry_s = 1000 };
        ushort id = 0;
        await Life(store, async host =>
        {
            using var client = new RawClient(host);
            client.Send(new Connect(MqttVersion.V5, "c", false, 0) { Properties = properties }, new Subscribe(1, [To("out")]), new Publish("in", Hi, 2, false, false, 9));
            client.Read().ShouldBeOfType<Connack>();
            client.Read().ShouldBeOfType<Suback>();
            client.Read().ShouldBe(new Ack(PacketType.Pubrec, 9));
            await host.Hub.Publish("out", Hi, 2);
            id = client.Read().ShouldBeOfType<Publish>().PacketId;
            client.Send(new Ack(PacketType.Pubrec, id));
            client.Read().ShouldBe(new Ack(PacketType.Pubrel, id));
        });
        await Life(store, host =>
        {
            using var client = new RawClient(host);
            client.Send(new Connect(MqttVersion.V5, "c", false, 0) { Properties = properties });
            client.Read().ShouldBeOfType<Connack>().SessionPresent.ShouldBeTrue();
            client.Read().ShouldBe(new Ack(PacketType.Pubrel, id));
            client.Send(new Ack(PacketType.Pubcomp, id), new Publish("in", Hi, 2, false, true, 9), new Ack(PacketType.Pubrel, 9));
            // Taken in the first life: acknowledged, not taken again.
            var answers = new[] { client.Read(), client.Read() };
            answers.ShouldContain(new Ack(PacketType.Pubrec, 9));
            answers.ShouldContain(new Ack(PacketType.Pubcomp, 9));
            host.Policy.Taken.ShouldBeEmpty();
            return Task.CompletedTask;
        });
    }

    /// <summary>Starts a broker over the store's log, lets it live, and stops everything.</summary>
    static async Task Life(TestStore store, Func<BrokerHost, Task> live)
    {
        var log = CityLog.Open(store.LogFolder, store.Db, TimeProvider.System).Value;
        var ledger = new LogLedger(log);
        log.Register(ledger);
        log.Start();
        await using (var host = await BrokerHost.Start(ledger: ledger)) await live(host);
        await log.DisposeAsync();
        await store.Reopen();
    }
}
