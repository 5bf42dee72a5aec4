namespace Cardo.Standards.NgsiLd.Query;

/// <summary>And, or, or a leaf.</summary>
internal sealed class BoolNode<T>
{
    readonly BoolNode<T>[] parts;

    BoolNode(T? leaf, BoolNode<T>[] parts, bool all) => (Leaf, this.parts, IsAll) = (leaf, parts, all);

    public T? Leaf { get; }

    public bool IsLeaf => parts.Length == 0;

    public bool IsAll { get; }

    public IReadOnlyList<BoolNode<T>> Parts => parts;

    public static BoolNode<T> Of(T leaf) => new(leaf, [], false);

    public static BoolNode<T> Of(List<BoolNode<T>> parts, bool all) => parts.Count == 1 ? parts[0] : new(default, [.. parts], all);

    public bool Holds<TState>(TState state, Func<T, TState, bool> leaf)
    {
        if (IsLeaf) return leaf(Leaf!, state);
        foreach (var part in parts)
            if (part.Holds(state, leaf) != IsAll) return !IsAll;
        return IsAll;
    }

    /// <summary>The leaves that hold whenever the whole does.</summary>
    public IEnumerable<T> Necessary() => IsLeaf ? [Leaf!] : IsAll ? parts.SelectMany(p => p.Necessary()) : [];

    public IEnumerable<T> Leaves() => IsLeaf ? [Leaf!] : parts.SelectMany(p => p.Leaves());
}
