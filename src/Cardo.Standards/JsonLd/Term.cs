namespace Cardo.Standards.JsonLd;

/// <summary>What a context says of a term.</summary>
/// <param name="Iri">what it stands for, absolute; a keyword for an alias of one</param>
/// <param name="Type"><c>@id</c>, <c>@vocab</c>, <c>@json</c>, a datatype's IRI, or null</param>
/// <param name="Container"><c>@list</c>, <c>@language</c>, <c>@set</c>, <c>@index</c>, or null</param>
/// <param name="Prefix">may stand before the colon of a compact IRI when names are shortened</param>
public sealed record Term(string Iri, string? Type = null, string? Container = null, bool Prefix = false)
{
    /// <summary>RFC 3986 gen-delims: an IRI that ends in one makes a prefix (JSON-LD 1.1, create term definition 14.2.5).</summary>
    internal static bool EndsAsPrefix(string iri) => iri.Length > 0 && iri[^1] is ':' or '/' or '?' or '#' or '[' or ']' or '@';
}
