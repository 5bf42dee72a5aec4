using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;

namespace Cardo.Twin.Indexes;

/// <summary>
/// The indexes over attributes' values that queries have asked for. One is made when a query would have to look at many
/// entities without it; at most <see cref="Most"/> are kept, and the one that was not asked for longest goes first.
/// </summary>
internal sealed class ValueIndexes
{
    public const int Most = 32;

    readonly Lock gate = new();
    readonly Dictionary<string, ValueIndex> byName = new(StringComparer.Ordinal);
    volatile bool any;
    long asked;

    public int Count
    {
        get { lock (gate) return byName.Count; }
    }

    public bool Any => any;

    /// <summary>The same where one number changed.</summary>
    public void Move(Slot slot, string attribute, double before, double after)
    {
        lock (gate)
            if (byName.TryGetValue(attribute, out var index)) index.Move(slot, before, after);
    }

    /// <summary>After a slot and the list of slots were changed.</summary>
    public void Set(Slot slot, Entity? before, Entity? after)
    {
        if (!any) return;
        lock (gate)
            foreach (var index in byName.Values) index.Set(slot, before, after);
    }

    /// <summary>
    /// The slots that may fulfil the most telling of these terms, when there are fewer than <paramref name="otherwise"/>;
    /// null when no index helps. An index that is lacking is made of <paramref name="all"/> where that is worth it.
    /// </summary>
    public List<Slot>? Fewest(IReadOnlyList<QTerm> terms, int otherwise, SlotList all)
    {
        lock (gate)
        {
            (ValueIndex Index, IReadOnlyList<(long, long)> Ranges)? best = null;
            foreach (var term in terms)
            {
                if (ValueKey.Ranges(term) is not { } ranges) continue;
                var index = byName.GetValueOrDefault(term.Attribute) ?? Make(term.Attribute, all);
                index.Used = ++asked;
                if (index.Count(ranges) is var count && count >= otherwise) continue;
                (best, otherwise) = ((index, ranges), count);
            }
            if (best is not { } found) return null;
            var slots = new List<Slot>(otherwise);
            found.Index.AddTo(slots, found.Ranges);
            return slots;
        }
    }

    // Writes go on meanwhile: what changes while the list is gone through waits at the gate and is set again after it.
    ValueIndex Make(string attribute, SlotList all)
    {
        if (byName.Count == Most) byName.Remove(byName.MinBy(i => i.Value.Used).Key);
        var index = new ValueIndex(attribute);
        byName.Add(attribute, index);
        any = true;
        foreach (var slot in all.Span) index.Set(slot, null, slot.Now);
        return index;
    }
}
