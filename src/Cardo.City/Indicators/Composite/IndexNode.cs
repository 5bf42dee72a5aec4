namespace Cardo.Indicators.Composite;

/// <summary>One indicator or aggregate of a tree. Leaves are level 1; a parent stands one level above its highest child.</summary>
internal sealed record IndexNode(string Id, string Name, string Place)
{
    public string ParentId { get; init; } = "";
    public int Parent { get; set; } = -1;
    public int[] Children { get; set; } = [];
    public int Level { get; set; } = 1;

    /// <summary>Relative to its siblings, or an absolute share where the specification asks for a sum.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>+1 more is better, -1 less is better, 0 context: shown, never scored.</summary>
    public int Direction { get; init; } = 1;

    public string Unit { get; init; } = "";

    /// <summary>The column this one is divided by, or "".</summary>
    public string Denominator { get; init; } = "";

    /// <summary>ln, log10, sqrt, reciprocal or "": applied to values, goalposts and target alike.</summary>
    public string Transform { get; init; } = "";

    public double Min { get; init; } = double.NaN;
    public double Max { get; init; } = double.NaN;
    public double Target { get; init; } = double.NaN;

    public bool IsLeaf => Children.Length == 0;
}
