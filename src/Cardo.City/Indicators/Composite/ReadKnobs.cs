using Cardo.Indicators.Files;

namespace Cardo.Indicators.Composite;

/// <summary>
/// Reads settings: for all, then for a level, then for a node; the nearer wins, key by key. At the top, impute, treat and
/// normalise are about leaves, weights and aggregate about parents.
/// </summary>
internal static class ReadKnobs
{
    static readonly TreatKnob untreated = new(TreatMethod.None, TreatMethod.None, 5, 2, 3.5, false, double.NaN);
    static readonly NormaliseKnob plain = new(NormaliseMethod.None, 0, 1, double.NaN, double.NaN, double.NaN, CapMode.None, false, .2, PoolMode.All);

    public static Knobs Read(SpecNode root, IndexTree tree)
    {
        var knobs = new Knobs(tree.Nodes.Count) { Screen = root["screen"].Number(0, 0, 1) };
        for (var n = 0; n < tree.Nodes.Count; n++)
        {
            var node = tree.Nodes[n];
            knobs.Impute[n] = new ImputeKnob(ImputeMethod.None);
            knobs.Treat[n] = untreated;
            knobs.Normalise[n] = plain with { Min = node.Min, Max = node.Max, Target = node.Target };
            knobs.Aggregate[n] = new AggregateKnob(AggregateMethod.Arithmetic, double.NaN, 0, WeightMethod.Given, false);
            knobs.Weight[n] = node.Weight;
            (knobs.Direction[n], knobs.On[n]) = (node.Direction < 0 ? -1 : 1, node.Direction != 0);
            if (node.IsLeaf) Column(root, knobs, n, true); else Parent(root, knobs, n);
        }
        // A parent whose children all are context is context itself.
        for (var n = tree.Leaves; n < tree.Nodes.Count; n++) knobs.On[n] &= tree.Nodes[n].Children.Any(c => knobs.On[c]);
        Levels(root["levels"], knobs, tree);
        Nodes(root["nodes"], knobs, tree);
        return knobs;
    }

    static void Levels(SpecNode levels, Knobs knobs, IndexTree tree)
    {
        foreach (var (key, level) in levels.Members)
        {
            if (!int.TryParse(key, out var l) || l < 1 || l > tree.Levels) { level.Say($"there is no level {key}; leaves are level 1, the tree has {tree.Levels}."); continue; }
            for (var n = 0; n < tree.Nodes.Count; n++)
            {
                if (tree.Nodes[n].Level != l) continue;
                Column(level, knobs, n, false);
                if (!tree.Nodes[n].IsLeaf) Parent(level, knobs, n);
            }
            level.Close();
        }
    }

    static void Nodes(SpecNode nodes, Knobs knobs, IndexTree tree)
    {
        foreach (var (key, node) in nodes.Members)
        {
            var n = tree.Find(key);
            if (n < 0) { node.Say($"there is no node \"{key}\" in the tree."); continue; }
            Column(node, knobs, n, false);
            if (!tree.Nodes[n].IsLeaf) Parent(node, knobs, n);
            knobs.Weight[n] = node["weight"].Number(knobs.Weight[n], 0);
            knobs.Direction[n] = node["direction"].Whole(knobs.Direction[n], -1, 1) < 0 ? -1 : 1;
            knobs.On[n] = node["included"].Flag(knobs.On[n]);
            node.Close();
        }
    }

    static void Column(SpecNode at, Knobs knobs, int n, bool top)
    {
        if (top || at["impute"].Given)
        {
            var impute = at["impute"];
            var method = impute.IsMap ? impute["method"] : impute;
            knobs.Impute[n] = new ImputeKnob(method.Choice(knobs.Impute[n].Method));
            if (impute.IsMap) { _ = impute["by"]; impute.Close(); }
        }
        if (at["treat"].Given) knobs.Treat[n] = Treatment(at["treat"], knobs.Treat[n]);
        if (at["normalise"].Given) knobs.Normalise[n] = Normalisation(at["normalise"], knobs.Normalise[n]);
    }

    /// <summary>Reads one section's value for some nodes: what an uncertain choice may put there.</summary>
    public static void Section(string section, SpecNode value, Knobs knobs, int[] nodes)
    {
        foreach (var n in nodes)
            switch (section)
            {
                case "impute": knobs.Impute[n] = new ImputeKnob((value.IsMap ? value["method"] : value).Choice(knobs.Impute[n].Method)); break;
                case "treat": knobs.Treat[n] = Treatment(value, knobs.Treat[n]); break;
                case "normalise": knobs.Normalise[n] = Normalisation(value, knobs.Normalise[n]); break;
                case "aggregate": knobs.Aggregate[n] = Aggregation(value, knobs.Aggregate[n]); break;
                case "weights": knobs.Aggregate[n] = Weighing(value, knobs.Aggregate[n]); break;
                default: value.Say($"\"{section}\" is not a section."); return;
            }
    }

