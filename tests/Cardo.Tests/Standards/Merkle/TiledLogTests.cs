using System.Text;
using Cardo.Journal.Signing;
using Cardo.Standards.Merkle;
using Cardo.Tests.Support;

namespace Cardo.Tests.Standards.Merkle;

/// <summary>A log another implementation wrote: C2SP tlog-tiles with 16 signed checkpoints.</summary>
public class TiledLogTests
{
    const string Key = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    [Fact]
    public void Each_of_its_16_checkpoints_is_signed_and_has_the_root_of_its_entries()
    {
        var log = Repository.Shared("journal/tlog-tiles/log");
        NoteVerifier.TryParse(Key, out var key).ShouldBeTrue();
        var leaves = Bundle.Read(File.ReadAllBytes(Path.Combine(log, new Tile(Tile.Entries, 0, 15).Path)))!.Select(e => Hashing.Leaf(e.Span)).ToList();
        for (var size = 0; size <= 15; size++)
        {
            SignedNote.TryParse(File.ReadAllText(Path.Combine(log, $"checkpoint.{size}")), out var note).ShouldBeTrue();
            note!.SignedBy(key!, Ed25519.Verify).ShouldBeTrue();
            var checkpoint = Checkpoint.Parse(note.Text)!;
            checkpoint.Size.ShouldBe(size);
            checkpoint.Text.ShouldBe(note.Text);
            var edge = new TreeEdge();
            foreach (var leaf in leaves.Take(size)) edge.Append(leaf);
            edge.Root.ShouldBe(checkpoint.Root);
        }
    }

    [Fact]
    public void Its_tiles_hold_the_hashes_of_its_entries()
    {
        var log = Repository.Shared("journal/tlog-tiles/log");
        for (var width = 1; width <= 15; width++)
        {
            var entries = Bundle.Read(File.ReadAllBytes(Path.Combine(log, new Tile(Tile.Entries, 0, width).Path)))!;
            var tile = File.ReadAllBytes(Path.Combine(log, new Tile(0, 0, width).Path));
            entries.SelectMany(e => Hashing.Leaf(e.Span).ToArray()).ShouldBe(tile);
        }
    }

    [Theory]
    [InlineData(0, 0, 256, "tile/0/000"), InlineData(0, 1234067, 256, "tile/0/x001/x234/067"), InlineData(3, 273, 5, "tile/3/273.p/5"), InlineData(-1, 999999, 255, "tile/entries/x999/999.p/255")]
    public void Tiles_are_named_as_the_specification_says(int level, long index, int width, string path)
    {
        new Tile(level, index, width).Path.ShouldBe(path);
        Tile.TryParse(path, out var tile).ShouldBeTrue();
        tile.ShouldBe(new Tile(level, index, width));
    }

    [Theory]
    [InlineData("tile/0/0"), InlineData("tile/0/0000"), InlineData("tile/00/000"), InlineData("tile/8/000"), InlineData("tile/0/x000/001"), InlineData("tile/0/000.p/256"), InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/05"), InlineData("tile/0/../000"), InlineData("tile/entries"), InlineData("tile/-1/000"), InlineData("tile/0/001/001"), InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/999")]
    public void No_other_spelling_names_a_tile(string path) => Tile.TryParse(path, out _).ShouldBeFalse();

    [Fact]
    public void A_note_with_any_byte_flipped_is_no_longer_signed()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Shared("journal/tlog-tiles/log"), "checkpoint.15"));
        NoteVerifier.TryParse(Key, out var key);
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < bytes.Length * 8; i++)
        {
            var flipped = bytes.ToArray();
            flipped[i / 8] ^= (byte)(1 << i % 8);
            (SignedNote.TryParse(Encoding.UTF8.GetString(flipped), out var note) && note.SignedBy(key!, Ed25519.Verify)).ShouldBeFalse($"bit {i}");
        }
    }

    [Fact]
    public void A_proof_is_read_as_it_is_written_and_shows_why_it_fails()
    {
        var log = Repository.Shared("journal/tlog-tiles/log");
        NoteVerifier.TryParse(Key, out var key);
        var entries = Bundle.Read(File.ReadAllBytes(Path.Combine(log, new Tile(Tile.Entries, 0, 15).Path)))!;
        var leaves = entries.Select(e => Hashing.Leaf(e.Span)).ToArray();
        var tree = new TileTree((_, _) => leaves);
        var proof = new LogProof(6, Proofs.Inclusion(6, 15, tree.Node), File.ReadAllText(Path.Combine(log, "checkpoint.15")));
        var read = LogProof.Parse(proof.Serialize())!;
        read.Serialize().ShouldBe(proof.Serialize());
        read.Fault(entries[6].Span, key!, Ed25519.Verify).ShouldBeNull();
        read.Fault(entries[7].Span, key!, Ed25519.Verify)!.ShouldContain("path");
        (read with { Index = 5 }).Fault(entries[6].Span, key!, Ed25519.Verify)!.ShouldContain("path");
        LogProof.Parse("c2sp.org/tlog-proof@v2\nindex 6\n\n").ShouldBeNull();
        LogProof.Parse("c2sp.org/tlog-proof@v1\nextra YQ==\nindex 0\n\nx\n")!.Index.ShouldBe(0);
    }
}
