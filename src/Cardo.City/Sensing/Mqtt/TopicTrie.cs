namespace Cardo.Sensing.Mqtt;

/// <summary>
/// All subscriptions by topic level. A match costs the levels of the topic times the wildcards met, not the number of
/// subscriptions; connections keep their matches until <see cref="Version"/> moves.
/// </summary>
internal sealed class TopicTrie
{
    readonly Lock gate = new();
    readonly Node root = new();
    volatile int version;
    int count;

    /// <summary>Moves with every change.</summary>
    public int Version => version;

    public int Count => Volatile.Read(ref count);

    public void Add(Subscription subscription)
    {
        lock (gate)
        {
            var node = root;
            foreach (var level in subscription.Filter.Split('/')) node = level == "#" ? node : node.Down(level);
            var list = subscription.Filter.EndsWith('#') ? node.Below ??= [] : node.Here ??= [];
            if (list.RemoveAll(s => s.Session == subscription.Session && s.Text == subscription.Text) == 0) count++;
            list.Add(subscription);
            version++;
        }
    }

    public void Remove(Subscription subscription)
    {
        lock (gate)
        {
            if (Remove(root, subscription.Filter.Split('/'), 0, subscription)) count--;
            version++;
        }
    }

    static bool Remove(Node node, string[] levels, int at, Subscription subscription)
    {
        if (at == levels.Length || levels[at] == "#")
        {
            var list = at == levels.Length ? node.Here : node.Below;
            return list is not null && list.RemoveAll(s => s.Session == subscription.Session && s.Text == subscription.Text) > 0;
        }
        if (node.Find(levels[at]) is not { } child) return false;
        var removed = Remove(child, levels, at + 1, subscription);
        if (child.IsEmpty) node.Drop(levels[at]);
        return removed;
    }

    public Match Match(string topic)
    {
        var found = new List<Subscription>();
        int at;
        lock (gate)
        {
            at = version;
            if (count > 0) Walk(root, topic, found, first: true);
        }
        if (found.Count == 0) return new Match(at, [], []);
        var targets = found.Where(s => s.Share is null).GroupBy(s => s.Session).Select(g => Mqtt.Match.Target.From(g.Key, [.. g])).ToArray();
        var shares = found.Where(s => s.Share is not null).GroupBy(s => s.Text).Select(g => g.ToArray()).ToArray();
        return new Match(at, targets, shares);
    }

    // [MQTT-4.7.2-1] wildcards in the first level don't match names that begin with $.
    static void Walk(Node node, ReadOnlySpan<char> rest, List<Subscription> found, bool first)
    {
        var wild = !first || rest.Length == 0 || rest[0] != '$';
        if (wild && node.Below is { } below) found.AddRange(below);
        var slash = rest.IndexOf('/');
        var level = slash < 0 ? rest : rest[..slash];
        if (node.Find(level) is { } child) Step(child, rest, slash, found);
        if (wild && node.Plus is { } plus) Step(plus, rest, slash, found);
    }

    static void Step(Node node, ReadOnlySpan<char> rest, int slash, List<Subscription> found)
    {
        if (slash >= 0)
        {
            Walk(node, rest[(slash + 1)..], found, first: false);
            return;
        }
        if (node.Here is { } here) found.AddRange(here);
        // "a/#" also matches "a" itself.
        if (node.Below is { } below) found.AddRange(below);
    }

    sealed class Node
    {
        Dictionary<string, Node>? children;

        public Node? Plus { get; private set; }
        public List<Subscription>? Here { get; set; }
        public List<Subscription>? Below { get; set; }

        public bool IsEmpty => Plus is null && children is not { Count: > 0 } && Here is not { Count: > 0 } && Below is not { Count: > 0 };

        public Node Down(string level)
        {
            if (level == "+") return Plus ??= new Node();
            children ??= new(StringComparer.Ordinal);
            if (!children.TryGetValue(level, out var child)) children[level] = child = new Node();
            return child;
        }

        public Node? Find(ReadOnlySpan<char> level) =>
            level is "+" ? Plus : children is not null && children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child) ? child : null;

        public void Drop(string level)
        {
            if (level == "+") Plus = null;
            else children?.Remove(level);
        }
    }
}
