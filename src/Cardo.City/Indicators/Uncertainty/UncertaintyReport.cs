using Cardo.Indicators.Composite;
using Cardo.Indicators.Files;
using Cardo.Indicators.Maths;
using Cardo.Kernel;

namespace Cardo.Indicators.Uncertainty;

/// <summary><c>cardo index uncertainty</c>: how far each rank holds when the choices behind it are made otherwise, and which choice matters.</summary>
internal static class UncertaintyReport
{
    const long MostValues = 400_000_000;

    public static Outcome<IndexReport> Of(string path)
    {
        var faults = new Faults();
        if (Spec.Read(path, faults) is not { } spec) return faults.Refusal();
        if (ReadComposite.Read(spec) is not { } model) return faults.Refusal();
        var plan = Plan.Read(spec.Root["uncertainty"], model);
        if (faults.Any) return faults.Refusal();
        var nominal = new Workspace(model);
        if (!nominal.Run(model.Knobs)) return Refusal.Bad("index-not-applicable", nominal.Fault!);
        if (plan.Choices.Count > 0 && Applicable(model, plan) is { } why) return Refusal.Bad("choice-not-applicable", why);
        var runs = (long)plan.Replicates * (plan.Sensitivity ? plan.Choices.Count + 2 : 1);
        if (runs * model.Rows > MostValues) return Refusal.TooLarge("too-many-replicates", $"{runs:N0} runs of {model.Rows} rows are more than {MostValues:N0} scores; ask for fewer replicates.");
        var (score, ranks) = (nominal.Column(model.Top).ToArray(), ScoreReport.Ranks(model, nominal.Column(model.Top).ToArray()));
        List<ReportTable> tables = [];
        if (plan.Choices.Count > 0 && (plan.Sensitivity ? Sensitivity(model, plan, score, ranks, tables) : Plain(model, plan, score, ranks, tables)) is { } refused) return refused;
        if (plan.RemoveOne && Removed(model, ranks, tables) is { } cannot) return cannot;
        return new IndexReport("uncertainty", tables, [.. model.Notes, $"{runs:N0} runs, seed {plan.Seed}."]);
    }

    /// <summary>Every combination of listed values while they are few, else each value beside the others' first: what cannot be applied is said before anything is drawn.</summary>
    static string? Applicable(CompositeModel model, Plan plan)
    {
        var work = new Workspace(model);
        var sizes = plan.Choices.Select(c => Math.Max(1, c.Labels.Count)).ToArray();
        string? Try(int[] chosen)
        {
            var knobs = model.Knobs.Copy();
            var at = chosen.Select((v, c) => (v + .5) / sizes[c]).ToArray();
            for (var c = 0; c < at.Length; c++) plan.Choices[c].Apply(knobs, at[c]);
            return work.Run(knobs) ? null : $"{string.Join(", ", at.Select((u, c) => $"{plan.Choices[c].At} = {plan.Choices[c].Say(u)}"))} cannot be applied: {work.Fault}";
        }
        var combinations = sizes.Aggregate(1L, (n, s) => Math.Min(1_000_000, n * s));
        if (combinations <= 1000)
        {
            for (var i = 0L; i < combinations; i++)
            {
                var rest = i;
                var chosen = new int[sizes.Length];
                for (var c = 0; c < sizes.Length; c++) (chosen[c], rest) = ((int)(rest % sizes[c]), rest / sizes[c]);
                if (Try(chosen) is { } why) return why;
            }
            return null;
        }
        for (var c = 0; c < sizes.Length; c++)
            for (var v = 0; v < sizes[c]; v++)
            {
                var chosen = new int[sizes.Length];
                chosen[c] = v;
                if (Try(chosen) is { } why) return why;
            }
        return null;
    }

    static Refusal? Plain(CompositeModel model, Plan plan, double[] score, int[] ranks, List<ReportTable> tables)
    {
        var design = Replicates.Design(plan.Replicates, plan.Choices.Count, plan.Seed, plan.Quasi);
        var replicates = new Replicates(model, plan.Choices);
        if (!replicates.Run(design, plan.Replicates)) return Refusal.Bad("choice-not-applicable", replicates.Fault!);
        Intervals(model, plan, replicates, score, ranks, tables);
        if (plan.Export.Length > 0) return Export.Write(plan.Export, model, plan.Choices, design, replicates, plan.Replicates);
        if (plan.Replicates <= 10_000) tables.Add(Export.Choices(plan.Choices, design, plan.Replicates));
        return null;
    }

    static void Intervals(CompositeModel model, Plan plan, Replicates runs, double[] score, int[] ranks, List<ReportTable> tables)
    {
        var count = runs.Scores.Length / model.Rows;
        var tail = (1 - plan.Level) / 2;
        var rows = new IReadOnlyList<object?>[model.Rows];
        Parallel.For(0, model.Rows, r =>
        {
            var (rank, value) = (new double[count], new double[count]);
            for (var i = 0; i < count; i++) (rank[i], value[i]) = (runs.Ranks[i * model.Rows + r], runs.Scores[i * model.Rows + r]);
            var held = rank.Count(v => v == ranks[r]) / (double)count;
            Array.Sort(rank);
            var sure = value.Where(v => !double.IsNaN(v)).ToArray();
            Array.Sort(sure);
            rows[r] = [model.Data.Units[r], model.Data.Periods[r], ranks[r] == 0 ? null : ranks[r], Moments.Mean(rank), Moments.Quantile(rank, .5), Moments.Quantile(rank, tail), Moments.Quantile(rank, 1 - tail), rank[0], rank[^1], held,
                score[r], sure.Length > 0 ? Moments.Mean(sure) : double.NaN, sure.Length > 1 ? Moments.Deviation(sure) : double.NaN, Moments.Quantile(sure, tail), Moments.Quantile(sure, 1 - tail)];
        });
        tables.Add(new ReportTable("ranks", ["unit", "period", "rank", "mean", "median", "low", "high", "best", "worst", "held", "score", "score_mean", "score_sd", "score_low", "score_high"], [.. rows.OrderBy(r => r[2] ?? int.MaxValue)]));
    }

