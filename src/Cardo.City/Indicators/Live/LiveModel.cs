using Cardo.Indicators.Composite;
using Cardo.Indicators.Files;
using Cardo.Indicators.Maths;
using Cardo.Indicators.Uncertainty;

namespace Cardo.Indicators.Live;

/// <summary>
/// The score of a plan, by the same code that scores any composite indicator: the city is the first row, its peers
/// follow. A value that changes re-scores what stands above it (<see cref="Rescorer"/>). Not safe for several threads.
/// </summary>
internal sealed class LiveModel
{
    const int Draws = 512;
    const double Level = .9;

    readonly LivePlan plan;
    readonly IndexTree tree;
    readonly CompositeModel model;
    readonly Rescorer scores;
    readonly int top;

    public LiveModel(LivePlan plan)
    {
        this.plan = plan;
        var nodes = plan.Items.Select(i => new IndexNode(Key(i.Id), i.Name.ToString(), i.Id) { ParentId = i.Parent == "-" ? "" : Key(i.Parent), Weight = i.Weight, Direction = i.Direction, Min = i.Min, Max = i.Max }).ToList();
        tree = IndexTree.Build(nodes, ReadScore.File, new Faults()) ?? throw new InvalidOperationException("a score that was read has a sound tree");
        top = tree.Find(Key(ReadScore.Whole));
        model = new CompositeModel(tree, Data(), Knobs()) { Top = top };
        scores = Rescorer.Start(model, out var why) ?? throw new InvalidOperationException(why);
    }

    // The root's id is empty in the file; in a tree an id is never empty.
    static string Key(string id) => "/" + id;

    int Leaf(string id) => tree.Find(Key(id));

    /// <summary>What an indicator counts: nothing while too few of its rows are there.</summary>
    public double Counted(LiveValue value) => value.Coverage < plan.Measured - 1e-12 ? double.NaN : value.Value;

    /// <summary>A new value of an indicator; nothing is done where it is the same.</summary>
    public void Set(string id, double value)
    {
        var leaf = Leaf(id);
        if (BitConverter.DoubleToInt64Bits(model.Data.Raw[leaf * model.Rows]) != BitConverter.DoubleToInt64Bits(value)) scores.Read(leaf, 0, value, out _);
    }

    public double Score(string id) => scores.Score(tree.Find(Key(id)), 0);

    /// <summary>The whole, and the indicator's own score, were its value another: computed, then put back.</summary>
    public (double Whole, double Own) WhatIf(string id, double value)
    {
        var leaf = Leaf(id);
        var was = model.Data.Raw[leaf * model.Rows];
        scores.Read(leaf, 0, value, out _);
        var found = (scores.Score(top, 0), scores.Score(leaf, 0));
        scores.Read(leaf, 0, was, out _);
        return found;
    }

    public LiveScore Read(IReadOnlyDictionary<string, LiveValue> values, long nowUs, bool interval)
    {
        List<LiveLine> lines = [];
        var shares = plan.Items.ToDictionary(i => i.Id, i => i.Parent == "-" ? 1 : i.Weight / plan.Items.Where(o => o.Parent == i.Parent).Sum(o => o.Weight));
        Add(plan.Items[0], 0, 1);
        var score = new LiveScore(plan.Title, nowUs, plan.Coverage, [.. lines]);
        lines.Clear();
        foreach (var item in plan.Items.Where(i => i.Parent == ReadScore.Beside)) Add(item, 0, 0);
        return score with { Beside = lines, Interval = interval && !double.IsNaN(score.Whole.Score) ? Interval() : null };

        LiveLine Add(LiveItem item, int depth, double effective)
        {
            var place = lines.Count;
            lines.Add(null!);
            var (own, value) = (Score(item.Id), values.GetValueOrDefault(item.Id));
            List<LiveLine> children = [.. plan.Items.Where(i => i.Parent == item.Id).Select(c => Add(c, depth + 1, effective * shares[c.Id]))];
            var line = new LiveLine(item, depth, own, shares[item.Id], effective, double.NaN, value);
            return lines[place] = value is null ? Above(line, children) : Below(line, value);
        }
    }

    LiveLine Below(LiveLine line, LiveValue value)
    {
        var there = !double.IsNaN(Counted(value));
        var better = value.Value + (line.Item.Direction < 0 ? -1 : 1);
        return line with
        {
            Gain = there && line.Effective > 0 && !double.IsNaN(scores.Score(top, 0)) ? WhatIf(line.Item.Id, better).Whole - scores.Score(top, 0) : double.NaN,
            Why = there ? Withheld.No : double.IsNaN(value.Value) ? Withheld.NothingMeasured : Withheld.TooFewRows,
            Coverage = there ? value.Coverage : 0,
            Imputed = there ? value.Imputed : 0,
            OldestUs = value.OldestUs,
            NewestUs = value.NewestUs,
        };
    }

