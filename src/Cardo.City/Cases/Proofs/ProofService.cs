using System.Text.Json;
using Cardo.Cases.Store;
using Cardo.Journal;
using Cardo.Storage;
using Microsoft.Extensions.Hosting;

namespace Cardo.Cases.Proofs;

/// <summary>
/// Follows the journal and notes which of its entries says what a line of a case's story says, so that a page can lead
/// to the proof. A line's number is the count of events before it, on both sides.
/// </summary>
internal sealed class ProofService(Db db, JournalDesk journal, TimeProvider clock) : BackgroundService
{
    const int AtOnce = 2000;
    static readonly TimeSpan every = TimeSpan.FromSeconds(1);

    long next = -1;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            // One round a tick: a long journal is caught up with in the background, and new reports go first.
            while (await timer.WaitForNextTickAsync(stopping)) Follow();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Looks at the next entries; how many there were.</summary>
    internal int Follow()
    {
        if (next >= 0 && next >= journal.Head().Checkpoint.Size) return 0;
        var (entries, from) = db.Read(tx =>
        {
            var at = next >= 0 ? next : ProofStore.Next(tx);
            return (journal.From(tx, at, AtOnce), at);
        });
        var lines = entries.Where(e => e.Kind.StartsWith("case.", StringComparison.Ordinal)).Select(Line).ToList();
        if (lines.Count > 0) db.Write(tx => Note(tx, lines));
        next = from + entries.Count;
        return entries.Count;
    }

    static void Note(Tx tx, List<(long Case, int Events, long Index)> lines)
    {
        var seqs = ProofStore.NextSeq(tx, [.. lines.Select(l => l.Case).Distinct()]);
        var made = new List<(long, long, long, long)>(lines.Count);
        foreach (var (number, events, index) in lines)
        {
            var seq = seqs.GetValueOrDefault(number);
            made.Add((number, seq, seqs[number] = seq + events, index));
        }
        ProofStore.Add(tx, made);
    }

    static (long Case, int Events, long Index) Line(RecordedEntry entry)
    {
        using var document = JsonDocument.Parse(entry.Json);
        var body = document.RootElement.GetProperty("body");
        return (body.GetProperty("case").GetInt64(), body.GetProperty("events").GetArrayLength(), entry.Index);
    }
}
