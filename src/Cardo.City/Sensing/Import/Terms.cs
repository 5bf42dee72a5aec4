using Cardo.Twin;

namespace Cardo.Sensing.Import;

/// <summary>Names of types and attributes as mappings write them, expanded as the twin keeps them.</summary>
internal static class Terms
{
    /// <summary>Terms of the core @context that cities use as attributes; every other short name is in the default context.</summary>
    public static string Expand(string name) => name switch
    {
        "location" => Names.Location,
        "observationSpace" => Names.ObservationSpace,
        "title" => "http://purl.org/dc/terms/title",
        "description" => "http://purl.org/dc/terms/description",
        _ when name.Contains(':') => Names.One(name),
        _ => Names.Default(name),
    };
}
