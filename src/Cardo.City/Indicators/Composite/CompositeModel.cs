namespace Cardo.Indicators.Composite;

/// <summary>
/// A specification compiled: the tree, the measurements as flat columns, and the settings (knobs) of every node. It never
/// changes once read; workspaces on several cores run it with knobs of their own.
/// </summary>
internal sealed class CompositeModel(IndexTree tree, CompositeData data, Knobs knobs)
{
    public IndexTree Tree { get; } = tree;

    public CompositeData Data { get; } = data;

    public int Rows => Data.Rows;

    /// <summary>As the specification says; a copy of it is what uncertainty turns.</summary>
    public Knobs Knobs { get; } = knobs;

    /// <summary>The node whose score is the index: the one asked for, or the only root.</summary>
    public int Top { get; init; }

    /// <summary>What a reader should know.</summary>
    public List<string> Notes { get; } = [];
}
