using System.Text.Json;
using Cardo.Journal.Store;
using Cardo.Standards.Merkle;
using Cardo.Storage;

namespace Cardo.Journal;

/// <summary>That one chunk of history is what was sealed: from its hash to the root in an entry, and from there to the signed head.</summary>
/// <param name="Leaf">the chunk's hash, as docs/formats/log-and-chunks.md makes it</param>
/// <param name="Index">its place among the leaves of the seal</param>
/// <param name="Size">how many leaves the seal has</param>
/// <param name="Path">the hashes it is joined with on the way to <paramref name="Root"/></param>
/// <param name="Entry">the number of the entry that holds the root</param>
public sealed record ChunkProof(long Seq, Hash Leaf, long Index, long Size, IReadOnlyList<Hash> Path, Hash Root, long Entry)
{
    public bool Holds => Proofs.VerifyInclusion(Leaf, Index, Size, Path, Root);
}

/// <summary>
/// Holds the whole history against the journal: each seal has the root that was entered, each chunk the hash that was
/// sealed, and each chunk that is gone has an entry that says why.
/// </summary>
public static class SealedHistory
{
    const int EntriesARead = 1000;

    /// <summary>Works on the database alone, also beside a running city.</summary>
    public static HistoryTally Check(Db db, Action<ChunkFault> told)
    {
        var seen = 0L;
        // The seals first: what is entered after they were read is of no concern, and each of them has its entry already.
        var seals = HistoryCheck.Seals(db).ToList();
        var roots = new Dictionary<(long First, long Last), string>();
        foreach (var (_, body) in Bodies(db, HistoryWitness.SealedKind))
            if (seals.Count == 0 || Reach(body).First <= seals[^1].LastSeq) roots[Reach(body)] = body.GetProperty("root").GetString()!;
        foreach (var seal in seals)
        {
            if (!roots.Remove((seal.FirstSeq, seal.LastSeq), out var root)) Tell(seal.FirstSeq, $"the seal of chunks {seal.FirstSeq} to {seal.LastSeq} has no entry in the journal");
            else if (root != SealTree.Of(seal).Root.Base64) Tell(seal.FirstSeq, $"the hashes of chunks {seal.FirstSeq} to {seal.LastSeq} are not those whose root is in the journal");
        }
        foreach (var (first, last) in roots.Keys) Tell(first, $"the journal has a seal of chunks {first} to {last}, and the database hasn't");
        // Asked for when the first chunk is missed: what went meanwhile has its entry by then.
        var dropped = new Lazy<SortedList<long, long>>(() => Dropped(db));
        var tally = HistoryCheck.Run(db, told, seq => Within(dropped.Value, seq));
        return tally with { Faults = tally.Faults + seen };

        void Tell(long seq, string what)
        {
            seen++;
            told(new ChunkFault(seq, "seal-changed", what, []));
        }
    }

    static SortedList<long, long> Dropped(Db db)
    {
        var dropped = new SortedList<long, long>();
        foreach (var (_, body) in Bodies(db, HistoryWitness.DroppedKind))
            foreach (var (first, last) in HistoryWitness.Read(body.GetProperty("chunks").GetString()!)) dropped[first] = Math.Max(last, dropped.GetValueOrDefault(first, last));
        return dropped;
    }

    // No chunk goes twice, so ranges never overlap: the one that begins last at or before a number is the only one.
    static bool Within(SortedList<long, long> ranges, long seq)
    {
        int low = 0, high = ranges.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (ranges.Keys[middle] <= seq) low = middle + 1;
            else high = middle;
        }
        return low > 0 && ranges.Values[low - 1] >= seq;
    }

    /// <summary>The proof of one chunk; null when none of that number was sealed. Also for a chunk that is gone: its hash stays.</summary>
    public static ChunkProof? Prove(Db db, JournalDesk desk, long seq)
    {
        desk.Integrate();
        if (HistoryCheck.Seals(db).FirstOrDefault(s => s.FirstSeq <= seq && seq <= s.LastSeq) is not { } seal) return null;
        foreach (var (entry, body) in Bodies(db, HistoryWitness.SealedKind))
        {
            if (Reach(body) != (seal.FirstSeq, seal.LastSeq) || !Hash.TryParse(body.GetProperty("root").GetString(), out var root)) continue;
            var tree = SealTree.Of(seal);
            return new ChunkProof(seq, Hash.From(seal.Hashes[(int)(seq - seal.FirstSeq)]), seq - seal.FirstSeq, tree.Size, tree.Path(seq - seal.FirstSeq), root, entry);
        }
        return null;
    }

    static (long First, long Last) Reach(JsonElement body) => (body.GetProperty("first").GetInt64(), body.GetProperty("last").GetInt64());

    // Those in the tree, the newest first, and those that are on their way into it, without a number yet.
    static List<(long Entry, JsonElement Body)> Bodies(Db db, string kind) => db.Read(tx =>
    {
        var bodies = JournalStore.PendingOf(tx, kind).Select(json => (-1L, Body(json))).ToList();
        for (var before = long.MaxValue; ;)
        {
            var read = JournalStore.Newest(tx, before, EntriesARead, kind);
            bodies.AddRange(read.Select(entry => (entry.Index, Body(entry.Json))));
            if (read.Count < EntriesARead) return bodies;
            before = read[^1].Index;
        }
    });

    static JsonElement Body(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("body").Clone();
    }
}
