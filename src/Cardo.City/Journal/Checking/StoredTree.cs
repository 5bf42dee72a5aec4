using Cardo.Journal.Signing;
using Cardo.Journal.Store;
using Cardo.Standards.Merkle;
using Cardo.Storage;

namespace Cardo.Journal.Checking;

/// <summary>The journal as it is stored: entries lead to tiles, tiles to the signed root.</summary>
internal static class StoredTree
{
    const int Stretch = 4096;
    const string WayOut = "Compare with an exported journal (cardo journal verify) and restore a backup: what was published cannot be explained away.";

    public static long Check(Db db, NoteVerifier key, Action<StoreFault> told) => db.Read(tx =>
    {
        var stored = JournalStore.Head(tx);
        if (stored.Size == 0) return 0;
        var edge = new TreeEdge();
        for (long at = 0; at < stored.Size; at += Stretch)
        {
            var entries = JournalStore.Entries(tx, at, (int)Math.Min(Stretch, stored.Size - at));
            foreach (var entry in entries)
            {
                if (entry.Index != edge.Size) break;
                edge.Append(EntryText.Leaf(entry.Json));
            }
            if (edge.Size != Math.Min(at + Stretch, stored.Size))
            {
                told(new StoreFault($"journal_entries, entry {edge.Size}", "it is missing", WayOut));
                return edge.Size;
            }
            foreach (var (tile, hashes) in edge.TakeChanged())
                if (tile.Width == Tile.Full || edge.Size == stored.Size) Compare(tx, tile, hashes, told);
        }
        Head(stored, edge, key, told);
        return edge.Size;
    });

    static void Compare(Tx tx, Tile tile, Hash[] expected, Action<StoreFault> told)
    {
        var there = JournalStore.Tile(tx, tile.Level, tile.Index);
        var wrong = 0;
        while (wrong < expected.Length && wrong < there.Length && there[wrong] == expected[wrong]) wrong++;
        if (wrong == expected.Length) return;
        told(new StoreFault($"journal_tiles, level {tile.Level}, tile {tile.Index}",
            tile.Level == 0 ? $"entry {tile.Index * Tile.Full + wrong} is not what was hashed" : $"hash {wrong} is not that of the tile below", WayOut));
    }

    static void Head(StoredHead stored, TreeEdge edge, NoteVerifier key, Action<StoreFault> told)
    {
        if (!SignedNote.TryParse(stored.Note, out var note) || Checkpoint.Parse(note.Text) is not { } head) Tell("it is not a signed checkpoint");
        else if (!note.SignedBy(key, Ed25519.Verify)) Tell($"it is not signed by {key.Name}");
        else if (head.Size != stored.Size || head.Root != edge.Root) Tell("the entries do not lead to the signed root");

        void Tell(string what) => told(new StoreFault("journal_head", what, WayOut));
    }
}
