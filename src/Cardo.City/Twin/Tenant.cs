using System.Collections.Concurrent;
using Cardo.Standards.NgsiLd;
using Cardo.Twin.Indexes;

namespace Cardo.Twin;

/// <summary>One tenant's entities and the indexes over them. Written under the gate; read freely.</summary>
internal sealed class Tenant(string name)
{
    const int Few = 500;

    readonly ConcurrentDictionary<string, Slot> slots = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, OfOneType> byType = new(StringComparer.Ordinal);
    OfOneType? lastType;
    readonly SlotList all = new();
    readonly GeoIndex places = new();
    readonly ValueIndexes values = new();
    int count;

    public string Name { get; } = name;

    public int Count => Volatile.Read(ref count);

    /// <summary>How many indexes over values there are.</summary>
    public int Indexes => values.Count;

    /// <summary>Whether there are any.</summary>
    public bool HasIndexes => values.Any;

    /// <summary>A number of an entity changed and nothing else; where no other instance of the attribute says it, the indexes follow.</summary>
    public void Move(Slot slot, string attribute, double before, double after) => values.Move(slot, attribute, before, after);

    public Entity? Find(string id) => slots.TryGetValue(id, out var slot) ? slot.Now : null;

    public Slot? SlotOf(string id) => slots.GetValueOrDefault(id);

    public Dictionary<string, int> CountByType() => byType.Where(t => t.Value.Count > 0).ToDictionary(t => t.Key, t => t.Value.Count);

    public IEnumerable<Entity> All() => Living(all.Span.ToArray());

    public IEnumerable<Entity> OfType(string type) =>
        byType.TryGetValue(type, out var there) ? Living(there.Slots.Span.ToArray()).Where(e => e.Is(type)) : [];

    static IEnumerable<Entity> Living(Slot[] slots)
    {
        foreach (var slot in slots)
            if (slot.Now is { } entity) yield return entity;
    }

    /// <summary>Puts the entity in place of what was there, and keeps the indexes true. Null deletes.</summary>
    public void Set(Slot slot, Entity? after)
    {
        var before = slot.Now;
        slot.Now = after;
        if (before is null && after is not null) Enter(slot, after);
        if (after is null && before is not null) Leave(slot, before);
        if (before is not null && after is not null && !ReferenceEquals(before.Types, after.Types)) Retype(slot, before, after);
        var place = after?.Find(Names.Location)?.Value.Geo;
        if (!ReferenceEquals(place, before?.Find(Names.Location)?.Value.Geo)) places.Place(slot, place);
        values.Set(slot, before, after);
    }

    /// <summary>What is of a type, and how much of it there is now.</summary>
    sealed class OfOneType(string name)
    {
        int count;

        public string Name => name;

        public SlotList Slots { get; } = new();

        public int Count
        {
            get => Volatile.Read(ref count);
            set => Volatile.Write(ref count, value);
        }
    }

    /// <summary>A place for an entity that is known not to be there.</summary>
    public Slot OpenNew(string id, long seq) => slots[id] = new Slot(id, seq);

    public Slot Open(string id, long seq) => slots.TryGetValue(id, out var slot) && slot.Now is not null ? slot : slots[id] = new Slot(id, seq);

    void Enter(Slot slot, Entity after)
    {
        Interlocked.Increment(ref count);
        all.Add(slot);
        foreach (var type in after.Types) Join(type, slot);
    }

    void Leave(Slot slot, Entity before)
    {
        Interlocked.Decrement(ref count);
        slots.TryRemove(new KeyValuePair<string, Slot>(slot.Id, slot));
        all.Remove(slot, s => s.Now is not null);
        foreach (var type in before.Types) Part(type, slot);
    }

    void Retype(Slot slot, Entity before, Entity after)
    {
        foreach (var type in after.Types)
            if (!before.Is(type)) Join(type, slot);
        foreach (var type in before.Types)
            if (!after.Is(type)) Part(type, slot);
    }

    void Join(string type, Slot slot)
    {
        // Who creates things creates many of a kind.
        if (!ReferenceEquals(lastType?.Name, type)) lastType = byType.GetOrAdd(type, static t => new OfOneType(t));
        lastType!.Slots.Add(slot);
        lastType.Count++;
    }

