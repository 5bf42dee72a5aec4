using System.Text;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>
/// The last few topics of a connection, judged and matched: a device publishes to the same ones again and again, and
/// neither text nor match is made anew for each message.
/// </summary>
internal sealed class TopicMemory(Broker broker)
{
    readonly Known?[] known = new Known?[8];
    int next;

    /// <summary>False when the name is too long, too deep, or not a topic name.</summary>
    public bool TryFind(ReadOnlySpan<byte> utf8, out Known? topic)
    {
        foreach (var candidate in known)
        {
            if (candidate is null || !utf8.SequenceEqual(candidate.Utf8)) continue;
            topic = candidate;
            return true;
        }
        topic = null;
        if (utf8.Length > broker.Limits.TopicBytes || !MqttDecoder.TryTopicName(utf8, out var name) || !Topics.NameIsValid(name, broker.Limits.TopicLevels)) return false;
        topic = Keep(new Known(name, utf8.ToArray()));
        return true;
    }

    /// <summary>A name that was judged before.</summary>
    public Known Find(string name) => Array.Find(known, k => k?.Name == name) ?? Keep(new Known(name, Encoding.UTF8.GetBytes(name)));

    Known Keep(Known topic)
    {
        known[next++ % known.Length] = topic;
        return topic;
    }

    internal sealed class Known(string name, byte[] utf8)
    {
        Match? match;

        public string Name => name;

        public byte[] Utf8 => utf8;

        public Match Match(TopicTrie trie)
        {
            if (match is not { } now || now.Version != trie.Version) match = now = trie.Match(name);
            return now;
        }
    }
}
