using Cardo.Ui;

namespace Cardo.Indicators;

/// <summary>A list of indicators as somebody publishes it: data, never code.</summary>
/// <param name="Id">its short name: <c>iso37120-2018</c></param>
/// <param name="Provenance">how sure its facts are, in a sentence</param>
/// <param name="Coverage">least share of a parent's weight that must be measured; below it the score is withheld</param>
/// <param name="Items">parents and indicators in the file's order</param>
public sealed record Framework(string Id, LocalText Title, LocalText Provenance, double Coverage, IReadOnlyList<FrameworkItem> Items)
{
    /// <summary>Decimals its values are given with; null where it doesn't say.</summary>
    public int? Decimals { get; init; }

    public FrameworkItem? Find(string id) => Items.FirstOrDefault(i => i.Id == id);

    public IEnumerable<FrameworkItem> Children(string parent) => Items.Where(i => i.Parent == parent);

    public bool IsLeaf(FrameworkItem item) => !Items.Any(i => i.Parent == item.Id);
}

/// <summary>One line of a framework.</summary>
/// <param name="Direction">+1 more is better, -1 less is better, 0 context: shown, not scored</param>
/// <param name="Weight">its share as given; NaN where siblings count alike</param>
/// <param name="Provenance">verified or recalled: shown as such</param>
public sealed record FrameworkItem(string Id, string Parent, LocalText Name, string Kind, string Unit, int Direction, double Weight, LocalText Formula, string Provenance);

/// <summary>A measurement that feeds an indicator of a framework; the same one may feed several.</summary>
public sealed record Crossing(string Measure, string Unit, string Framework, string Indicator);
