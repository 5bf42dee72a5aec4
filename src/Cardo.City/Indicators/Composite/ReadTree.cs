using System.Globalization;
using Cardo.Indicators.Files;

namespace Cardo.Indicators.Composite;

/// <summary>Reads the tree of a specification: from a CSV file (a row a node) or written in place.</summary>
internal static class ReadTree
{
    static readonly string[] fields = ["id", "parent", "name", "weight", "direction", "unit", "denominator", "transform", "min", "max", "target"];

    public static IndexTree? Read(SpecNode tree, Faults faults)
    {
        var nodes = new List<IndexNode>();
        var file = tree.Spec.File;
        if (tree.IsList) foreach (var item in tree.Items) Inline(item, "", nodes, 0);
        else if (tree["file"].Given)
        {
            file = tree["file"].Text();
            if (tree.Spec.Csv(file) is not { } table || !FromTable(table, tree, nodes, faults)) return null;
        }
        else if (tree["nodes"].Given) foreach (var item in tree["nodes"].Items) Inline(item, "", nodes, 0);
        else { tree.Say("a tree is expected here: a list of nodes, or file: with a CSV of them."); return null; }
        var sum = tree.IsMap ? tree["sum"].Number(double.NaN, 1e-12) : double.NaN;
        if (tree.IsMap) tree.Close();
        if (faults.Any || IndexTree.Build(nodes, file, faults) is not { } built) return null;
        if (!double.IsNaN(sum)) built.CheckSums(sum, faults);
        return faults.Any ? null : built;
    }

    static void Inline(SpecNode item, string parent, List<IndexNode> nodes, int depth)
    {
        if (depth > IndexTree.MaxDepth) { item.Say($"deeper than {IndexTree.MaxDepth} levels."); return; }
        if (item.IsScalar) { nodes.Add(new IndexNode(item.Text(), item.Text(), item.Place) { ParentId = parent }); return; }
        var id = item["id"].Needed("each node has an id");
        nodes.Add(new IndexNode(id, item["name"].Text(id), item.Place)
        {
            ParentId = item["parent"].Text(parent),
            Weight = item["weight"].Number(1),
            Direction = Direction(item["direction"].Text("1"), item["direction"].Place, item.Spec.Faults),
            Unit = item["unit"].Text(),
            Denominator = item["denominator"].Text(),
            Transform = item["transform"].Text(),
            Min = item["min"].Number(),
            Max = item["max"].Number(),
            Target = item["target"].Number(),
        });
        foreach (var child in item["children"].Items) Inline(child, id, nodes, depth + 1);
        item.Close();
    }

    static bool FromTable(Table table, SpecNode tree, List<IndexNode> nodes, Faults faults)
    {
        var (columns, where) = (tree["columns"], tree["where"]);
        var names = new Dictionary<string, string>();
        foreach (var field in fields)
        {
            var named = columns[field];
            var column = named.Text(field);
            if (named.Given || field is "id" or "parent") { if (table.Needs(column, faults, $"the tree's {field}")) names[field] = column; }
            else if (table.Has(column)) names[field] = column;
        }
        columns.Close();
        var filters = where.Members.Select(m => (m.Key, Values: m.Value.Texts())).ToList();
        foreach (var (column, _) in filters) table.Needs(column, faults, "tree.where");
        if (faults.Any) return false;
        for (var r = 0; r < table.Count; r++)
        {
            if (filters.Any(f => !f.Values.Contains(table.Text(r, f.Key)))) continue;
            nodes.Add(Row(table, r, names, faults));
        }
        MissingUnits(table, nodes, names, faults);
        return !faults.Any;
    }

    static IndexNode Row(Table table, int r, Dictionary<string, string> names, Faults faults)
    {
        string Text(string field) => names.TryGetValue(field, out var column) && !Table.IsMissing(table.Text(r, column)) ? table.Text(r, column) : "";
        double Number(string field) => Text(field).Length > 0 ? table.Number(r, names[field], faults) : double.NaN;
        var weight = Text("weight").Length > 0 ? Weight(table, r, names["weight"], faults) : 1;
        var id = Text("id");
        return new IndexNode(id, Text("name") is { Length: > 0 } name ? name : id, $"{table.File} line {table.LineOf(r)}")
        {
            ParentId = Text("parent"),
            Weight = weight,
            Unit = Text("unit"),
            Denominator = Text("denominator"),
            Transform = Text("transform"),
            Direction = Text("direction").Length > 0 ? Direction(Text("direction"), table.Place(r, names["direction"]), faults) : 1,
            Min = Number("min"),
            Max = Number("max"),
            Target = Number("target"),
        };
    }

    static double Weight(Table table, int r, string column, Faults faults)
    {
        var cell = table.Text(r, column);
        if (cell.EndsWith('%') && double.TryParse(cell[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)) return percent / 100;
        var weight = table.Number(r, column, faults);
        if (weight < 0) faults.Say($"{table.Place(r, column)}: a weight of {weight:R}; a weight is never negative.");
        return weight;
    }

    // Where a tree speaks of units of measurement, each leaf has one: a figure without its unit is not a figure.
    static void MissingUnits(Table table, List<IndexNode> nodes, Dictionary<string, string> names, Faults faults)
    {
        if (!names.TryGetValue("unit", out var column)) return;
        var parents = nodes.Select(n => n.ParentId).ToHashSet(StringComparer.Ordinal);
        foreach (var leaf in nodes.Where(n => !parents.Contains(n.Id) && n.Unit.Length == 0 && n.Direction != 0))
            faults.Say($"{leaf.Place}, column {column}: the unit of \"{leaf.Id}\" is missing ({table.File}).");
    }

    static int Direction(string text, string place, Faults faults)
    {
        switch (text)
        {
            case "1" or "+1" or "+" or "max" or "up" or "positive": return 1;
            case "-1" or "-" or "min" or "down" or "negative": return -1;
            case "0" or "context": return 0;
            default: faults.Say($"{place}: \"{text}\" is not a direction. Known: 1, -1, context."); return 1;
        }
    }
}