    static TreatKnob Treatment(SpecNode treat, TreatKnob was)
    {
        if (!treat.IsMap)
        {
            var method = treat.Choice(was.First);
            return was with { First = method, Always = method is TreatMethod.Log or TreatMethod.BoxCox };
        }
        var read = was with
        {
            First = treat["method"].Choice(was.First),
            Then = treat["then"].Choice(was.Then),
            WinMax = treat["winmax"].Whole(was.WinMax, 0, 1000),
            Skew = treat["skew"].Number(was.Skew, 0),
            Kurtosis = treat["kurtosis"].Number(was.Kurtosis),
            Always = treat["always"].Flag(was.Always),
            Lambda = treat["lambda"].Number(was.Lambda, -5, 5),
        };
        treat.Close();
        return read;
    }

    static NormaliseKnob Normalisation(SpecNode at, NormaliseKnob was)
    {
        if (!at.IsMap) return Scale(was with { Method = at.Choice(was.Method) }, was.Method);
        var knob = Scale(was with { Method = at["method"].Choice(was.Method) }, was.Method);
        knob = knob with
        {
            Lo = at["lo"].Number(knob.Lo),
            Hi = at["hi"].Number(knob.Hi),
            Min = at["min"].Number(knob.Min),
            Max = at["max"].Number(knob.Max),
            Target = at["target"].Number(knob.Target),
            Cap = at["cap"].Choice(knob.Cap),
            Population = at["population"].Flag(knob.Population),
            Width = at["width"].Number(knob.Width, 0),
            Pool = at["pool"].Choice(knob.Pool),
        };
        if (at["mean"].Given) knob = knob with { Lo = at["mean"].Number(knob.Lo) };
        if (at["deviation"].Given) knob = knob with { Hi = at["deviation"].Number(knob.Hi, 1e-12) };
        if (knob.Method is NormaliseMethod.MinMax or NormaliseMethod.Goalposts or NormaliseMethod.DistanceToTarget && knob.Hi <= knob.Lo) at.Say($"hi ({knob.Hi}) must be above lo ({knob.Lo}).");
        at.Close();
        return knob;
    }

    /// <summary>The scale a method has unless told otherwise: 0 to 1, or mean 0 and deviation 1.</summary>
    public static NormaliseKnob Scale(NormaliseKnob knob, NormaliseMethod before) => knob.Method == before ? knob : knob with { Lo = 0, Hi = 1 };

    static void Parent(SpecNode at, Knobs knobs, int n)
    {
        var (aggregate, weights) = (at["aggregate"], at["weights"]);
        var knob = Weighing(weights, Aggregation(aggregate, knobs.Aggregate[n]));
        if (knob.Method == AggregateMethod.Power && double.IsNaN(knob.P)) aggregate.Say("the generalised mean needs its exponent p.");
        if (knob.Weights == WeightMethod.BenefitOfTheDoubt && knob.Method != AggregateMethod.Arithmetic) weights.Say("benefit-of-the-doubt weights go with the arithmetic mean alone.");
        knobs.Aggregate[n] = knob;
    }

    static AggregateKnob Aggregation(SpecNode at, AggregateKnob was)
    {
        if (!at.IsMap) return was with { Method = at.Choice(was.Method) };
        var knob = was with { Method = at["method"].Choice(was.Method), P = at["p"].Number(was.P, -100, 100), Coverage = at["coverage"].Number(was.Coverage, 0, 1) };
        at.Close();
        return knob;
    }

    static AggregateKnob Weighing(SpecNode at, AggregateKnob was)
    {
        if (!at.IsMap) return Floored(was with { Weights = at.Choice(was.Weights) }, was.P);
        // ahp, budget and their files, sums and sets are read by ReadWeights.
        foreach (var key in (string[])["file", "sum", "set"]) _ = at[key];
        var method = at["method"];
        var knob = was with { Weights = method.Text() is "ahp" or "budget" ? WeightMethod.Given : method.Choice(was.Weights), Spearman = at["correlation"].Text("pearson") == "spearman", Factors = at["factors"].Whole(was.Factors, 0, 100) };
        if (at["correlation"].Text("pearson") is not ("pearson" or "spearman")) at["correlation"].Say("known correlations are pearson and spearman.");
        knob = Floored(knob, at["floor"].Number(0, 0, 1));
        at.Close();
        return knob;
    }

    // A floor of contributions shares its place with the exponent: no aggregation has both.
    static AggregateKnob Floored(AggregateKnob knob, double floor) =>
        knob.Weights == WeightMethod.BenefitOfTheDoubt ? knob with { P = double.IsNaN(floor) ? 0 : floor } : knob;
}
