using System.Collections.Concurrent;
using Cardo.Standards.JsonLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin.NgsiLd;

/// <summary>
/// How many different names of attributes a tenant may use: a sender that makes up a name a message is told, and
/// memory, indexes and series stay as many as a model has. Names count until the next start.
/// </summary>
internal sealed class NameBudget(TwinDesk desk, int perTenant)
{
    readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> known = new(StringComparer.Ordinal);

    public LdError? Admit(string tenant, IReadOnlyList<Attribute> attributes)
    {
        var names = known.TryGetValue(tenant, out var there) ? there : known.GetOrAdd(tenant, Seen);
        return Admit(names, attributes);
    }

    LdError? Admit(ConcurrentDictionary<string, byte> names, IReadOnlyList<Attribute> attributes)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            var attribute = attributes[i];
            if (!names.ContainsKey(attribute.Name))
            {
                // Count takes every lock of the dictionary, but only a new name comes here.
                if (names.Count >= perTenant) return LdError.Bad($"{attribute.Name} would be a new name of an attribute, and {perTenant} are known already (twin.max_names).");
                names.TryAdd(attribute.Name, 0);
            }
            if (attribute.Sub.Length > 0 && Admit(names, attribute.Sub) is { } error) return error;
        }
        return null;
    }

    ConcurrentDictionary<string, byte> Seen(string tenant)
    {
        var names = new ConcurrentDictionary<string, byte>(StringComparer.Ordinal);
        foreach (var entity in desk.All(tenant)) Add(names, entity.Attributes);
        return names;
    }

    static void Add(ConcurrentDictionary<string, byte> names, Attribute[] attributes)
    {
        foreach (var attribute in attributes)
        {
            names.TryAdd(attribute.Name, 0);
            if (attribute.Sub.Length > 0) Add(names, attribute.Sub);
        }
    }
}
