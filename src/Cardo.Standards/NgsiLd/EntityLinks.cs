namespace Cardo.Standards.NgsiLd;

/// <summary>What relationships point at.</summary>
public static class EntityLinks
{
    /// <summary>The URIs of a relationship's object: one, a list, or none.</summary>
    public static IReadOnlyList<string> Of(Value value) => ValueWriter.Uris(value);
}
