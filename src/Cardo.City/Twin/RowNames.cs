namespace Cardo.Twin;

/// <summary>Which attributes a thing's reports carry. Best shared by all things that report the same.</summary>
/// <param name="Names">expanded, each once</param>
/// <param name="Units">the unit of each, or null</param>
public sealed record RowNames(string[] Names, string?[] Units)
{
    public int Width => Names.Length;

    public bool Same(RowNames other) => Names.AsSpan().SequenceEqual(other.Names) && Units.AsSpan().SequenceEqual(other.Units);
}
