using Cardo.Twin;

namespace Cardo.Sensing.Import;

/// <summary>Names of types and attributes as mappings write them, expanded as the twin keeps them.</summary>
internal static class Terms
{
    public static string Expand(string name) => Names.Default(name);
}
