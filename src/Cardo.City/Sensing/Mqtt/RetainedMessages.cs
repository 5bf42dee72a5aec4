using System.Collections.Concurrent;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>The last retained message of each topic (section 3.3.1.3).</summary>
internal sealed class RetainedMessages(MqttLimits limits)
{
    readonly ConcurrentDictionary<string, Message> byTopic = new(StringComparer.Ordinal);
    long bytes;

    public int Count => byTopic.Count;

    /// <summary>Whether one more may be kept; an empty payload always may: it clears.</summary>
    public bool HasRoom(string topic, int payloadBytes) =>
        payloadBytes == 0 || byTopic.ContainsKey(topic) || (byTopic.Count < limits.RetainedMessages && Interlocked.Read(ref bytes) < limits.RetainedBytes);

    public void Set(Message message)
    {
        var before = 0;
        byTopic.AddOrUpdate(message.Topic, message, (_, old) =>
        {
            before = old.Size;
            return message;
        });
        if (before == 0) MqttMeter.Retained.Add(1);
        Interlocked.Add(ref bytes, message.Size - before);
    }

    public bool Clear(string topic)
    {
        if (!byTopic.TryRemove(topic, out var old)) return false;
        Interlocked.Add(ref bytes, -old.Size);
        MqttMeter.Retained.Add(-1);
        return true;
    }

    public Message? Of(string topic) => byTopic.GetValueOrDefault(topic);

    /// <summary>What a new subscriber of this filter (without $share) is to see.</summary>
    public IEnumerable<Message> Matching(string filter, long nowUs)
    {
        if (!filter.AsSpan().ContainsAny('+', '#'))
            return byTopic.TryGetValue(filter, out var one) && !one.Expired(nowUs) ? [one] : [];
        return byTopic.Values.Where(m => !m.Expired(nowUs) && Topics.Matches(filter, m.Topic));
    }

    public IReadOnlyList<string> Expired(long nowUs) => [.. byTopic.Values.Where(m => m.Expired(nowUs)).Select(m => m.Topic)];
}