    static Refusal? Sensitivity(CompositeModel model, Plan plan, double[] score, int[] ranks, List<ReportTable> tables)
    {
        var (n, k) = (plan.Replicates, plan.Choices.Count);
        var both = Replicates.Design(n, 2 * k, plan.Seed, plan.Quasi);
        // A, B, then A with one column of B at a time: n rows each
        var design = new double[(k + 2) * n * k];
        for (var block = 0; block < k + 2; block++)
            for (var i = 0; i < n; i++)
                for (var c = 0; c < k; c++) design[(block * n + i) * k + c] = both[i * 2 * k + (block == 1 || block == c + 2 ? k + c : c)];
        var runs = new Replicates(model, plan.Choices);
        if (!runs.Run(design, (k + 2) * n)) return Refusal.Bad("choice-not-applicable", runs.Fault!);
        Intervals(model, plan, runs, score, ranks, tables);
        double[] Block(int block, Func<int, double> output) => [.. Enumerable.Range(block * n, n).Select(output)];
        SobolIndices.Index[] Indices(Func<int, double> output) =>
            SobolIndices.Of(Block(0, output), Block(1, output), [.. Enumerable.Range(2, k).Select(b => Block(b, output))], plan.Bootstrap, plan.Level, plan.Seed);
        string[] columns = ["choice", "first", "first_low", "first_high", "total", "total_low", "total_high"];
        IReadOnlyList<object?> Row(SobolIndices.Index s, int c, params object?[] before) => [.. before, plan.Choices[c].At, s.First, s.FirstLow, s.FirstHigh, s.Total, s.TotalLow, s.TotalHigh];
        double Shift(int i) => Enumerable.Range(0, model.Rows).Average(r => Math.Abs(runs.Ranks[i * model.Rows + r] - ranks[r]));
        tables.Add(new ReportTable("sensitivity", columns, [.. Indices(Shift).Select((s, c) => Row(s, c))]));
        var each = new SobolIndices.Index[model.Rows][];
        Parallel.For(0, model.Rows, r => each[r] = Indices(i => plan.OfScore ? runs.Scores[i * model.Rows + r] : runs.Ranks[i * model.Rows + r]));
        tables.Add(new ReportTable("sensitivity_by_unit", ["unit", "period", .. columns], [.. Enumerable.Range(0, model.Rows).SelectMany(r => each[r].Select((s, c) => Row(s, c, model.Data.Units[r], model.Data.Periods[r])))], false));
        return plan.Export.Length > 0 ? Export.Write(plan.Export, model, plan.Choices, design, runs, (k + 2) * n) : null;
    }

    static Refusal? Removed(CompositeModel model, int[] ranks, List<ReportTable> tables)
    {
        var work = new Workspace(model);
        List<IReadOnlyList<object?>> rows = [], shifts = [];
        for (var n = 0; n < model.Tree.Nodes.Count; n++)
        {
            if (n == model.Top || !model.Knobs.On[n] || model.Tree.Nodes[n].Parent < 0) continue;
            var knobs = model.Knobs.Copy();
            knobs.On[n] = false;
            // A parent without children is not there either.
            for (var p = model.Tree.Nodes[n].Parent; p >= 0 && !model.Tree.Nodes[p].Children.Any(c => knobs.On[c]); p = model.Tree.Nodes[p].Parent) knobs.On[p] = false;
            if (!knobs.On[model.Top]) continue;
            if (!work.Run(knobs)) return Refusal.Bad("choice-not-applicable", $"without \"{model.Tree.Nodes[n].Id}\": {work.Fault}");
            var without = ScoreReport.Ranks(model, work.Column(model.Top).ToArray());
            var moved = without.Select((v, r) => Math.Abs(v - ranks[r])).ToArray();
            rows.Add([model.Tree.Nodes[n].Id, model.Tree.Nodes[n].Level, moved.Average(), moved.Max(), moved.Count(m => m > 0), model.Data.RowName(Array.IndexOf(moved, moved.Max()))]);
            for (var r = 0; r < moved.Length; r++) if (moved[r] > 0) shifts.Add([model.Tree.Nodes[n].Id, model.Data.Units[r], model.Data.Periods[r], ranks[r], without[r]]);
        }
        tables.Add(new ReportTable("remove_one", ["without", "level", "mean_shift", "largest_shift", "units_moved", "moved_most"], [.. rows.OrderByDescending(r => (double)r[2]!)]));
        tables.Add(new ReportTable("remove_one_ranks", ["without", "unit", "period", "rank", "rank_without"], shifts, false));
        return null;
    }
}
