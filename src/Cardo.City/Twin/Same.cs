using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>Whether two say the same, whenever each was written.</summary>
internal static class Same
{
    /// <summary>Whether only values can differ: the same attributes in the same order, the same types, scopes and expiry.</summary>
    public static bool Shape(Entity a, Entity b)
    {
        if (a.Attributes.Length != b.Attributes.Length || a.ExpiresAtUs != b.ExpiresAtUs) return false;
        for (var i = 0; i < a.Attributes.Length; i++)
            if (a.Attributes[i].Name != b.Attributes[i].Name || a.Attributes[i].DatasetId != b.Attributes[i].DatasetId) return false;
        return a.Types.AsSpan().SequenceEqual(b.Types) && a.Scopes.AsSpan().SequenceEqual(b.Scopes);
    }

    public static bool Content(Entity a, Entity b) =>
        a.Id == b.Id && a.Types.AsSpan().SequenceEqual(b.Types) && a.Scopes.AsSpan().SequenceEqual(b.Scopes)
        && a.Attributes.Length == b.Attributes.Length
        && a.Attributes.All(x => b.Find(x.Name, x.DatasetId) is { } y && Content(x, y));

    public static bool Content(Attribute a, Attribute b) =>
        a.Name == b.Name && a.DatasetId == b.DatasetId && a.Kind == b.Kind && a.Doubts == b.Doubts && a.UnitCode == b.UnitCode
        && a.ObservedAtUs == b.ObservedAtUs && a.Value.Equals(b.Value) && a.Sub.Length == b.Sub.Length
        && a.Sub.All(x => Array.Find(b.Sub, y => y.Name == x.Name && y.DatasetId == x.DatasetId) is { } y && Content(x, y));
}
