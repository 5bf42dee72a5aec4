using Cardo.Indicators.Files;
using Cardo.Indicators.Maths;
using Cardo.Kernel;

namespace Cardo.Indicators.Composite;

/// <summary><c>cardo index score</c>: every score of every unit, every stage on the way, the weights and the statistics.</summary>
internal static class ScoreReport
{
    public static Outcome<IndexReport> Of(string path)
    {
        var faults = new Faults();
        return Spec.Read(path, faults) is { } spec ? Of(spec) : faults.Refusal();
    }

    public static Outcome<IndexReport> Of(Spec spec)
    {
        var faults = spec.Faults;
        if (ReadComposite.Read(spec) is not { } model) return faults.Refusal();
        var stages = new Dictionary<Stage, double[]>();
        foreach (var stage in Enum.GetValues<Stage>()) stages[stage] = new double[model.Tree.Nodes.Count * model.Rows];
        foreach (var column in stages.Values) Array.Fill(column, double.NaN);
        var work = new Workspace(model) { Hear = (stage, n, column) => column.CopyTo(stages[stage], n * model.Rows) };
        if (!work.Run(model.Knobs)) return Refusal.Bad("index-not-applicable", work.Fault!);
        List<ReportTable> tables = [Scores(model, work), Weights(model, work), Stages(model, stages), Columns(model)];
        var statistics = spec.Root["statistics"];
        if (statistics.Flag(model.Rows >= 3)) tables.AddRange(Statistics.Tables(model, stages));
        return new IndexReport("score", tables, Notes(model, work, stages));
    }

    public static ReportTable Scores(CompositeModel model, Workspace work)
    {
        var parents = Enumerable.Range(model.Tree.Leaves, model.Tree.Nodes.Count - model.Tree.Leaves).Where(n => model.Knobs.On[n] && n != model.Top).Reverse().ToList();
        var ranks = Ranks(model, work.Column(model.Top).ToArray());
        string[] period = model.Data.IsPanel || model.Data.Periods[0].Length > 0 ? ["period"] : [];
        var columns = (string[])["unit", "name", .. period, "rank", model.Tree.Nodes[model.Top].Id, .. parents.Select(n => model.Tree.Nodes[n].Id)];
        var rows = Enumerable.Range(0, model.Rows)
            .OrderBy(r => Array.IndexOf(model.Data.PeriodPools.Select(p => p.Name).ToArray(), model.Data.Periods[r])).ThenBy(r => ranks[r] == 0 ? int.MaxValue : ranks[r])
            .Select(r => (IReadOnlyList<object?>)[model.Data.Units[r], model.Data.Names[r], .. period.Select(_ => (object?)model.Data.Periods[r]), ranks[r] == 0 ? null : ranks[r],
                work.Values[model.Top * model.Rows + r], .. parents.Select(n => (object?)work.Values[n * model.Rows + r])]);
        return new ReportTable("scores", columns, [.. rows]);
    }

    /// <summary>Ranks within each period, best first; 0 for a score that is withheld.</summary>
    public static int[] Ranks(CompositeModel model, double[] score)
    {
        var ranks = new int[score.Length];
        foreach (var pool in model.Data.PeriodPools)
        {
            var its = Ranking.Best(pool.Rows.Select(r => score[r]).ToArray());
            for (var i = 0; i < its.Length; i++) ranks[pool.Rows[i]] = its[i];
        }
        return ranks;
    }

    /// <summary>Each node's share of the index: its share among siblings times its parent's.</summary>
    public static double[] Effective(CompositeModel model, double[] found)
    {
        var effective = new double[found.Length];
        for (var n = found.Length - 1; n >= 0; n--)
            effective[n] = model.Tree.Nodes[n].Parent is var p and >= 0 ? found[n] * effective[p] : 1;
        return effective;
    }

    static ReportTable Weights(CompositeModel model, Workspace work)
    {
        var effective = Effective(model, work.FoundWeights);
        var rows = model.Tree.Nodes.Select((node, n) => (IReadOnlyList<object?>)
            [node.Id, node.ParentId, node.Level, model.Knobs.Direction[n] * (model.Knobs.On[n] ? 1 : 0), model.Knobs.Weight[n], node.Parent < 0 ? 1.0 : work.FoundWeights[n], effective[n]]);
        return new ReportTable("weights", ["node", "parent", "level", "direction", "given", "share", "effective"], [.. rows], false);
    }

    static ReportTable Stages(CompositeModel model, Dictionary<Stage, double[]> stages)
    {
        List<IReadOnlyList<object?>> rows = [];
        for (var r = 0; r < model.Rows; r++)
            for (var n = 0; n < model.Tree.Leaves; n++)
            {
                var cell = n * model.Rows + r;
                rows.Add([model.Data.Units[r], model.Data.Periods[r], model.Tree.Nodes[n].Id, model.Data.Raw[cell], stages[Stage.Prepared][cell], stages[Stage.Imputed][cell], stages[Stage.Treated][cell], stages[Stage.Normalised][cell]]);
            }
        return new ReportTable("stages", ["unit", "period", "indicator", "raw", "denominated", "imputed", "treated", "normalised"], rows, false);
    }

    static ReportTable Columns(CompositeModel model)
    {
        List<IReadOnlyList<object?>> rows = [];
        for (var n = 0; n < model.Tree.Leaves; n++)
        {
            var there = model.Data.Prepared.AsSpan(n * model.Rows, model.Rows).ToArray().Where(v => !double.IsNaN(v)).ToArray();
            if (there.Length == 0) continue;
            var (skew, kurtosis) = Moments.Shape(there);
            rows.Add([model.Tree.Nodes[n].Id, there.Length, there.Min(), there.Max(), Moments.Mean(there), Moments.Median(there), there.Length > 1 ? Moments.Deviation(there) : double.NaN, skew, kurtosis,
                Math.Abs(skew) > 2 && kurtosis > 3.5 ? "outliers" : "ok"]);
        }
        return new ReportTable("columns", ["indicator", "n", "min", "max", "mean", "median", "sd", "skew", "kurtosis", "shape"], rows, false);
    }

    static List<string> Notes(CompositeModel model, Workspace work, Dictionary<Stage, double[]> stages)
    {
        var notes = new List<string>(model.Notes);
        for (var r = 0; r < model.Rows; r++)
            if (work.Screened[r]) notes.Add($"{model.Data.RowName(r)} is left out: less than {model.Knobs.Screen:P0} of its indicators were measured.");
        for (var n = 0; n < model.Tree.Leaves; n++)
        {
            var filled = 0;
            for (var r = 0; r < model.Rows; r++)
                if (double.IsNaN(stages[Stage.Prepared][n * model.Rows + r]) && !double.IsNaN(stages[Stage.Imputed][n * model.Rows + r])) filled++;
            if (filled > 0) notes.Add($"{model.Tree.Nodes[n].Id}: {filled} of {model.Rows} values are imputed.");
        }
        var withheld = Enumerable.Range(0, model.Rows).Where(r => double.IsNaN(work.Values[model.Top * model.Rows + r]) && !work.Screened[r]).ToList();
        if (withheld.Count > 0) notes.Add($"Withheld, too little is there: {string.Join(", ", withheld.Take(20).Select(model.Data.RowName))}{(withheld.Count > 20 ? " and others" : "")}.");
        return notes;
    }
}
