using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin.Indexes;

/// <summary>The slots that have an attribute, by what it says. Guarded by <see cref="ValueIndexes"/>.</summary>
internal sealed class ValueIndex(string attribute)
{
    readonly Dictionary<long, HashSet<Slot>> buckets = [];
    readonly List<long> keys = [];

    /// <summary>When it was asked last, for letting go of the one nobody asks.</summary>
    public long Used { get; set; }

    /// <summary>Takes over from what a slot said to what it says. Either may have been taken over before.</summary>
    public void Set(Slot slot, Entity? before, Entity? after)
    {
        foreach (var key in Keys(before))
            if (key != ValueKey.None && !Says(after, key)) Remove(key, slot);
        foreach (var key in Keys(after))
            if (key != ValueKey.None) Add(key, slot);
    }

    /// <summary>The same where a number changed that is the only instance's.</summary>
    public void Move(Slot slot, double before, double after)
    {
        var (from, to) = (ValueKey.Of(before), ValueKey.Of(after));
        if (from != to) Remove(from, slot);
        Add(to, slot);
    }

    KeyList Keys(Entity? entity) => new(entity?.Attributes ?? [], attribute);

    bool Says(Entity? entity, long key)
    {
        foreach (var said in Keys(entity))
            if (said == key) return true;
        return false;
    }

    void Add(long key, Slot slot)
    {
        if (!buckets.TryGetValue(key, out var bucket))
        {
            buckets[key] = bucket = [];
            keys.Insert(~keys.BinarySearch(key), key);
        }
        bucket.Add(slot);
    }

    void Remove(long key, Slot slot)
    {
        if (!buckets.TryGetValue(key, out var bucket) || !bucket.Remove(slot) || bucket.Count > 0) return;
        buckets.Remove(key);
        keys.RemoveAt(keys.BinarySearch(key));
    }

    /// <summary>How many slots stand in these ranges, with those that always do.</summary>
    public int Count(IReadOnlyList<(long From, long To)> ranges) => Buckets(ranges).Sum(b => b.Count);

    public void AddTo(ICollection<Slot> found, IReadOnlyList<(long From, long To)> ranges)
    {
        foreach (var bucket in Buckets(ranges))
            foreach (var slot in bucket) found.Add(slot);
    }

    IEnumerable<HashSet<Slot>> Buckets(IReadOnlyList<(long From, long To)> ranges)
    {
        if (buckets.TryGetValue(ValueKey.Others, out var others)) yield return others;
        foreach (var (from, to) in ranges)
        {
            var at = keys.BinarySearch(from);
            for (at = at < 0 ? ~at : at; at < keys.Count && keys[at] <= to; at++) yield return buckets[keys[at]];
        }
    }

    // The keys of an attribute's instances, without a list.
    readonly ref struct KeyList(Attribute[] attributes, string name)
    {
        readonly Attribute[] attributes = attributes;
        readonly string name = name;

        public Enumerator GetEnumerator() => new(attributes, name);

        public ref struct Enumerator(Attribute[] attributes, string name)
        {
            int at = -1;

            public readonly long Current => ValueKey.Of(attributes[at].Value);

            public bool MoveNext()
            {
                while (++at < attributes.Length)
                    if (ReferenceEquals(attributes[at].Name, name) || attributes[at].Name == name) return true;
                return false;
            }
        }
    }
}
