using Cardo.Indicators.Files;
using Cardo.Kernel;

namespace Cardo.Indicators.Composite;

/// <summary>
/// <c>cardo index explain</c>: for a unit every node from the index down to the raw value, with its weight, what it adds,
/// and what one unit more of the indicator would add to the index when everything is computed again.
/// </summary>
internal static class ExplainReport
{
    public static Outcome<IndexReport> Of(string path, string? unit)
    {
        var faults = new Faults();
        if (Spec.Read(path, faults) is not { } spec || ReadComposite.Read(spec) is not { } model) return faults.Refusal();
        var explain = spec.Root["explain"];
        unit ??= explain["unit"].Text();
        var rows = Enumerable.Range(0, model.Rows).Where(r => unit.Length == 0 || model.Data.Units[r] == unit).ToArray();
        if (rows.Length == 0) return Refusal.NotFound("unit-not-found", $"{model.Data.File}: there is no unit \"{unit}\".");
        var work = new Workspace(model);
        if (!work.Run(model.Knobs)) return Refusal.Bad("index-not-applicable", work.Fault!);
        var values = (double[])work.Values.Clone();
        var effective = ScoreReport.Effective(model, work.FoundWeights);
        var ranks = ScoreReport.Ranks(model, work.Column(model.Top).ToArray());
        List<IReadOnlyList<object?>> lines = [];
        foreach (var r in rows)
            foreach (var n in Depth(model, model.Top))
            {
                var node = model.Tree.Nodes[n];
                var (raw, gain) = node.IsLeaf ? (model.Data.Raw[n * model.Rows + r], unit.Length > 0 ? Gain(model, work, n, r, values[model.Top * model.Rows + r]) : double.NaN) : (double.NaN, double.NaN);
                var score = values[n * model.Rows + r];
                var share = node.Parent < 0 ? 1 : work.FoundWeights[n];
                lines.Add([model.Data.Units[r], model.Data.Periods[r], node.Id, node.ParentId, node.Level, raw, node.Unit, score, share, share * score, effective[n], effective[n] * score, gain]);
            }
        var headings = (string[])["unit", "period", "node", "parent", "level", "raw", "measure", "score", "share", "adds_to_parent", "effective", "adds_to_index", "gain_per_unit"];
        List<IReadOnlyList<object?>> heads = [.. rows.Select(r => (IReadOnlyList<object?>)[model.Data.Units[r], model.Data.Periods[r], ranks[r], values[model.Top * model.Rows + r]])];
        return new IndexReport("explain", [new ReportTable("index", ["unit", "period", "rank", model.Tree.Nodes[model.Top].Id], heads), new ReportTable("explanation", headings, lines)],
            ["adds_to_parent and adds_to_index are shares times scores: exact where the aggregation is arithmetic.", "gain_per_unit is the change of the index when the raw value alone improves by one of its units and everything is computed again."]);
    }

    static IEnumerable<int> Depth(CompositeModel model, int n)
    {
        yield return n;
        foreach (var c in model.Tree.Nodes[n].Children)
            foreach (var d in Depth(model, c)) yield return d;
    }

    /// <summary>The index with one unit more (or less, where less is better) of one raw value, minus the index as it is.</summary>
    public static double Gain(CompositeModel model, Workspace work, int leaf, int row, double before, double step = 1)
    {
        var cell = leaf * model.Rows + row;
        var was = model.Data.Prepared[cell];
        if (double.IsNaN(model.Data.Raw[cell]) || !model.Knobs.On[leaf]) return double.NaN;
        var raw = model.Data.Raw[cell] + (model.Knobs.Direction[leaf] < 0 ? -step : step);
        var prepared = ReadComposite.Transform(model.Tree.Nodes[leaf].Transform, raw / model.Data.Divisors[cell]);
        if (!double.IsFinite(prepared)) return double.NaN;
        model.Data.Prepared[cell] = prepared;
        var gain = work.Run(model.Knobs) ? work.Values[model.Top * model.Rows + row] - before : double.NaN;
        model.Data.Prepared[cell] = was;
        return gain;
    }
}
