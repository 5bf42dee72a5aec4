using Cardo.Indicators.Files;

namespace Cardo.Indicators.Composite;

/// <summary>Compiles a specification and its files into a model. All that is wrong is said at once, with its place.</summary>
internal static class ReadComposite
{
    /// <summary>Keys of a specification that belong to other commands.</summary>
    static readonly string[] others = ["title", "uncertainty", "panel", "explain", "statistics"];

    public static CompositeModel? Read(Spec spec)
    {
        var (root, faults) = (spec.Root, spec.Faults);
        foreach (var key in others) _ = root[key];
        if (ReadTree.Read(root["tree"], faults) is not { } tree) { _ = ReadMore(root); return null; }
        if (ReadData.Read(root, tree, faults) is not { } data) return null;
        var knobs = ReadKnobs.Read(root, tree);
        List<string> notes = [];
        ReadWeights.Read(root, tree, knobs, notes);
        Transformed(knobs, tree, faults);
        var top = tree.Find(root["index"].Text(tree.Nodes[tree.Roots[^1]].Id));
        if (top < 0) root["index"].Say($"there is no node \"{root["index"].Text()}\" in the tree.");
        if (!data.IsPanel && knobs.Normalise.Any(k => k.Pool == PoolMode.Base) || knobs.Normalise.Any(k => k.Pool == PoolMode.Base) && data.BasePools.Length == 0)
            root["normalise"].Say("pool: base needs data.period and data.base, the period to compare with.");
        if (knobs.Impute.Any(k => k.Method is ImputeMethod.GroupMean or ImputeMethod.GroupMedian) && !data.Groups.ContainsKey(data.ImputeBy))
            root["impute"].Say("imputation by group needs by:, the data's column of groups.");
        root.Close();
        if (faults.Any) return null;
        var model = new CompositeModel(tree, data, knobs) { Top = top };
        model.Notes.AddRange(notes);
        return model;
    }

    // Where the tree is broken the other sections cannot be judged; asking for them keeps them from being called unknown.
    static SpecNode ReadMore(SpecNode root) => root["data"];

    // Goalposts and targets are written in the column's own unit, so they take the column's transform.
    static void Transformed(Knobs knobs, IndexTree tree, Faults faults)
    {
        for (var n = 0; n < tree.Leaves; n++)
        {
            var node = tree.Nodes[n];
            if (node.Transform.Length == 0 || node.Transform == "none") continue;
            ref var k = ref knobs.Normalise[n];
            k = k with { Min = Turned(node, k.Min, "min", faults), Max = Turned(node, k.Max, "max", faults), Target = Turned(node, k.Target, "target", faults) };
            if (k.Min > k.Max) k = k with { Min = k.Max, Max = k.Min };
        }
    }

    static double Turned(IndexNode node, double value, string what, Faults faults)
    {
        var turned = Transform(node.Transform, value);
        if (!double.IsNaN(value) && !double.IsFinite(turned)) faults.Say($"{node.Place}: the {what} {value} of \"{node.Id}\" has no {node.Transform}.");
        return turned;
    }

    public static bool KnowsTransform(string transform) => transform is "" or "none" or "ln" or "log10" or "sqrt" or "reciprocal" or "log1p";

    public static double Transform(string transform, double v) => transform switch
    {
        "ln" => Math.Log(v),
        "log10" => Math.Log10(v),
        "sqrt" => Math.Sqrt(v),
        "reciprocal" => 1 / v,
        "log1p" => Math.Log(1 + v),
        _ => v,
    };
}
