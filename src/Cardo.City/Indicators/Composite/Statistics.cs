using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Composite;

/// <summary>What the columns say of each other (OECD/JRC Handbook, 2008, step 4): correlations, components, Cronbach's alpha.</summary>
internal static class Statistics
{
    /// <summary>A wider tree gets its statistics by parent only.</summary>
    public const int MaxColumns = 200;

    public static IEnumerable<ReportTable> Tables(CompositeModel model, Dictionary<Stage, double[]> stages)
    {
        var leaves = Enumerable.Range(0, model.Tree.Leaves).Where(n => model.Knobs.On[n]).ToArray();
        if (leaves.Length is >= 2 and <= MaxColumns)
        {
            var columns = Correlation.Complete(Columns(model, stages[Stage.Normalised], leaves));
            if (columns[0].Length >= 3 && columns.All(Varies))
            {
                var ids = leaves.Select(n => model.Tree.Nodes[n].Id).ToArray();
                yield return Square("correlations", ids, Correlation.Matrix(columns));
                foreach (var table in Components(ids, columns)) yield return table;
            }
        }
        yield return Alphas(model, stages);
        yield return WithParents(model, stages);
    }

    static bool Varies(double[] column) => column.Max() > column.Min();

    static double[][] Columns(CompositeModel model, double[] values, IEnumerable<int> nodes) =>
        [.. nodes.Select(n => values.AsSpan(n * model.Rows, model.Rows).ToArray())];

    static ReportTable Square(string name, string[] ids, double[,] matrix) =>
        new(name, ["indicator", .. ids], [.. ids.Select((id, i) => (IReadOnlyList<object?>)[id, .. ids.Select((_, j) => (object?)matrix[i, j])])], false);

    static IEnumerable<ReportTable> Components(string[] ids, double[][] columns)
    {
        var (values, vectors) = Symmetric.Eigen(Correlation.Matrix(columns));
        var share = 0.0;
        yield return new ReportTable("eigenvalues", ["component", "eigenvalue", "share", "cumulative"],
            [.. values.Select((v, i) => (IReadOnlyList<object?>)[i + 1, v, v / ids.Length, share += v / ids.Length])], false);
        var names = values.Select((_, i) => $"pc{i + 1}").ToArray();
        yield return new ReportTable("loadings", ["indicator", .. names],
            [.. ids.Select((id, i) => (IReadOnlyList<object?>)[id, .. values.Select((v, f) => (object?)(vectors[i, f] * Math.Sqrt(Math.Max(0, v))))])], false);
        var turned = Factors.Loadings(columns);
        yield return new ReportTable("factors", ["indicator", .. Enumerable.Range(1, turned.GetLength(1)).Select(f => $"f{f}")],
            [.. ids.Select((id, i) => (IReadOnlyList<object?>)[id, .. Enumerable.Range(0, turned.GetLength(1)).Select(f => (object?)turned[i, f])])], false);
    }

    static ReportTable Alphas(CompositeModel model, Dictionary<Stage, double[]> stages)
    {
        List<IReadOnlyList<object?>> rows = [];
        void Add(string group, int[] nodes)
        {
            if (nodes.Length < 2) return;
            var raw = Correlation.Complete(Columns(model, stages[Stage.Treated], nodes));
            var normal = Correlation.Complete(Columns(model, stages[Stage.Normalised], nodes));
            if (raw[0].Length < 3 || !normal.All(Varies)) return;
            rows.Add([group, "", nodes.Length, Correlation.Alpha(raw, false), Correlation.Alpha(normal, false), Correlation.Alpha(normal, true), null]);
            if (nodes.Length < 3 || nodes.Length > MaxColumns) return;
            for (var i = 0; i < nodes.Length; i++)
            {
                var rest = normal.Where((_, j) => j != i).ToArray();
                rows.Add([group, model.Tree.Nodes[nodes[i]].Id, rest.Length, Correlation.Alpha([.. raw.Where((_, j) => j != i)], false), Correlation.Alpha(rest, false), Correlation.Alpha(rest, true), Total(normal[i], rest)]);
            }
        }
        Add("", [.. Enumerable.Range(0, model.Tree.Leaves).Where(n => model.Knobs.On[n])]);
        for (var n = model.Tree.Leaves; n < model.Tree.Nodes.Count; n++)
            Add(model.Tree.Nodes[n].Id, [.. model.Tree.Nodes[n].Children.Where(c => model.Knobs.On[c])]);
        return new ReportTable("alpha", ["group", "without", "columns", "raw", "normalised", "standardised", "correlation_with_rest"], rows, false);
    }

    static double Total(double[] own, double[][] rest)
    {
        var sum = new double[own.Length];
        foreach (var column in rest)
        {
            var (mean, deviation) = (Moments.Mean(column), Moments.Deviation(column));
            for (var r = 0; r < sum.Length; r++) sum[r] += (column[r] - mean) / deviation;
        }
        return Moments.Pearson(own, sum);
    }

    static ReportTable WithParents(CompositeModel model, Dictionary<Stage, double[]> stages)
    {
        List<IReadOnlyList<object?>> rows = [];
        var values = stages[Stage.Normalised];
        for (var n = 0; n < model.Tree.Nodes.Count; n++)
            for (var p = model.Tree.Nodes[n].Parent; p >= 0 && model.Knobs.On[n]; p = model.Tree.Nodes[p].Parent)
                rows.Add([model.Tree.Nodes[n].Id, model.Tree.Nodes[p].Id, Moments.Pearson(values.AsSpan(n * model.Rows, model.Rows), values.AsSpan(p * model.Rows, model.Rows))]);
        return new ReportTable("ancestors", ["node", "ancestor", "correlation"], rows, false);
    }
}
