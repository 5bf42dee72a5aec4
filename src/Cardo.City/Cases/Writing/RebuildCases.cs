using System.Text.Json;
using Cardo.Cases.Store;
using Cardo.Journal;
using Cardo.Storage;

namespace Cardo.Cases.Writing;

/// <summary>Makes the folded tables again from the journal alone, in one transaction.</summary>
internal static class RebuildCases
{
    const int AtOnce = 2000;

    /// <returns>entries read</returns>
    public static long Run(Db db, JournalDesk journal)
    {
        journal.Integrate();
        return db.Write(tx =>
        {
            CaseStore.Clear(tx);
            var count = 0L;
            for (var from = 0L; ;)
            {
                var entries = journal.From(tx, from, AtOnce);
                if (entries.Count == 0) return count;
                var projection = new Projection(tx);
                foreach (var entry in entries.Where(e => e.Kind.StartsWith("case.", StringComparison.Ordinal)))
                {
                    projection.Apply(Read(entry));
                    count++;
                }
                projection.Flush();
                from += entries.Count;
            }
        });
    }

    static CaseEntry Read(RecordedEntry entry)
    {
        using var document = JsonDocument.Parse(entry.Json);
        return document.RootElement.GetProperty("body").Deserialize<CaseEntry>(Spelling.Options)!;
    }
}
