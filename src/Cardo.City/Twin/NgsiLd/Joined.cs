using Cardo.Standards.NgsiLd;

namespace Cardo.Twin.NgsiLd;

/// <summary>join=flat: the linked entities stand behind those asked for (clause 4.5.23).</summary>
internal static class Joined
{
    const int Most = 10_000;

    public static IReadOnlyList<Entity> Flat(IReadOnlyList<Entity> entities, Wanted wanted, TwinDesk desk, string tenant)
    {
        var all = new List<Entity>(entities);
        var seen = entities.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var from = 0;
        for (var level = 0; level < wanted.JoinLevel; level++)
        {
            var end = all.Count;
            for (; from < end; from++)
                foreach (var id in Links(all[from]))
                    if (all.Count < Most && seen.Add(id) && desk.Find(tenant, id) is { } linked) all.Add(linked);
        }
        return all;
    }

    static IEnumerable<string> Links(Entity entity) =>
        entity.Attributes.Where(a => a.Kind is AttributeKind.Relationship or AttributeKind.ListRelationship).SelectMany(a => EntityLinks.Of(a.Value));
}
