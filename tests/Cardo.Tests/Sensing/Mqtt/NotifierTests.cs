using System.Text;
using Cardo.Kernel;
using Cardo.Sensing;
using Cardo.Sensing.Mqtt;
using Cardo.Standards.Mqtt;
using Cardo.Twin;

namespace Cardo.Tests.Sensing.Mqtt;

public class NotifierTests
{
    static Settings Own(int port) => new(new Dictionary<string, string>()) { DataDir = "", Store = "", MqttPort = port };

    static Notification To(string endpoint, params (string, string)[] terms) => new(new Uri(endpoint), "application/ld+json", "{\"id\":\"n\"}"u8.ToArray(),
        [new("Link", "<c>"), new("NGSILD-Tenant", "t")], terms.ToDictionary(t => t.Item1, t => t.Item2));

    [Theory]
    [InlineData("mqtt5.0", true)]
    [InlineData("mqtt3.1.1", true)]
    [InlineData("mqtt5.0", false)]
    public async Task A_notification_arrives_as_metadata_and_body_whoevers_the_broker_is(string version, bool own)
    {
        await using var host = await BrokerHost.Start();
        var (listener, inbox) = await host.Listener("l", null, new SubscriptionRequest("city/#", 2));
        await using var _ = listener;
        await using var notifier = new MqttNotifier(host.Hub, Own(own ? host.Port : 1), new MqttPort(Own(own ? host.Port : 1)), TimeProvider.System);
        for (var i = 0; i < 3; i++)
        {
            (await notifier.Deliver(To($"mqtt://user:pass@127.0.0.1:{host.Port}/city/lamps", ("MQTT-QoS", "1"), ("MQTT-Version", version)), TestContext.Current.CancellationToken)).Ok.ShouldBeTrue();
            var (_, packet) = await inbox.NextPacket();
            (packet.Topic, packet.Qos).ShouldBe(("city/lamps", (byte)1));
            Encoding.UTF8.GetString(packet.Payload.Span).ShouldBe("""{"metadata":{"Content-Type":"application/ld\u002Bjson","Link":"\u003Cc\u003E","NGSILD-Tenant":"t"},"body":{"id":"n"}}""");
        }
        host.Broker.ConnectionCount.ShouldBe(own ? 1 : 2);
    }

    [Fact]
    public async Task What_can_not_be_delivered_says_why()
    {
        await using var host = await BrokerHost.Start();
        await using var notifier = new MqttNotifier(host.Hub, Own(host.Port), new MqttPort(Own(host.Port)), TimeProvider.System);
        async Task<string> Refused(string endpoint, params (string, string)[] terms) => (await notifier.Deliver(To(endpoint, terms), TestContext.Current.CancellationToken)).Refusal.Code;
        (await Refused($"mqtt://127.0.0.1:{host.Port}/")).ShouldBe("mqtt-topic");
        (await Refused($"mqtt://127.0.0.1:{host.Port}/things/a/down")).ShouldBe("mqtt-topic");
        (await Refused($"mqtt://127.0.0.1:{host.Port}/a", ("MQTT-QoS", "3"))).ShouldBe("mqtt-settings");
        (await Refused("mqtt://127.0.0.1:1/a")).ShouldBe("mqtt-unreachable");
    }
}
