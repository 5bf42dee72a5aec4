using System.Globalization;
using Cardo.Indicators.Files;
using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Composite;

/// <summary>
/// Weights that people gave: budgets of experts (Handbook 6.3.1), the analytic hierarchy (Saaty 1980; Handbook 6.3.3), or
/// simply set. They become given weights of a node's children.
/// </summary>
internal static class ReadWeights
{
    // Saaty's mean consistency index of random matrices of 1 to 15 rows.
    static readonly double[] random = [0, 0, .58, .90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];

    public static void Read(SpecNode root, IndexTree tree, Knobs knobs, List<string> notes)
    {
        for (var n = tree.Leaves; n < tree.Nodes.Count; n++)
        {
            var own = root["nodes"][tree.Nodes[n].Id]["weights"];
            var weights = own.Given ? own : tree.Nodes[n].Parent < 0 || tree.Roots.Count == 0 ? root["weights"] : new SpecNode(root.Spec, null, "weights");
            if (!weights.IsMap) continue;
            var children = tree.Nodes[n].Children;
            var file = weights["file"].Text();
            if (weights["method"].Text() == "ahp") Ahp(weights, file, n, tree, knobs, notes);
            if (weights["method"].Text() == "budget") Budget(weights, file, children, tree, knobs);
            foreach (var (id, value) in weights["set"].Members)
            {
                var c = tree.Find(id);
                if (c < 0) value.Say($"there is no node \"{id}\" in the tree.");
                else knobs.Weight[c] = value.Number(1, 0);
            }
        }
        var sum = root["weights"].IsMap ? root["weights"]["sum"].Number() : double.NaN;
        if (double.IsNaN(sum)) return;
        for (var n = tree.Leaves; n < tree.Nodes.Count; n++)
        {
            var total = tree.Nodes[n].Children.Sum(c => knobs.Weight[c]);
            if (Math.Abs(total - sum) > 1e-6 * Math.Abs(sum)) root["weights"]["sum"].Say($"the weights of the children of \"{tree.Nodes[n].Id}\" ({tree.Nodes[n].Place}) sum to {total.ToString("R", CultureInfo.InvariantCulture)}, not to {sum.ToString("R", CultureInfo.InvariantCulture)}.");
        }
    }

    static void Ahp(SpecNode weights, string file, int n, IndexTree tree, Knobs knobs, List<string> notes)
    {
        var faults = weights.Spec.Faults;
        if (weights.Spec.Csv(file) is not { } table) return;
        var children = tree.Nodes[n].Children;
        var ids = children.Select(c => tree.Nodes[c].Id).ToArray();
        var label = table.Columns[0];
        var lines = Enumerable.Range(0, table.Count).ToDictionary(r => r, r => table.Text(r, label));
        var matrix = new double[ids.Length, ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            var row = lines.Where(l => l.Value == ids[i]).Select(l => (int?)l.Key).FirstOrDefault();
            if (row is null) { faults.Say($"{file}: no row for \"{ids[i]}\"; an AHP matrix has a row and a column for each child of \"{tree.Nodes[n].Id}\"."); continue; }
            if (!table.Needs(ids[i], faults, "AHP compares each child with each")) continue;
            for (var j = 0; j < ids.Length; j++)
                if (table.Has(ids[j])) matrix[i, j] = Fraction(table, row.Value, ids[j], faults);
        }
        if (faults.Any) return;
        for (var i = 0; i < ids.Length; i++)
            for (var j = 0; j < i; j++)
                if (Math.Abs(matrix[i, j] * matrix[j, i] - 1) > .02) faults.Say($"{file}: {ids[i]} against {ids[j]} is {matrix[i, j]:R}, but the other way round {matrix[j, i]:R}; one must be the reciprocal of the other.");
        if (faults.Any) return;
        var (found, ratio) = Principal(matrix);
        for (var i = 0; i < ids.Length; i++) knobs.Weight[children[i]] = found[i];
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"AHP of \"{tree.Nodes[n].Id}\": consistency ratio {ratio:F4}{(ratio > .1 ? "; above 0.1, the judgements contradict each other" : "")}."));
    }

    /// <summary>The principal eigenvector by repeated multiplication, and Saaty's consistency ratio.</summary>
    public static (double[] Weights, double Ratio) Principal(double[,] matrix)
    {
        var k = matrix.GetLength(0);
        var w = Enumerable.Repeat(1.0 / k, k).ToArray();
        var eigen = (double)k;
        for (var round = 0; round < 10_000; round++)
        {
            var next = Dense.Times(matrix, w);
            eigen = next.Sum();
            var moved = 0.0;
            for (var i = 0; i < k; i++) { next[i] /= eigen; moved = Math.Max(moved, Math.Abs(next[i] - w[i])); }
            w = next;
            if (moved < 1e-15) break;
        }
        var index = k > 2 ? (eigen - k) / (k - 1) : 0;
        return (w, k > 2 ? Math.Max(0, index / random[Math.Min(k, random.Length) - 1]) : 0);
    }

    static double Fraction(Table table, int row, string column, Faults faults)
    {
        var parts = table.Text(row, column).Split('/');
        if (parts.Length <= 2 && parts.All(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) && v > 0))
        {
            var v = parts.Select(p => double.Parse(p, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray();
            return v.Length == 2 ? v[0] / v[1] : v[0];
        }
        faults.Say($"{table.Place(row, column)}: \"{table.Text(row, column)}\" is not a positive number or fraction.");
        return 1;
    }

    static void Budget(SpecNode weights, string file, int[] children, IndexTree tree, Knobs knobs)
    {
        var faults = weights.Spec.Faults;
        if (weights.Spec.Csv(file) is not { } table) return;
        foreach (var c in children) table.Needs(tree.Nodes[c].Id, faults, "each expert spends a budget over all children");
        if (faults.Any) return;
        var shares = new double[children.Length];
        for (var r = 0; r < table.Count; r++)
        {
            var spent = children.Select(c => table.Number(r, tree.Nodes[c].Id, faults, true)).ToArray();
            if (spent.Any(s => s < 0) || !(spent.Sum() > 0)) { faults.Say($"{file} line {table.LineOf(r)}: a budget has no negative share and is not zero."); continue; }
            for (var i = 0; i < shares.Length; i++) shares[i] += spent[i] / spent.Sum() / table.Count;
        }
        for (var i = 0; i < shares.Length; i++) knobs.Weight[children[i]] = shares[i];
    }
}
