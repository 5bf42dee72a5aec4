using Cardo.Indicators.Files;

namespace Cardo.Indicators.Composite;

/// <summary>A tree (or a few) of indicators, children before parents. Leaves come first, in the order of the file.</summary>
internal sealed class IndexTree
{
    public const int MaxNodes = 20_000, MaxDepth = 64;

    readonly Dictionary<string, int> index = new(StringComparer.Ordinal);

    IndexTree(IReadOnlyList<IndexNode> nodes)
    {
        Nodes = nodes;
        for (var i = 0; i < nodes.Count; i++) index[nodes[i].Id] = i;
        Leaves = nodes.TakeWhile(n => n.IsLeaf).Count();
        Roots = [.. Enumerable.Range(0, nodes.Count).Where(i => nodes[i].Parent < 0)];
    }

    public IReadOnlyList<IndexNode> Nodes { get; }

    /// <summary>The first so many nodes are leaves.</summary>
    public int Leaves { get; }

    public IReadOnlyList<int> Roots { get; }

    public int Levels => Nodes.Max(n => n.Level);

    public int Find(string id) => index.GetValueOrDefault(id, -1);

    /// <summary>Puts nodes in order; says what is wrong: nothing there, names twice, unknown parents, cycles, no child to score.</summary>
    public static IndexTree? Build(IReadOnlyList<IndexNode> given, string file, Faults faults)
    {
        if (given.Count == 0) { faults.Say($"{file}: the tree has no nodes."); return null; }
        if (given.Count > MaxNodes) { faults.Say($"{file}: {given.Count} nodes; the limit is {MaxNodes}."); return null; }
        var byId = new Dictionary<string, IndexNode>(StringComparer.Ordinal);
        var sound = true;
        foreach (var node in given)
        {
            if (node.Id.Length == 0) { faults.Say($"{node.Place}: the id is blank."); sound = false; }
            else if (!byId.TryAdd(node.Id, node)) { faults.Say($"{node.Place}: \"{node.Id}\" is there twice, first at {byId[node.Id].Place}."); sound = false; }
            if (node.Weight < 0 || double.IsNaN(node.Weight)) { faults.Say($"{node.Place}: the weight of \"{node.Id}\" is {node.Weight}; a weight is never negative."); sound = false; }
        }
        foreach (var node in given)
            if (node.ParentId.Length > 0 && !byId.ContainsKey(node.ParentId)) { faults.Say($"{node.Place}: \"{node.Id}\" has the parent \"{node.ParentId}\", which is not in the tree."); sound = false; }
        if (!sound || !Acyclic(given, byId, faults)) return null;
        var children = given.ToLookup(n => n.ParentId, StringComparer.Ordinal);
        int Height(IndexNode n) => children[n.Id].Select(Height).DefaultIfEmpty(0).Max() + 1;
        foreach (var node in given) node.Level = Height(node);
        var ordered = given.OrderBy(n => n.Level).ToList();
        var places = ordered.Select((n, i) => (n.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);
        foreach (var node in ordered)
        {
            node.Parent = node.ParentId.Length > 0 ? places[node.ParentId] : -1;
            node.Children = [.. children[node.Id].Select(c => places[c.Id])];
        }
        foreach (var node in ordered)
            if (!node.IsLeaf && node.Children.All(c => ordered[c].Weight == 0)) { faults.Say($"{node.Place}: the weights of the children of \"{node.Id}\" are all zero."); sound = false; }
        return sound ? new IndexTree(ordered) : null;
    }

    static bool Acyclic(IReadOnlyList<IndexNode> given, Dictionary<string, IndexNode> byId, Faults faults)
    {
        var sound = true;
        foreach (var node in given)
        {
            List<string> path = [node.Id];
            for (var at = node; at.ParentId.Length > 0;)
            {
                at = byId[at.ParentId];
                path.Add(at.Id);
                if (at.Id == node.Id) { faults.Say($"{node.Place}: \"{node.Id}\" is its own ancestor: {string.Join(" < ", path)}."); sound = false; break; }
                if (path.Count <= MaxDepth) continue;
                if (!given.Any(n => path.Count(p => p == n.Id) > 1)) { faults.Say($"{node.Place}: \"{node.Id}\" stands deeper than {MaxDepth} levels."); }
                sound = false;
                break;
            }
        }
        return sound;
    }

    /// <summary>Whether the weights of each parent's children sum to what they should.</summary>
    public void CheckSums(double sum, Faults faults)
    {
        foreach (var node in Nodes.Where(n => !n.IsLeaf))
        {
            var total = node.Children.Sum(c => Nodes[c].Weight);
            if (Math.Abs(total - sum) > 1e-6 * Math.Abs(sum)) faults.Say($"{node.Place}: the weights of the children of \"{node.Id}\" sum to {total:R}, not to {sum:R}: {string.Join(", ", node.Children.Take(12).Select(c => $"{Nodes[c].Id} {Nodes[c].Weight:R}"))}.");
        }
    }
}
