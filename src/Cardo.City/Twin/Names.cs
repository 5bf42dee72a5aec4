using System.Collections.Concurrent;

namespace Cardo.Twin;

/// <summary>
/// Names the twin knows, and one copy of each: a million lamps say "status" once. Bounded, because names come from
/// outside: a sender that makes up names is refused, and memory stays flat.
/// </summary>
public static class Names
{
    public const string DefaultContext = "https://uri.etsi.org/ngsi-ld/default-context/";
    public const string Core = "https://uri.etsi.org/ngsi-ld/";
    public const string Location = Core + "location";
    public const string ObservationSpace = Core + "observationSpace";

    /// <summary>How many different names are shared; more are still correct, they only cost memory of their own.</summary>
    const int Shared = 100_000;

    static readonly ConcurrentDictionary<string, string> pool = new(StringComparer.Ordinal);

    /// <summary>A short name in the default context: <c>temperature</c> becomes its IRI.</summary>
    public static string Default(string name) => One(DefaultContext + name);

    /// <summary>The one copy of a name.</summary>
    public static string One(string name)
    {
        if (pool.TryGetValue(name, out var one)) return one;
        return pool.Count >= Shared ? name : pool.GetOrAdd(name, name);
    }

    /// <summary>What people read: the last part of the IRI.</summary>
    public static string Short(string iri)
    {
        var cut = iri.LastIndexOfAny(['/', '#']);
        return cut < 0 ? iri : iri[(cut + 1)..];
    }
}
