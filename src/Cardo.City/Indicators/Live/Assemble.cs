using Cardo.Indicators.Composite;
using Cardo.Indicators.Files;

namespace Cardo.Indicators.Live;

/// <summary>Makes the score of values by the same code that scores any composite indicator.</summary>
internal static class Assemble
{
    public static LiveScore Score(string title, string titleZh, double coverage, IReadOnlyList<LiveItem> items, IReadOnlyDictionary<string, LiveValue> values, long nowUs)
    {
        var nodes = items.Select(i => new IndexNode(Key(i.Id), i.Name, i.Id) { ParentId = i.Parent == "-" ? "" : Key(i.Parent), Weight = i.Weight, Direction = i.Direction, Min = i.Min, Max = i.Max }).ToList();
        var tree = IndexTree.Build(nodes, ReadScore.File, new Faults()) ?? throw new InvalidOperationException("a score that was read has a sound tree");
        var model = new CompositeModel(tree, Data(tree, items, values), Knobs(tree, coverage)) { Top = tree.Roots[^1] };
        var work = new Workspace(model);
        if (!work.Run(model.Knobs)) throw new InvalidOperationException(work.Fault);
        var (score, shares) = ((double[])work.Values.Clone(), (double[])work.FoundWeights.Clone());
        var effective = ScoreReport.Effective(model, shares);
        List<LiveLine> lines = [];
        void Add(LiveItem item, int depth)
        {
            var n = tree.Find(Key(item.Id));
            var value = values.GetValueOrDefault(item.Id);
            var gain = item.Formula is null ? double.NaN : ExplainReport.Gain(model, work, n, 0, score[model.Top]);
            lines.Add(new LiveLine(item, depth, score[n], depth == 0 ? 1 : shares[n], effective[n], gain, value));
            foreach (var child in items.Where(i => i.Parent == item.Id)) Add(child, depth + 1);
        }
        Add(items[0], 0);
        return new LiveScore(title, titleZh, nowUs, coverage, lines);
    }

    // The root's id is empty in the file; in a tree an id is never empty.
    static string Key(string id) => "/" + id;

    static Knobs Knobs(IndexTree tree, double coverage)
    {
        var knobs = new Knobs(tree.Nodes.Count);
        for (var n = 0; n < tree.Nodes.Count; n++)
        {
            var node = tree.Nodes[n];
            knobs.Treat[n] = new TreatKnob(TreatMethod.None, TreatMethod.None, 0, 2, 3.5, false, double.NaN);
            knobs.Normalise[n] = new NormaliseKnob(node.IsLeaf ? NormaliseMethod.Goalposts : NormaliseMethod.None, 0, 100, node.Min, node.Max, double.NaN, CapMode.Both, false, .2, PoolMode.All);
            knobs.Aggregate[n] = new AggregateKnob(AggregateMethod.Arithmetic, double.NaN, coverage, WeightMethod.Given, false);
            (knobs.Weight[n], knobs.Direction[n], knobs.On[n]) = (node.Weight, node.Direction, true);
        }
        return knobs;
    }

    static CompositeData Data(IndexTree tree, IReadOnlyList<LiveItem> items, IReadOnlyDictionary<string, LiveValue> values)
    {
        var raw = new double[tree.Leaves];
        var byKey = items.ToDictionary(i => Key(i.Id));
        for (var n = 0; n < raw.Length; n++) raw[n] = values.TryGetValue(byKey[tree.Nodes[n].Id].Id, out var v) ? v.Value : double.NaN;
        Pool[] all = [new Pool("", [0], [0])];
        return new CompositeData
        {
            Rows = 1,
            Units = ["city"],
            Names = ["city"],
            Periods = [""],
            Raw = raw,
            Divisors = [.. raw.Select(_ => 1.0)],
            Prepared = (double[])raw.Clone(),
            Groups = [],
            GroupNames = [],
            Series = [[0]],
            AllPool = all,
            PeriodPools = all,
            BasePools = [],
            File = ReadScore.File,
            Lines = [1],
        };
    }
}
