namespace Cardo.Indicators.Composite;

/// <summary>
/// Runs a model with some knobs. All arrays are made once, so that a hundred thousand replicates leave no garbage. One
/// workspace belongs to one core.
/// </summary>
internal sealed class Workspace
{
    readonly CompositeModel model;
    readonly int rows, nodes;
    readonly double[] gathered, reference, keys, scratch;
    readonly double[] weights;
    readonly int[] order, places, children;
    readonly double[]? imputed;

    /// <param name="model">what to run</param>
    /// <param name="imputedOnce">imputation and screening are as in the specification every time, so they are done once, here</param>
    public Workspace(CompositeModel model, bool imputedOnce = false)
    {
        this.model = model;
        (rows, nodes) = (model.Rows, model.Tree.Nodes.Count);
        Values = new double[nodes * rows];
        Screened = new bool[rows];
        (gathered, reference, keys, scratch) = (new double[rows], new double[rows], new double[rows], new double[rows]);
        (order, places) = (new int[rows], new int[rows]);
        var widest = model.Tree.Nodes.Max(n => n.Children.Length);
        (weights, children) = (new double[widest], new int[widest]);
        FoundWeights = new double[nodes];
        if (!imputedOnce) return;
        Screen(model.Knobs);
        imputed = new double[model.Tree.Leaves * rows];
        for (var n = 0; n < model.Tree.Leaves; n++)
        {
            Fill(model.Knobs, n);
            Values.AsSpan(n * rows, rows).CopyTo(imputed.AsSpan(n * rows));
        }
    }

    /// <summary>Node-major scores after the last run: [node * rows + row].</summary>
    public double[] Values { get; }

    /// <summary>Rows left out because too little of them was measured.</summary>
    public bool[] Screened { get; }

    /// <summary>Each node's share among its siblings after the last run; sums to 1 a parent (0 for those left out).</summary>
    public double[] FoundWeights { get; }

    /// <summary>Benefit-of-the-doubt weights a row: parent to [row, child], when that method ran.</summary>
    public Dictionary<int, double[,]> RowWeights { get; } = [];

    /// <summary>Hears each stage of each column, for explanations: (stage, node, column).</summary>
    public Action<Stage, int, double[]>? Hear { get; set; }

    /// <summary>Why the last run stopped.</summary>
    public string? Fault { get; private set; }

    public ReadOnlySpan<double> Column(int node) => Values.AsSpan(node * rows, rows);

    /// <summary>Runs all stages; false when something cannot be applied, and then <see cref="Fault"/> says what and where.</summary>
    public bool Run(Knobs k)
    {
        Fault = null;
        if (imputed is null) Screen(k);
        for (var n = 0; n < model.Tree.Leaves; n++)
            if (k.On[n] && !Leaf(k, n)) return false;
        for (var n = model.Tree.Leaves; n < nodes; n++)
            if (k.On[n] && !Parent(k, n)) return false;
        return true;
    }

    /// <summary>Runs one leaf's stages; what stands above it is for the caller to run.</summary>
    public bool Leaf(Knobs k, int n)
    {
        if (imputed is null) Fill(k, n); else imputed.AsSpan(n * rows, rows).CopyTo(Values.AsSpan(n * rows, rows));
        return Scale(k, n, k.Direction[n]);
    }

    void Fill(Knobs k, int n)
    {
        var column = Values.AsSpan(n * rows, rows);
        model.Data.Prepared.AsSpan(n * rows, rows).CopyTo(column);
        for (var r = 0; r < rows; r++) if (Screened[r]) column[r] = double.NaN;
        Tell(Stage.Prepared, n);
        if (k.Impute[n].Method != ImputeMethod.None)
        {
            Impute.Column(column, k.Impute[n].Method, model.Data);
            for (var r = 0; r < rows; r++) if (Screened[r]) column[r] = double.NaN;
        }
        Tell(Stage.Imputed, n);
    }

