namespace Cardo.Storage.Chunks;

/// <summary>Which series there are. Changed under the log's gate, read by anybody.</summary>
internal sealed class Catalog
{
    readonly Dictionary<(string Tenant, string Entity), SeriesGroup> groups = [];
    readonly List<SeriesHandle?> byId = [];
    readonly Dictionary<string, string> words = new(StringComparer.Ordinal);
    readonly Dictionary<(string Tenant, string Attribute, string Dataset), LabelColumn> columns = [];
    readonly Lock sync = new();
    Lock groupSync = new();
    int groupsMade;

    // Entities that came together report together: who writes their rows takes one lock for many of them.
    const int GroupsOfALock = 64;

    public int NextId
    {
        get
        {
            lock (sync) return byId.Count;
        }
    }

    public SeriesHandle? Find(in SeriesName name) => Group(name.Tenant, name.Entity)?.Find(name.Attribute, name.DatasetId);

    public SeriesHandle? Find(int id)
    {
        lock (sync) return id < byId.Count ? byId[id] : null;
    }

    public SeriesGroup? Group(string tenant, string entity)
    {
        lock (sync) return groups.GetValueOrDefault((tenant, entity));
    }

    public SeriesHandle Add(int id, in SeriesName name)
    {
        lock (sync)
        {
            var group = GroupOf(name.Tenant, name.Entity);
            // Long names are kept once: an entity's for all its series, an attribute's for the whole city.
            var kept = new SeriesName(group.Tenant, group.Entity, Once(name.Attribute), Once(name.DatasetId));
            var handle = new SeriesHandle(id, kept, group, Column(kept));
            group.Add(handle);
            SideSeries.Attach(group, handle);
            while (byId.Count <= id) byId.Add(null);
            return byId[id] = handle;
        }
    }

    SeriesGroup GroupOf(string tenant, string entity)
    {
        if (groups.TryGetValue((tenant, entity), out var group)) return group;
        if (++groupsMade % GroupsOfALock == 0) groupSync = new Lock();
        return groups[(tenant, entity)] = new SeriesGroup(tenant, entity, groupSync);
    }

    LabelColumn Column(in SeriesName name)
    {
        var key = (name.Tenant, name.Attribute, name.DatasetId);
        return columns.TryGetValue(key, out var column) ? column : columns[key] = new LabelColumn(columns.Count, name.Tenant, name.Attribute, name.DatasetId);
    }

    /// <summary>The columns of a tenant, of one attribute or all; in the order they were made.</summary>
    public IReadOnlyList<LabelColumn> Columns(string tenant, string? attribute, string dataset)
    {
        lock (sync)
        {
            if (attribute is not null) return columns.TryGetValue((tenant, attribute, dataset), out var one) ? [one] : [];
            return columns.Values.Where(c => c.Tenant == tenant && c.Dataset == dataset).ToList();
        }
    }

    public IReadOnlyList<SeriesGroup> Groups(string tenant)
    {
        lock (sync) return groups.Values.Where(g => g.Tenant == tenant).ToList();
    }

    /// <summary>How many label columns there are.</summary>
    public int ColumnCount
    {
        get
        {
            lock (sync) return columns.Count;
        }
    }

    /// <summary>What an entity is and where; its series, also those to come, are found by it.</summary>
    public void Describe(string tenant, string entity, Label label)
    {
        lock (sync)
        {
            if (!groups.TryGetValue((tenant, entity), out var group) || group.Label.Equals(label)) return;
            group.Label = label;
            foreach (var member in group.Members) member.Column.Describe(member.Slot, label);
        }
    }

    string Once(string word)
    {
        if (words.TryGetValue(word, out var known)) return known;
        words.Add(word, word);
        return word;
    }

    public IReadOnlyList<SeriesHandle> Remove(string tenant, string entity)
    {
        lock (sync)
        {
            if (!groups.Remove((tenant, entity), out var group)) return [];
            foreach (var member in group.Members)
            {
                byId[member.Id] = null;
                member.Column.Free(member.Slot);
            }
            // What it is and where holds for the series to come.
            if (group.Label != Label.None) GroupOf(tenant, entity).Label = group.Label;
            return group.Members;
        }
    }

    public IReadOnlyList<SeriesHandle> All()
    {
        lock (sync) return byId.OfType<SeriesHandle>().ToList();
    }
}
