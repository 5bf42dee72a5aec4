namespace Cardo.Standards.Merkle;

/// <summary>Reads the nodes of a tree from its hash tiles; each node inside a tile is recomputed from the tile's hashes.</summary>
/// <param name="load">the hashes of tile (level, index): 256, or fewer at the right edge</param>
public sealed class TileTree(Func<int, long, Hash[]> load)
{
    // A proof touches each tile several times in a row.
    readonly Dictionary<(int, long), Hash[]> loaded = [];

    /// <summary>A complete subtree's hash, as <see cref="Proofs.Read"/> asks for it.</summary>
    public Hash Node(int level, long index)
    {
        int tileLevel = level / Tile.Height, within = level % Tile.Height;
        var first = index << within;
        var tile = Load(tileLevel, first / Tile.Full);
        return Fold(tile.AsSpan((int)(first % Tile.Full), 1 << within));
    }

    Hash[] Load(int level, long index)
    {
        if (!loaded.TryGetValue((level, index), out var tile)) loaded[(level, index)] = tile = load(level, index);
        return tile;
    }

    /// <summary>The hash over a power of two of neighbours.</summary>
    public static Hash Fold(ReadOnlySpan<Hash> hashes)
    {
        if (hashes.Length == 1) return hashes[0];
        Span<Hash> row = stackalloc Hash[Tile.Full / 2];
        for (var i = 0; i < hashes.Length / 2; i++) row[i] = Hashing.Node(hashes[2 * i], hashes[2 * i + 1]);
        for (var n = hashes.Length / 4; n > 0; n /= 2)
            for (var i = 0; i < n; i++) row[i] = Hashing.Node(row[2 * i], row[2 * i + 1]);
        return row[0];
    }
}
