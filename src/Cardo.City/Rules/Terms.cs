namespace Cardo.Rules;

/// <summary>
/// Short names as rules write them, expanded the way the NGSI-LD core context does; a name that is an IRI already stays.
/// </summary>
internal static class Terms
{
    const string Core = "https://uri.etsi.org/ngsi-ld/";
    const string Default = "https://uri.etsi.org/ngsi-ld/default-context/";
    const string Dublin = "http://purl.org/dc/terms/";

    public static string Expand(string name) => name switch
    {
        _ when name.Contains(':') => name,
        "location" or "observationSpace" or "operationSpace" or "status" => Core + name,
        "title" or "description" => Dublin + name,
        _ => Default + name,
    };
}
