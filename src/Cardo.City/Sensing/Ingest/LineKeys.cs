using System.Collections.Concurrent;
using Cardo.Sensing.Payloads;

namespace Cardo.Sensing.Ingest;

/// <summary>
/// The keys that lines of numbers came with. Bounded: a sender that makes up tags fills it, then all of it is forgotten
/// and those that really come are there again with their next line.
/// </summary>
internal sealed class LineKeys(SensingOptions options)
{
    /// <summary>Longer ones are read in full each time.</summary>
    public const int MaxKeyBytes = 512;

    readonly ConcurrentDictionary<byte[], LineKey> keys = new(ByteComparer.It);
    int count;

    // Those that came lately: more lists than this and some are kept twice, which costs memory and no more.
    const int MostShared = 64;

    LineFields[] shared = [];

    /// <summary>The same list of fields as it is kept already, so that things share it.</summary>
    public LineFields Known(LineFields fields)
    {
        var lately = Volatile.Read(ref shared);
        foreach (var one in lately)
            if (one.Same(fields)) return one;
        // Two at once may each keep theirs: one of them is forgotten, and comes again.
        Volatile.Write(ref shared, [fields, .. lately.AsSpan(0, Math.Min(lately.Length, MostShared - 1))]);
        return fields;
    }

    public LineKey? Find(ReadOnlySpan<byte> key) => keys.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var there) ? there : null;

    public void Keep(LineKey key)
    {
        if (Interlocked.Increment(ref count) > options.MaxLineKeys)
        {
            keys.Clear();
            Volatile.Write(ref count, 0);
        }
        keys[key.Bytes] = key;
    }
}
