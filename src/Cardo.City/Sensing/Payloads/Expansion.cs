using System.Collections.Frozen;
using Cardo.Twin;

namespace Cardo.Sensing.Payloads;

/// <summary>
/// What a short name of a device means in the twin: the same as in an NGSI-LD request without a context of its own,
/// so that a query for <c>temperature</c> or <c>location</c> finds what a device said.
/// </summary>
internal static class Expansion
{
    // Terms of the core context (ETSI GS CIM 009 annex B) that are plain names a device might use.
    static readonly FrozenDictionary<string, string> core = new Dictionary<string, string>
    {
        ["location"] = Names.Location,
        ["observationSpace"] = Names.ObservationSpace,
        ["operationSpace"] = Names.Core + "operationSpace",
        ["description"] = "http://purl.org/dc/terms/description",
        ["title"] = "http://purl.org/dc/terms/title",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(string name) =>
        name.Contains(':') ? Names.One(name) : core.TryGetValue(name, out var iri) ? iri : Names.Default(name);
}
