using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Cardo.Storage;

namespace Cardo.Journal;

/// <summary>
/// Enters sealed history into the journal: one entry for the chunks a checkpoint sealed, with the root over their hashes,
/// and one for those that went, with why. A million chunks make a few hundred entries, and each chunk is still proven.
/// </summary>
internal sealed class HistoryWitness(JournalDesk desk) : IHistoryWitness
{
    public const string SealedKind = "series.sealed";
    public const string DroppedKind = "series.dropped";

    /// <summary>Ranges in one entry: of 40 characters at most, they stay below what an entry may be long.</summary>
    const int MostRanges = 1_500;

    public void Sealed(Tx tx, ChunkSeal seal) => desk.Append(tx, new JournalEntry(SealedKind, new JsonObject
    {
        ["first"] = seal.FirstSeq,
        ["last"] = seal.LastSeq,
        ["root"] = SealTree.Of(seal).Root.Base64,
    }));

    public void Dropped(Tx tx, DroppedChunks dropped)
    {
        foreach (var ranges in Ranges(dropped.Seqs).Chunk(MostRanges))
            desk.Append(tx, new JournalEntry(DroppedKind, new JsonObject
            {
                ["chunks"] = Spell(ranges),
                ["count"] = ranges.Sum(r => r.Last - r.First + 1),
                ["why"] = dropped.Reason.ToString().ToLowerInvariant(),
            }));
    }

    static IEnumerable<(long First, long Last)> Ranges(IReadOnlyList<long> seqs)
    {
        for (var i = 0; i < seqs.Count;)
        {
            var first = seqs[i];
            var last = first;
            while (++i < seqs.Count && seqs[i] == last + 1) last++;
            yield return (first, last);
        }
    }

    static string Spell(IReadOnlyList<(long First, long Last)> ranges)
    {
        var text = new StringBuilder();
        foreach (var (first, last) in ranges)
        {
            if (text.Length > 0) text.Append(' ');
            text.Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first) text.Append(CultureInfo.InvariantCulture, $"-{last}");
        }
        return text.ToString();
    }

    /// <summary>Reads ranges as <see cref="Dropped"/> writes them; what isn't one is passed over.</summary>
    public static IEnumerable<(long First, long Last)> Read(string ranges)
    {
        foreach (var part in ranges.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (long.TryParse(ends[0], CultureInfo.InvariantCulture, out var first) && long.TryParse(ends[^1], CultureInfo.InvariantCulture, out var last)) yield return (first, last);
        }
    }
}
