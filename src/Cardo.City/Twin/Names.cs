using Cardo.Standards.JsonLd;

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

    /// <summary>A short name as NGSI-LD means it: <c>temperature</c> stands in the default context, <c>status</c> and <c>title</c> in the core.</summary>
    public static string Default(string name) => LdContext.Core.Expand(name);

    /// <summary>The one copy of a name.</summary>
    public static string One(string name) => NamePool.One(name);

    /// <summary>What people read: the last part of the IRI.</summary>
    public static string Short(string iri)
    {
        var cut = iri.LastIndexOfAny(['/', '#']);
        return cut < 0 ? iri : iri[(cut + 1)..];
    }
}
