namespace Cardo.Storage.Chunks;

/// <summary>What is known of an entity beside its samples: its types (a number of <see cref="TypeSets"/>) and its place.</summary>
/// <param name="X">degrees east, NaN for no place</param>
/// <param name="Y">degrees north</param>
internal readonly record struct Label(ushort Types, float X, float Y)
{
    public static readonly Label None = new(0, float.NaN, float.NaN);
}
