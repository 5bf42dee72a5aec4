namespace Cardo.Storage.Chunks;

/// <summary>Which series there are. Changed under the log's gate, read by anybody.</summary>
internal sealed class Catalog
{
    readonly Dictionary<(string Tenant, string Entity), SeriesGroup> groups = [];
    readonly List<SeriesHandle?> byId = [];
    readonly Dictionary<string, string> words = new(StringComparer.Ordinal);
    readonly Lock sync = new();

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
            if (!groups.TryGetValue((name.Tenant, name.Entity), out var group))
                groups.Add((name.Tenant, name.Entity), group = new SeriesGroup(name.Tenant, name.Entity));
            // Long names are kept once: an entity's for all its series, an attribute's for the whole city.
            var kept = new SeriesName(group.Tenant, group.Entity, Once(name.Attribute), Once(name.DatasetId));
            var handle = new SeriesHandle(id, kept, group);
            group.Add(handle);
            while (byId.Count <= id) byId.Add(null);
            return byId[id] = handle;
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
            foreach (var member in group.Members) byId[member.Id] = null;
            return group.Members;
        }
    }

    public IReadOnlyList<SeriesHandle> All()
    {
        lock (sync) return byId.OfType<SeriesHandle>().ToList();
    }
}
