using System.Globalization;
using Cardo.Indicators.Composite;
using Cardo.Indicators.Files;
using Cardo.Ui;

namespace Cardo.Indicators.Frameworks;

/// <summary>Reads a framework's CSV and checks what a score would rest on: one tree, no cycles, weights that sum, units of leaves.</summary>
internal static class ReadFramework
{
    static readonly string[] columns = ["id", "parent", "name", "unit", "direction", "weight", "formula", "provenance"];

    public static Framework? Read(Table table, string id, LocalText title, LocalText provenance, double coverage, Faults faults)
    {
        foreach (var column in columns) table.Needs(column, faults, "a framework says it of each line");
        if (faults.Any) return null;
        var items = Enumerable.Range(0, table.Count).Select(r => Item(table, r, faults)).ToList();
        var nodes = items.Select((item, r) => new IndexNode(item.Id, item.Name.ToString(), $"{table.File} line {table.LineOf(r)}") { ParentId = item.Parent, Weight = double.IsNaN(item.Weight) ? 1 : item.Weight }).ToList();
        if (faults.Any || IndexTree.Build(nodes, table.File, faults) is null) return null;
        var framework = new Framework(id, title, provenance, coverage, items);
        for (var r = 0; r < items.Count; r++)
            if (items[r].Unit.Length == 0 && framework.IsLeaf(items[r])) faults.Say($"{table.Place(r, "unit")}: the unit of \"{items[r].Id}\" is missing.");
        foreach (var parent in items.Select(i => i.Parent).Distinct()) Sums(framework, parent, table.File, faults);
        return faults.Any ? null : framework;
    }

    static FrameworkItem Item(Table table, int r, Faults faults)
    {
        string Text(string column) => table.Has(column) ? table.Text(r, column) : "";
        var direction = Text("direction") switch { "+" or "1" => 1, "-" or "-1" => -1, "context" or "0" => 0, "" => 1, _ => 2 };
        if (direction == 2) faults.Say($"{table.Place(r, "direction")}: \"{Text("direction")}\" is not a direction. Known: +, -, context.");
        var weight = Text("weight") is { Length: > 0 } w ? w.EndsWith('%') && double.TryParse(w[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var p) ? p / 100 : table.Number(r, "weight", faults, true) : double.NaN;
        if (Text("provenance").Length == 0) faults.Say($"{table.Place(r, "provenance")}: say where \"{Text("id")}\" comes from.");
        return new FrameworkItem(Text("id"), Text("parent"), table.Said(r, "name"), Text("kind"), Text("unit"), direction, weight, table.Said(r, "formula"), Text("provenance"));
    }

    // Given weights of siblings sum to one, or to what their parent counts for itself.
    static void Sums(Framework framework, string parent, string file, Faults faults)
    {
        var children = framework.Children(parent).ToList();
        if (children.All(c => double.IsNaN(c.Weight))) return;
        if (children.Any(c => double.IsNaN(c.Weight))) { faults.Say($"{file}: some children of \"{parent}\" have weights and some have none: {string.Join(", ", children.Where(c => double.IsNaN(c.Weight)).Take(5).Select(c => c.Id))}."); return; }
        var sum = children.Sum(c => c.Weight);
        var own = framework.Find(parent)?.Weight ?? double.NaN;
        if (Math.Abs(sum - 1) > 1e-6 && !(Math.Abs(sum - own) <= 1e-6)) faults.Say(string.Create(CultureInfo.InvariantCulture, $"{file}: the weights of the children of \"{parent}\" sum to {sum:R}, neither to 1 nor to their parent's {own:R}."));
    }
}
