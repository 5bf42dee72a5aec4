using Cardo.Standards.Merkle;
using Cardo.Storage;

namespace Cardo.Journal;

/// <summary>The tree (RFC 9162, 2.1) over the hashes of the chunks of one seal; its root stands in the journal.</summary>
internal sealed class SealTree
{
    readonly List<Hash[]> levels;

    SealTree(Hash[] leaves)
    {
        levels = [leaves];
        while (levels[^1] is { Length: > 1 } below)
        {
            var level = new Hash[below.Length / 2];
            for (var i = 0; i < level.Length; i++) level[i] = Hashing.Node(below[2 * i], below[2 * i + 1]);
            levels.Add(level);
        }
    }

    public static SealTree Of(ChunkSeal seal) => new([.. seal.Hashes.Select(h => Hash.From(h))]);

    public int Size => levels[0].Length;

    public Hash Root => Proofs.Root(Size, Node);

    public IReadOnlyList<Hash> Path(long index) => Proofs.Inclusion(index, Size, Node);

    Hash Node(int level, long index) => levels[level][index];
}