    void Part(string type, Slot slot)
    {
        byType[type].Slots.Remove(slot, s => s.Now?.Is(type) == true);
        byType[type].Count--;
    }

    public Page<Entity> Query(EntityQuery query)
    {
        var candidates = Candidates(query);
        // Only the type is asked for: the index knows the number.
        var counted = query.Count && query is { Where: null, Near: null, Ids: null, IdPattern: null, Attributes: null }
            ? query.Types is null ? Count : query.Types.Count == 1 ? ByType(query.Types) : (long?)null
            : null;
        var items = new List<Entity>(Math.Min(query.Limit, 1024));
        long seen = 0;
        var (more, examined) = (false, 0);
        foreach (var slot in candidates)
        {
            examined++;
            if (slot.Now is not { } entity || !Matches(entity, query)) continue;
            if (seen++ < query.Offset) continue;
            if (items.Count < query.Limit) items.Add(entity);
            else if ((more = true) && (!query.Count || counted is not null)) break;
        }
        return new Page<Entity>(items, query.Count ? counted ?? seen : null, more) { Examined = examined };
    }

    /// <summary>The fewest that an index gives, in order of creation.</summary>
    ReadOnlySpan<Slot> Candidates(EntityQuery query)
    {
        if (query.Ids is not null)
            return query.Ids.Distinct(StringComparer.Ordinal).Select(SlotOf).OfType<Slot>().OrderBy(s => s.Seq).ToArray();
        var near = query.Near is { } box ? places.Near(box, Count) : null;
        var otherwise = near?.Length ?? ByType(query.Types);
        // So few are looked at one by one: that is as quick, and costs no index.
        if (query.Terms.Count == 0 || otherwise <= Few || values.Fewest(query.Terms, otherwise, all) is not { } found) return near ?? OfTypes(query);
        if (query.Types is { } types) found.RemoveAll(s => s.Now is not { } entity || !AnyType(entity, types));
        var slots = found.ToArray();
        Array.Sort(slots, static (a, b) => a.Seq.CompareTo(b.Seq));
        return slots.AsSpan(0, WithoutTwins(slots));
    }

    // An entity with several instances of an attribute may be found by each.
    static int WithoutTwins(Slot[] slots)
    {
        var n = 0;
        foreach (var slot in slots)
            if (n == 0 || slots[n - 1] != slot) slots[n++] = slot;
        return n;
    }

    int ByType(IReadOnlyList<string>? types)
    {
        if (types is null) return Count;
        var n = 0;
        foreach (var type in types) n += byType.GetValueOrDefault(type)?.Count ?? 0;
        return n;
    }

    ReadOnlySpan<Slot> OfTypes(EntityQuery query)
    {
        if (query.Types is null) return all.Span;
        if (query.Types.Count == 1) return byType.TryGetValue(query.Types[0], out var one) ? one.Slots.Span : [];
        var union = new SortedDictionary<long, Slot>();
        foreach (var type in query.Types)
            if (byType.TryGetValue(type, out var list))
                foreach (var slot in list.Slots.Span) union[slot.Seq] = slot;
        return union.Values.ToArray();
    }

    static bool Matches(Entity entity, EntityQuery query) =>
        (query.Types is null || AnyType(entity, query.Types))
        && (query.IdPattern is null || query.IdPattern.IsMatch(entity.Id))
        && (query.Attributes is null || AnyAttribute(entity, query.Attributes))
        && (query.Near is not { } box || (entity.Find(Names.Location)?.Value.Geo is { } geo && box.Touches(geo)))
        && (query.Where is null || query.Where(entity));

    static bool AnyType(Entity entity, IReadOnlyList<string> types)
    {
        foreach (var type in types)
            if (entity.Is(type)) return true;
        return false;
    }

    static bool AnyAttribute(Entity entity, IReadOnlyList<string> names)
    {
        foreach (var attribute in entity.Attributes)
            if (names.Contains(attribute.Name)) return true;
        return false;
    }
}