    /// <summary>Runs one parent from its children's columns.</summary>
    public bool Parent(Knobs k, int n)
    {
        var count = 0;
        foreach (var c in model.Tree.Nodes[n].Children)
            if (k.On[c] && k.Weight[c] > 0) { children[count] = c; weights[count++] = k.Weight[c]; }
        if (count == 0) return Stop(n, "none of its children is left to score");
        var some = children.AsSpan(0, count);
        var its = weights.AsSpan(0, count);
        if (k.Aggregate[n].Weights == WeightMethod.BenefitOfTheDoubt) return Doubt(k, n, some) && Scale(k, n, 1) && Turn(k, n);
        if (k.Aggregate[n].Weights != WeightMethod.Given && !FindWeights(k, n, some, its)) return false;
        var sum = 0.0;
        foreach (var w in its) sum += w;
        foreach (var c in model.Tree.Nodes[n].Children) FoundWeights[c] = 0;
        for (var c = 0; c < count; c++) FoundWeights[some[c]] = its[c] / sum;
        return Combine(k, n, some, its) && Scale(k, n, 1) && Turn(k, n);
    }

    void Screen(Knobs k)
    {
        Array.Clear(Screened);
        if (k.Screen <= 0) return;
        for (var r = 0; r < rows; r++)
        {
            int there = 0, all = 0;
            for (var n = 0; n < model.Tree.Leaves; n++)
            {
                if (!k.On[n]) continue;
                all++;
                if (!double.IsNaN(model.Data.Prepared[n * rows + r])) there++;
            }
            Screened[r] = there < k.Screen * all - 1e-12;
        }
    }

    bool Combine(Knobs k, int n, ReadOnlySpan<int> some, ReadOnlySpan<double> its)
    {
        var result = Values.AsSpan(n * rows, rows);
        ref readonly var knob = ref k.Aggregate[n];
        switch (knob.Method)
        {
            case AggregateMethod.ParetoMinus or AggregateMethod.ParetoPlus: Aggregate.Pareto(Values, rows, some, its, result, knob); return true;
            case AggregateMethod.Median: Aggregate.Median(Values, rows, some, result); return true;
            case AggregateMethod.Topsis or AggregateMethod.Copeland or AggregateMethod.Borda or AggregateMethod.Kemeny: return Pairwise(n, some, its, result, knob.Method);
            default: return Aggregate.Means(Values, rows, some, its, result, knob) is not { } why || Stop(n, why);
        }
    }

    bool Pairwise(int n, ReadOnlySpan<int> some, ReadOnlySpan<double> its, Span<double> result, AggregateMethod method)
    {
        result.Fill(double.NaN);
        foreach (var pool in model.Data.PeriodPools)
        {
            var complete = Complete(some, pool.Rows);
            if (complete.Length < 2) return Stop(n, $"{complete.Length} complete rows are too few to compare");
            if (method == AggregateMethod.Topsis)
            {
                if (Outrank.Topsis(Values, rows, some, its, complete, result) is { } why) return Stop(n, why);
                continue;
            }
            var share = Outrank.Shares(Values, rows, some, its, complete);
            var total = 0.0;
            foreach (var w in its) total += w;
            double[] score;
            if (method == AggregateMethod.Kemeny)
            {
                if (Kemeny.Of(share) is not { } best) return Stop(n, $"more than {Kemeny.MaxGroup} units contradict each other; the exact order is not searched beyond that");
                score = new double[complete.Length];
                for (var i = 0; i < score.Length; i++) score[best.Orders[0][i]] = score.Length - 1 - i;
            }
            else score = method == AggregateMethod.Copeland ? Outrank.Copeland(share) : Outrank.Borda(share, total);
            for (var i = 0; i < complete.Length; i++) result[complete[i]] = score[i];
        }
        return true;
    }

    int[] Complete(ReadOnlySpan<int> some, int[] pool)
    {
        List<int> complete = [];
        foreach (var r in pool)
        {
            var there = true;
            foreach (var c in some) there &= !double.IsNaN(Values[c * rows + r]);
            if (there) complete.Add(r);
        }
        return [.. complete];
    }

