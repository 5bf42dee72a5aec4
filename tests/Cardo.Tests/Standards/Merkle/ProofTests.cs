using System.Text;
using System.Text.Json;
using Cardo.Standards.Merkle;
using Cardo.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Cardo.Tests.Standards.Merkle;

public class ProofTests
{
    sealed record Probe(string Path, JsonElement Json)
    {
        // Some probes wrap around below zero: no tree of ours is that large.
        public long Number(string name) => Json.GetProperty(name).TryGetInt64(out var number) ? number : -1;
        public byte[] Bytes(string name) => Json.GetProperty(name).GetString() is { } text ? Convert.FromBase64String(text) : [];
        // Roots of "don't care" aren't hashes; only whether two are the same matters.
        public Hash HashOf(string name) => Bytes(name) is { Length: 32 } bytes ? Hash.From(bytes) : Hashing.Leaf(Bytes(name));
        public bool WantErr => Json.GetProperty("wantErr").GetBoolean();
        public IReadOnlyList<byte[]> Proof => Json.GetProperty("proof") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(p => Convert.FromBase64String(p.GetString() ?? ""))] : [];
    }

    static IEnumerable<Probe> Probes(string kind) => Directory.EnumerateFiles(Repository.Shared("journal/merkle/" + kind), "*.json", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(f => new Probe(f, JsonDocument.Parse(File.ReadAllBytes(f)).RootElement));

    [Fact]
    public void The_98_inclusion_probes_are_judged_as_the_reference_does()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var probe in Probes("inclusion"))
        {
            count++;
            var holds = probe.Proof.All(p => p.Length == 32)
                && Proofs.VerifyInclusion(probe.HashOf("leafHash"), probe.Number("leafIdx"), probe.Number("treeSize"), [.. probe.Proof.Select(p => Hash.From(p))], probe.HashOf("root"));
            // That library also refuses a leaf hash of no bytes, which can't be written down here.
            if (holds == probe.WantErr && probe.Bytes("leafHash").Length > 0) wrong.Add(probe.Path);
        }
        count.ShouldBe(98);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_98_consistency_probes_are_judged_as_the_reference_does_but_for_proofs_from_the_empty_tree()
    {
        var other = new List<string>();
        var count = 0;
        foreach (var probe in Probes("consistency"))
        {
            count++;
            var holds = probe.Proof.All(p => p.Length == 32)
                && Proofs.VerifyConsistency(probe.Number("size1"), probe.HashOf("root1"), probe.Number("size2"), probe.HashOf("root2"), [.. probe.Proof.Select(p => Hash.From(p))]);
            if (holds == probe.WantErr) other.Add($"{probe.Number("size1")}");
        }
        count.ShouldBe(98);
        // That library never lets a proof begin at size 0; RFC 9162 says nothing against the empty proof.
        other.ShouldAllBe(size => size == "0");
        other.Count.ShouldBeLessThanOrEqualTo(3);
    }

    static (Hash[] Leaves, Proofs.Read Read) Tree(int size)
    {
        var leaves = Enumerable.Range(0, size).Select(i => Hashing.Leaf(Encoding.ASCII.GetBytes($"leaf {i}"))).ToArray();
        Hash Read(int level, long index) => level == 0 ? leaves[index] : Hashing.Node(Read(level - 1, 2 * index), Read(level - 1, 2 * index + 1));
        return (leaves, Read);
    }

    [Fact]
    public void Every_leaf_of_every_small_tree_has_a_proof_that_holds_for_it_alone()
    {
        for (var size = 1; size <= 70; size++)
        {
            var (leaves, read) = Tree(size);
            var root = Proofs.Root(size, read);
            for (var i = 0; i < size; i++)
            {
                var path = Proofs.Inclusion(i, size, read);
                Proofs.VerifyInclusion(leaves[i], i, size, path, root).ShouldBeTrue($"{i} of {size}");
                Proofs.VerifyInclusion(leaves[i], (i + 1) % size, size, path, root).ShouldBe(size == 1, $"{i} of {size} as another");
                if (path.Count > 0) Proofs.VerifyInclusion(leaves[i], i, size, [.. path.Skip(1)], root).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Every_small_tree_is_proven_to_begin_with_every_smaller_one()
    {
        for (var size = 1; size <= 70; size++)
        {
            var (_, read) = Tree(size);
            var root = Proofs.Root(size, read);
            for (var old = 0; old <= size; old++)
            {
                var path = Proofs.Consistency(old, size, read);
                var oldRoot = Proofs.Root(old, read);
                Proofs.VerifyConsistency(old, oldRoot, size, root, path).ShouldBeTrue($"{old} in {size}");
                Proofs.VerifyConsistency(old, Hashing.Leaf([1]), size, root, path).ShouldBeFalse($"{old} in {size}, another root");
            }
        }
    }

    [Fact]
    public void The_edge_of_a_growing_tree_and_its_tiles_agree_with_the_whole_tree() =>
        Prop.ForAll(Gen.Choose(1, 1200).ToArbitrary(), Gen.Choose(1, 1200).ToArbitrary(), (a, b) =>
        {
            int size = Math.Max(a, b), pause = Math.Min(a, b);
            var (leaves, read) = Tree(size);
            var tiles = new Dictionary<(int, long), Hash[]>();
            var edge = new TreeEdge();
            for (var i = 0; i < size; i++)
            {
                edge.Append(leaves[i]);
                if (i + 1 != pause) continue;
                foreach (var (tile, hashes) in edge.TakeChanged()) tiles[(tile.Level, tile.Index)] = hashes;
                // As after a restart.
                edge = new TreeEdge(pause, (level, index) => tiles[(level, index)]);
                edge.Root.ShouldBe(Proofs.Root(pause, read));
            }
            foreach (var (tile, hashes) in edge.TakeChanged()) tiles[(tile.Level, tile.Index)] = hashes;
            edge.Root.ShouldBe(Proofs.Root(size, read));
            tiles.Keys.Order().ShouldBe(Tile.Of(size).Select(t => (t.Level, t.Index)).Order());
            var tree = new TileTree((level, index) => tiles[(level, index)]);
            Proofs.Inclusion(pause - 1, size, tree.Node).ShouldBe(Proofs.Inclusion(pause - 1, size, read));
            Proofs.Consistency(pause, size, tree.Node).ShouldBe(Proofs.Consistency(pause, size, read));
        }).QuickCheckThrowOnFailure();
}
