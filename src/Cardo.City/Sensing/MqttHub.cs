using Cardo.Kernel;
using Cardo.Sensing.Mqtt;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing;

/// <summary>The city's own voice on its MQTT listener: what it publishes goes to connected and lasting subscribers, past no policy.</summary>
public sealed class MqttHub
{
    readonly Broker broker;

    internal MqttHub(Broker broker) => this.broker = broker;

    public int Connections => broker.ConnectionCount;

    public int Sessions => broker.SessionCount;

    public int Subscriptions => broker.Trie.Count;

    /// <summary>
    /// Gives a message to all who subscribe to the topic. Completes when what must survive a restart (the queues of lasting
    /// sessions, the retained message) is durable; never waits for a receiver. Refusals: <c>mqtt-topic</c>, <c>mqtt-payload</c>.
    /// </summary>
    /// <param name="topic">a topic name without wildcards, not beginning with $</param>
    /// <param name="qos">0, 1 or 2; a subscriber gets the lower of this and what it asked for</param>
    /// <param name="retain">the topic keeps it for those who subscribe later; an empty payload clears</param>
    public async ValueTask<Outcome<Done>> Publish(string topic, ReadOnlyMemory<byte> payload, int qos = 0, bool retain = false, string? contentType = null)
    {
        if (topic.Length > broker.Limits.TopicBytes || topic.StartsWith('$') || !Topics.NameIsValid(topic, broker.Limits.TopicLevels))
            return Refusal.Bad("mqtt-topic", $"'{(topic.Length > 100 ? topic[..100] : topic)}' is not a topic to publish to.");
        if (payload.Length > broker.Limits.PacketBytes) return Refusal.TooLarge("mqtt-payload", $"A message has at most {broker.Limits.PacketBytes} bytes.");
        var properties = contentType is null ? null : new Properties { ContentType = contentType };
        await broker.Publish(Message.From(topic, payload, (byte)Math.Clamp(qos, 0, 2), retain, properties, broker.NowUs));
        return Done.It;
    }

    /// <summary>Ends every connection of a principal, as when its key is revoked; it can come back only with a valid one.</summary>
    public void Expel(string principal, string reason) => broker.Expel(principal, ReasonCode.AdministrativeAction, reason);
}