    bool FindWeights(Knobs k, int n, ReadOnlySpan<int> some, Span<double> its)
    {
        var complete = Complete(some, model.Data.AllPool[0].Rows);
        if (complete.Length == 0) return Stop(n, "no row has all its children, so the data say nothing about weights");
        var columns = new double[some.Length][];
        for (var c = 0; c < columns.Length; c++) { var child = some[c]; columns[c] = Array.ConvertAll(complete, r => Values[child * rows + r]); }
        var knob = k.Aggregate[n];
        string? why = null;
        var found = some.Length == 1 ? [1] : Weigh.Find(knob.Weights, columns, knob.Spearman, out why, knob.Factors);
        if (found is null) return Stop(n, why!);
        found.CopyTo(its);
        return true;
    }

    bool Doubt(Knobs k, int n, ReadOnlySpan<int> some)
    {
        var result = Values.AsSpan(n * rows, rows);
        result.Fill(double.NaN);
        var complete = Complete(some, model.Data.AllPool[0].Rows);
        if (BenefitOfTheDoubt.Score(Values, rows, some.ToArray(), complete, k.Aggregate[n].P, result, out var found) is { } why) return Stop(n, why);
        RowWeights[n] = found;
        foreach (var c in model.Tree.Nodes[n].Children) FoundWeights[c] = 0;
        for (var c = 0; c < some.Length; c++) FoundWeights[some[c]] = 1.0 / some.Length;
        return true;
    }

    // Treatment and normalisation of one column, pool by pool, on the values that are there.
    bool Scale(Knobs k, int n, int direction)
    {
        var column = Values.AsSpan(n * rows, rows);
        ref readonly var treat = ref k.Treat[n];
        ref readonly var norm = ref k.Normalise[n];
        var pools = model.Data.Pools(norm.Pool);
        if (treat.First != TreatMethod.None)
            foreach (var pool in pools)
            {
                var count = Gather(column, pool.Rows, 1, gathered);
                Treat.Sample(gathered.AsSpan(0, count), treat, scratch, out _);
                for (var i = 0; i < count; i++) column[places[i]] = gathered[i];
            }
        Tell(Stage.Treated, n);
        if (norm.Method != NormaliseMethod.None || direction < 0)
            foreach (var pool in pools)
            {
                var others = pool.Same ? 0 : Gather(column, pool.Reference, direction, reference);
                var count = Gather(column, pool.Rows, direction, gathered);
                var x = gathered.AsSpan(0, count);
                if (pool.Same) x.CopyTo(reference);
                if (Normalise.Sample(x, reference.AsSpan(0, pool.Same ? count : others), norm, direction, keys, order) is { } why) return Stop(n, pool.Name.Length > 0 ? $"in {pool.Name} {why}" : why);
                for (var i = 0; i < count; i++) column[places[i]] = x[i];
            }
        Tell(Stage.Normalised, n);
        return true;
    }

    // The values that are there, directed, and where they stood.
    int Gather(ReadOnlySpan<double> column, int[] pool, int direction, double[] into)
    {
        var count = 0;
        foreach (var r in pool)
        {
            var v = column[r];
            if (double.IsNaN(v)) continue;
            places[count] = r;
            into[count++] = direction < 0 ? -v : v;
        }
        return count;
    }

    bool Turn(Knobs k, int n)
    {
        if (k.Direction[n] >= 0) return true;
        // On the scale it was given itself, else on the scale of its first leaf.
        var at = n;
        while (k.Normalise[at].Method == NormaliseMethod.None && !model.Tree.Nodes[at].IsLeaf) at = model.Tree.Nodes[at].Children[0];
        foreach (ref var v in Values.AsSpan(n * rows, rows)) v = Normalise.Mirror(v, k.Normalise[at], rows);
        return true;
    }

    bool Stop(int node, string why)
    {
        var at = model.Tree.Nodes[node];
        Fault = at.IsLeaf ? $"{model.Data.File}, column {at.Id}: {why}." : $"{at.Place}, \"{at.Id}\": {why}.";
        return false;
    }

    void Tell(Stage stage, int n)
    {
        if (Hear is not null) Hear(stage, n, Values.AsSpan(n * rows, rows).ToArray());
    }
}

/// <summary>The stages of a column.</summary>
internal enum Stage { Prepared, Imputed, Treated, Normalised }
