using Cardo.Standards.Jcs;
using Cardo.Standards.Merkle;

namespace Cardo.Journal.Checking;

/// <summary>
/// One pass over the files of a tree, in order. Reading, canonical form and leaf hashes of a stretch of bundles are done
/// on every core at once; the tree above grows from them on one.
/// </summary>
internal sealed class TreeWalk(ITreeFiles files, int mostFaults, Action<double>? progress)
{
    /// <summary>Bundles in memory at once.</summary>
    const int Stretch = 64;

    readonly List<string> faults = [];
    readonly HashSet<string> seen = ["checkpoint", "key"];
    long size;

    public IReadOnlyList<string> Faults => faults;

    public bool Holds => faults.Count == 0;

    bool Enough => faults.Count >= mostFaults;

    public void Fault(string what)
    {
        if (!Enough) faults.Add(what);
    }

    public void Tree(Checkpoint checkpoint)
    {
        size = checkpoint.Size;
        var edge = new TreeEdge();
        foreach (var stretch in Tile.BundlesOf(size).Chunk(Stretch))
        {
            foreach (var read in Read(stretch))
            {
                if (!Take(read, edge)) return; // what follows would only repeat this fault
                foreach (var (tile, hashes) in edge.TakeChanged())
                    if (tile.Width == Tile.Full || edge.Size == size) Compare(tile, hashes);
                if (Enough) return;
            }
            progress?.Invoke((double)edge.Size / size);
        }
        if (edge.Root != checkpoint.Root) Fault("checkpoint: the entries do not lead to the signed root");
        foreach (var path in files.Paths())
            if (!seen.Contains(path)) Fault($"{path}: does not belong to this journal");
        progress?.Invoke(1);
    }

    /// <summary>A bundle's leaves, or what is wrong with it.</summary>
    sealed record Leaves(Tile Bundle, Hash[] Hashes, string? Fault, List<int> NotCanonical);

    Leaves[] Read(Tile[] bundles)
    {
        var read = new Leaves[bundles.Length];
        if (bundles.Length < 8)
            for (var i = 0; i < bundles.Length; i++) read[i] = One(bundles[i]);
        else Parallel.For(0, bundles.Length, i => read[i] = One(bundles[i]));
        return read;
    }

    Leaves One(Tile bundle)
    {
        if (files.Read(bundle.Path) is not { } bytes) return new(bundle, [], "missing", []);
        if (Bundle.Read(bytes) is not { } entries || entries.Count != bundle.Width) return new(bundle, [], $"not a bundle of {bundle.Width} entries", []);
        var hashes = new Hash[entries.Count];
        var odd = new List<int>();
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = Hashing.Leaf(entries[i].Span);
            if (!Canonical.Is(entries[i].Span)) odd.Add(i);
        }
        return new(bundle, hashes, null, odd);
    }

    bool Take(Leaves read, TreeEdge edge)
    {
        var (bundle, hashes, fault, odd) = read;
        seen.Add(bundle.Path);
        if (fault is not null)
        {
            Fault($"{bundle.Path}: {fault}");
            return false;
        }
        foreach (var i in odd) Fault($"{bundle.Path}: entry {bundle.Index * Tile.Full + i} is not canonical JSON");
        foreach (var hash in hashes) edge.Append(hash);
        return true;
    }

    void Compare(Tile tile, Hash[] expected)
    {
        if (Bytes(tile.Path) is not { } bytes) { Fault($"{tile.Path}: missing"); return; }
        if (bytes.Length != expected.Length * Hash.Size) { Fault($"{tile.Path}: {bytes.Length} bytes instead of {expected.Length * Hash.Size}"); return; }
        for (var i = 0; i < expected.Length; i++)
            if (Hash.From(bytes.AsSpan(i * Hash.Size, Hash.Size)) != expected[i])
                Fault(tile.Level == 0 ? $"{tile.Path}: entry {tile.Index * Tile.Full + i} is not what was hashed" : $"{tile.Path}: hash {i} is not that of the tile below");
    }

    byte[]? Bytes(string path)
    {
        seen.Add(path);
        return files.Read(path);
    }

    /// <summary>The hashes of a tile that was compared already.</summary>
    public Hash[] Hashes(int level, long index)
    {
        var width = (int)Math.Min(Tile.Full, (size >> (Tile.Height * level)) - index * Tile.Full);
        var bytes = Bytes(new Tile(level, index, width).Path)!;
        return [.. Enumerable.Range(0, width).Select(i => Hash.From(bytes.AsSpan(i * Hash.Size, Hash.Size)))];
    }
}
