using Cardo.Standards.JsonLd;
using Cardo.Twin;

namespace Cardo.Sensing.Payloads;

/// <summary>
/// What a short name of a device means in the twin: the same as in an NGSI-LD request without a context of its own,
/// so that a query for <c>temperature</c> or <c>location</c> finds what a device said.
/// </summary>
internal static class Expansion
{
    public static string Of(string name) =>
        name.Contains(':') ? Names.One(name)
        : CoreContext.Terms.TryGetValue(name, out var term) && !term.Iri.StartsWith('@') ? Names.One(term.Iri) : Names.Default(name);
}
