namespace Cardo.Sensing.Mqtt;

/// <summary>
/// What must be found again after a restart: a durable map of owner and item to bytes. Owners are sessions (by key) and
/// "" for retained messages. Items: <c>h</c> the session itself, <c>s/FILTER</c> a subscription, <c>q/SEQ</c> a message
/// on its way out, <c>r/ID</c> a QoS 2 message received and not yet released, <c>t/TOPIC</c> a retained message.
/// Each method answers the log position after which <see cref="Durable"/> holds.
/// </summary>
internal interface ILedger
{
    /// <summary>Everything kept, in no order; called once, before anything else.</summary>
    IEnumerable<LedgerItem> Restore();

    /// <summary>A new item, or a newer body for the same.</summary>
    long Put(string owner, string item, ReadOnlySpan<byte> body);

    /// <summary>One body for many owners: a message for the queues of several sessions. The items must not have been there before.</summary>
    /// <param name="heads">owner, item, and what stands before the shared body</param>
    long PutShared(IReadOnlyList<LedgerItem> heads, ReadOnlySpan<byte> shared);

    long Remove(string owner, string item);

    /// <summary>Removes all items of an owner.</summary>
    long Drop(string owner);

    ValueTask Durable(long position);
}

internal sealed record LedgerItem(string Owner, string Item, byte[] Body);
