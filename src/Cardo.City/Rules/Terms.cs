using Cardo.Twin;

namespace Cardo.Rules;

/// <summary>
/// Short names as rules write them, expanded the way the NGSI-LD core context does; a name that is an IRI already stays.
/// </summary>
internal static class Terms
{
    public static string Expand(string name) => Names.Default(name);
}
