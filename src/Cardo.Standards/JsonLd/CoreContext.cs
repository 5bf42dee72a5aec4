using System.Collections.Frozen;

namespace Cardo.Standards.JsonLd;

/// <summary>
/// The NGSI-LD core @context, built in: no network, no start that hangs. Every published version's URL stands for the
/// newest one, whose terms can't be overridden (ETSI GS CIM 009 clause 4.4).
/// </summary>
public static class CoreContext
{
    public const string Namespace = "https://uri.etsi.org/ngsi-ld/";
    public const string DefaultVocab = Namespace + "default-context/";
    public const string Newest = "1.9";
    public const string Url = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v" + Newest + ".jsonld";

    const string UrlStart = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context";
    const string GeoJson = "https://purl.org/geojson/vocab#";

    /// <summary>The terms of the newest version.</summary>
    public static FrozenDictionary<string, Term> Terms { get; } = Of(Newest);

    /// <summary>Whether the URL is the core context's, of any version or of none: <c>…-v1.3.jsonld</c>, <c>….jsonld</c>.</summary>
    public static bool IsCore(string url)
    {
        var rest = url.StartsWith("http://", StringComparison.Ordinal) ? "https://" + url[7..] : url;
        if (!rest.StartsWith(UrlStart, StringComparison.Ordinal)) return false;
        rest = rest[UrlStart.Length..];
        return rest == ".jsonld" || (rest.StartsWith("-v1.", StringComparison.Ordinal) && rest.EndsWith(".jsonld", StringComparison.Ordinal)
            && rest[4..^7] is { Length: > 0 and <= 5 } number && number.All(c => char.IsAsciiDigit(c) || c == '.'));
    }

    /// <summary>What each term means in a version; a version not in the table is read as the next newer one.</summary>
    public static FrozenDictionary<string, Term> Of(string version)
    {
        var wanted = Number(CoreTerms.Versions.FirstOrDefault(v => Number(v) >= Number(version), Newest));
        var terms = new Dictionary<string, Term>(StringComparer.Ordinal)
        {
            ["id"] = new("@id"),
            ["type"] = new("@type"),
            ["ngsi-ld"] = new(Namespace, Prefix: true),
        };
        if (wanted >= Number("1.3")) terms["geojson"] = new(GeoJson, Prefix: true);
        foreach (var line in CoreTerms.Table.Split('\n'))
        {
            var words = line.Trim().Split(' ');
            if (Number(words[0]) > wanted) continue;
            if (words.Length > 2 && words[2] == "-") terms.Remove(words[1]);
            else terms[words[1]] = Read(words);
        }
        return terms.ToFrozenDictionary(StringComparer.Ordinal);
    }

    static Term Read(string[] words)
    {
        var iri = words.Length > 2 ? words[2] : ".";
        var full = iri == "." ? Namespace + words[1]
            : iri.StartsWith("ngsi-ld:", StringComparison.Ordinal) ? Namespace + iri[8..]
            : iri.StartsWith("geojson:", StringComparison.Ordinal) ? GeoJson + iri[8..] : iri;
        var type = words.Length > 3 && words[3] != "." ? words[3] : null;
        return new Term(string.Intern(full), type == "DateTime" ? Namespace + "DateTime" : type, words.Length > 4 ? words[4] : null);
    }

    static int Number(string version) => int.TryParse(version.AsSpan(version.IndexOf('.') + 1), out var minor) ? minor : int.MaxValue;
}
