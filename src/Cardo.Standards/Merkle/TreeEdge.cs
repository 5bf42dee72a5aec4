namespace Cardo.Standards.Merkle;

/// <summary>
/// The right edge of a growing tiled tree: all that is needed to append leaves and to know the root, at most 255 hashes
/// for each of its levels. Not safe for two threads.
/// </summary>
public sealed class TreeEdge
{
    readonly List<List<Hash>> levels = [[]];
    readonly SortedDictionary<(int Level, long Index), Hash[]> changed = [];

    public TreeEdge() { }

    /// <summary>Takes up a tree of <paramref name="size"/> leaves from its partial tiles (by level; none where the level's last tile is full).</summary>
    public TreeEdge(long size, Func<int, long, Hash[]> load)
    {
        Size = size;
        levels.Clear();
        var level = 0;
        for (var n = size; n > 0 || level == 0; n >>= Tile.Height, level++)
            levels.Add((n & 0xff) == 0 ? [] : [.. load(level, n >> Tile.Height).AsSpan(0, (int)(n & 0xff))]);
    }

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    public Hash Root
    {
        get
        {
            // Every complete subtree of the root's decomposition lies in the edge tile of its level.
            return Proofs.Root(Size, (level, index) =>
            {
                int tile = level / Tile.Height, within = level % Tile.Height;
                var first = (int)((index << within) % Tile.Full);
                return TileTree.Fold(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(levels[tile]).Slice(first, 1 << within));
            });
        }
    }

    public void Append(in Hash leaf)
    {
        Add(0, Size, leaf);
        Size++;
    }

    void Add(int level, long index, in Hash hash)
    {
        if (levels.Count == level) levels.Add([]);
        var tile = levels[level];
        tile.Add(hash);
        if (tile.Count < Tile.Full) return;
        changed[(level, index / Tile.Full)] = [.. tile];
        var root = TileTree.Fold(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tile));
        tile.Clear();
        Add(level + 1, index / Tile.Full, root);
    }

    /// <summary>The tiles that grew since the last call, full ones and partial ones of the edge.</summary>
    public IReadOnlyList<(Tile Tile, Hash[] Hashes)> TakeChanged()
    {
        var tiles = changed.Select(c => (new Tile(c.Key.Level, c.Key.Index, Tile.Full), c.Value)).ToList();
        changed.Clear();
        for (var level = 0; level < levels.Count; level++)
            if (levels[level].Count > 0)
                tiles.Add((new Tile(level, Size >> (Tile.Height * (level + 1)), levels[level].Count), [.. levels[level]]));
        return tiles;
    }
}
