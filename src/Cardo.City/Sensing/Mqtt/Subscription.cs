using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>One filter of one session.</summary>
/// <param name="Text">as the client wrote it: its name in the session</param>
/// <param name="Filter">without $share/NAME/</param>
/// <param name="Share">the share's name, or null</param>
/// <param name="Id">the subscription identifier; 0 for none</param>
internal sealed record Subscription(Session Session, string Text, string Filter, string? Share, byte Qos, bool NoLocal, bool RetainAsPublished, uint Id)
{
    public static Subscription From(Session session, SubscriptionRequest request, uint id)
    {
        var shared = Topics.TrySplitShare(request.Filter, out var share, out var rest);
        return new Subscription(session, request.Filter, shared ? rest.ToString() : request.Filter, shared ? share.ToString() : null,
            request.Qos, request.NoLocal, request.RetainAsPublished, id);
    }

    // A session holds its subscriptions and they it: the record's own equality would run in circles.
    public bool Equals(Subscription? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Options and identifier for the ledger.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[5];
        bytes[0] = (byte)(Qos | (NoLocal ? 4 : 0) | (RetainAsPublished ? 8 : 0));
        BitConverter.TryWriteBytes(bytes.AsSpan(1), Id);
        return bytes;
    }

    public static Subscription? FromBytes(Session session, string text, ReadOnlySpan<byte> bytes) =>
        bytes.Length == 5 && Topics.FilterIsValid(text)
            ? From(session, new SubscriptionRequest(text, (byte)(bytes[0] & 3), (bytes[0] & 4) != 0, (bytes[0] & 8) != 0), BitConverter.ToUInt32(bytes[1..]))
            : null;
}

/// <summary>Who receives a topic: each session once, however many of its filters match; and of each share one member.</summary>
internal sealed record Match(int Version, Match.Target[] Targets, Subscription[][] Shares)
{
    public bool Nobody => Targets.Length == 0 && Shares.Length == 0;

    /// <param name="Qos">the highest of the session's matching filters</param>
    /// <param name="Ids">their subscription identifiers, null for none</param>
    internal sealed record Target(Session Session, Subscription[] Subscriptions, byte Qos, bool RetainAsPublished, uint[]? Ids)
    {
        public static Target From(Session session, Subscription[] subscriptions)
        {
            var ids = subscriptions.Where(s => s.Id != 0).Select(s => s.Id).Distinct().ToArray();
            return new Target(session, subscriptions, subscriptions.Max(s => s.Qos), subscriptions.Any(s => s.RetainAsPublished), ids.Length == 0 ? null : ids);
        }

        /// <summary>What is left when the publisher is the session itself; null for nothing [MQTT-3.8.3-3].</summary>
        public Target? WithoutNoLocal()
        {
            if (!Array.Exists(Subscriptions, s => s.NoLocal)) return this;
            var left = Array.FindAll(Subscriptions, s => !s.NoLocal);
            return left.Length == 0 ? null : From(Session, left);
        }
    }
}