    static LiveLine Above(LiveLine line, List<LiveLine> children)
    {
        var measured = children.Where(c => c.Coverage > 0).ToList();
        var (all, some) = (children.Sum(c => c.Share), measured.Sum(c => c.Share));
        return line with
        {
            Why = !double.IsNaN(line.Score) ? Withheld.No : measured.Count == 0 ? Withheld.NothingMeasured : Withheld.TooLittleWeight,
            Coverage = all > 0 ? children.Sum(c => c.Share * c.Coverage) / all : 0,
            Imputed = some > 0 ? measured.Sum(c => c.Share * c.Imputed) / some : 0,
            OldestUs = measured.Min(c => c.OldestUs),
            NewestUs = measured.Max(c => c.NewestUs),
        };
    }

    // Each weight within a quarter of what it is and each far goalpost within a tenth of the way between both, all at once.
    LiveInterval Interval()
    {
        List<Choice> choices = [];
        for (var n = 0; n < tree.Nodes.Count; n++)
        {
            var (at, node) = (n, tree.Nodes[n]);
            if (node.Parent >= 0 && tree.Nodes[node.Parent].Children.Length > 1) choices.Add(new Choice("weight", [], (k, u) => k.Weight[at] *= .75 + .5 * u, _ => ""));
            if (node.IsLeaf) choices.Add(new Choice("goalpost", [], (k, u) => Move(ref k.Normalise[at], node.Direction, (u - .5) * .2), _ => ""));
        }
        var runs = new Replicates(model, choices);
        if (!runs.Run(Replicates.Design(Draws, choices.Count, 1, quasi: true), Draws)) throw new InvalidOperationException(runs.Fault);
        var now = scores.Column(top);
        var ranks = ScoreReport.Ranks(model, now.ToArray());
        List<PeerScore> peers = [];
        for (var r = 0; r < model.Rows; r++)
        {
            var row = r;
            if (double.IsNaN(now[r])) continue;
            // With weights moved, a score at the edge of its coverage is withheld in some draws: those say nothing.
            var said = Enumerable.Range(0, Draws).Where(i => runs.Ranks[i * model.Rows + row] > 0).ToList();
            double[] Sorted(Func<int, double> of, double otherwise) => said.Count == 0 ? [otherwise] : [.. said.Select(of).Order()];
            var (drawn, placed) = (Sorted(i => runs.Scores[i * model.Rows + row], now[r]), Sorted(i => runs.Ranks[i * model.Rows + row], ranks[r]));
            peers.Add(new PeerScore(r == 0 ? null : plan.Peers[r - 1].Name, now[r], Moments.Quantile(drawn, (1 - Level) / 2), Moments.Quantile(drawn, (1 + Level) / 2), ranks[r], (int)Math.Round(Moments.Quantile(placed, (1 - Level) / 2)), (int)Math.Round(Moments.Quantile(placed, (1 + Level) / 2))));
        }
        var own = peers[0];
        return new LiveInterval(own.Low, own.High, peers.Count > 1 ? own.Rank : 0, own.RankLow, own.RankHigh, peers);
    }

    static void Move(ref NormaliseKnob knob, int direction, double by)
    {
        var way = by * (knob.Max - knob.Min);
        knob = direction < 0 ? knob with { Min = knob.Min + way } : knob with { Max = knob.Max + way };
    }

    Knobs Knobs()
    {
        var knobs = new Knobs(tree.Nodes.Count);
        for (var n = 0; n < tree.Nodes.Count; n++)
        {
            var node = tree.Nodes[n];
            knobs.Treat[n] = new TreatKnob(TreatMethod.None, TreatMethod.None, 0, 2, 3.5, false, double.NaN);
            knobs.Normalise[n] = new NormaliseKnob(node.IsLeaf ? NormaliseMethod.Goalposts : NormaliseMethod.None, 0, 100, node.Min, node.Max, double.NaN, CapMode.Both, false, .2, PoolMode.All);
            knobs.Aggregate[n] = new AggregateKnob(AggregateMethod.Arithmetic, double.NaN, plan.Coverage, WeightMethod.Given, false);
            (knobs.Weight[n], knobs.Direction[n], knobs.On[n]) = (node.Weight, node.Direction, true);
        }
        return knobs;
    }

    CompositeData Data()
    {
        var rows = 1 + plan.Peers.Count;
        var raw = new double[tree.Leaves * rows];
        Array.Fill(raw, double.NaN);
        foreach (var item in plan.Items.Where(i => i.Formula is not null))
            for (var p = 0; p < plan.Peers.Count; p++) raw[Leaf(item.Id) * rows + 1 + p] = plan.Peers[p].Values.GetValueOrDefault(item.Id, double.NaN);
        int[] every = [.. Enumerable.Range(0, rows)];
        Pool[] all = [new Pool("", every, every)];
        string[] names = ["", .. plan.Peers.Select(p => p.Name.ToString())];
        return new CompositeData
        {
            Rows = rows,
            Units = names,
            Names = names,
            Periods = [.. every.Select(_ => "")],
            Times = new double[rows],
            Raw = raw,
            Divisors = [.. raw.Select(_ => 1.0)],
            Prepared = (double[])raw.Clone(),
            Groups = [],
            GroupNames = [],
            Series = [.. every.Select(r => new[] { r })],
            AllPool = all,
            PeriodPools = all,
            BasePools = [],
            File = ReadScore.File,
            Lines = [.. every.Select(r => r + 1)],
        };
    }
}
