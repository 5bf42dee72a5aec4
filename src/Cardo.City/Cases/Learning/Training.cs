using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// Learns a history in passes, each in the order of time: the experts see at every case what they would have seen on that
/// day. All passes but the last leave out the latest tenth, so that the last one predicts it without having seen it; the
/// calibration rests on those predictions.
/// </summary>
/// <param name="threads">how many may take cases apart at once; learning itself is one thing after the other, and comes to the same</param>
internal sealed class Training(ModelParts parts, IReadOnlyList<(CaseText Text, string Label)> history, IProgress<double>? progress, int threads, CancellationToken stop)
{
    const int LeastTail = 200, MostTail = 10_000, Block = 1024;

    readonly ParallelOptions side = new() { MaxDegreeOfParallelism = threads, CancellationToken = stop };

    readonly List<int> pieces = [];
    readonly List<(ulong Kind, ulong Key)> circumstances = [];
    readonly int[] pieceEnds = new int[history.Count], wordEnds = new int[history.Count], circumstanceEnds = new int[history.Count];

    public void Run()
    {
        if (history.Count == 0) return;
        TakeApart();
        var tail = history.Count - Math.Clamp(history.Count / 10, Math.Min(LeastTail, history.Count / 2), MostTail);
        var rows = Rows();
        for (var pass = 0; pass < parts.Options.Passes; pass++)
        {
            var last = pass == parts.Options.Passes - 1;
            parts.Experts.Forget();
            parts.Surroundings.Forget();
            Pass(rows, last ? history.Count : tail, last ? tail : history.Count);
            progress?.Report(0.4 + 0.55 * (pass + 1) / parts.Options.Passes);
        }
        foreach (var (text, label) in history.Skip(history.Count - Math.Min(history.Count, 5_000)))
        {
            if (parts.Number(label) is not (>= 0 and var number)) continue;
            parts.Features.Read(text);
            parts.Remember(text, number);
        }
        progress?.Report(1);
    }

    /// <summary>Reads every text once, some blocks of cases at a time; what is found is kept for the passes.</summary>
    void TakeApart()
    {
        var blocks = new ReadBlock[4 * threads];
        for (var from = 0; from < history.Count; from += blocks.Length * Block)
        {
            Parallel.For(0, blocks.Length, side, b =>
            {
                blocks[b] ??= new ReadBlock(new CaseFeatures(parts.Vocabulary, parts.Options));
                blocks[b].Read(history, from + b * Block, Block);
            });
            foreach (var block in blocks) Count(block);
            progress?.Report(0.35 * from / history.Count);
        }
        parts.Fit();
    }

    // In the order of time: a piece's number is given when it is met first.
    void Count(ReadBlock block)
    {
        for (var k = 0; k < block.Count; k++)
        {
            var (i, start) = (block.First + k, pieces.Count);
            parts.Number(history[i].Label);
            foreach (var hash in block.Hashes(k)) pieces.Add(parts.Vocabulary.Count(hash, parts.Options.SlotsFrom, parts.Options.MaxSlots));
            parts.Vocabulary.CountCase();
            circumstances.AddRange(block.Circumstances(k));
            (pieceEnds[i], circumstanceEnds[i], wordEnds[i]) = (pieces.Count, circumstances.Count, start + block.Words(k));
        }
    }

    (int[] Slots, float[] Values, int[] Ends) Rows()
    {
        var rarities = parts.Vocabulary.Rarities();
        var made = new (List<int> Slots, List<float> Values)[(history.Count + Block - 1) / Block];
        var ends = new int[history.Count];
        Parallel.For(0, made.Length, side, b =>
        {
            var (slots, values) = made[b] = ([], []);
            for (var i = b * Block; i < Math.Min(history.Count, (b + 1) * Block); i++)
            {
                var start = i == 0 ? 0 : pieceEnds[i - 1];
                parts.Features.Row(CollectionsMarshal.AsSpan(pieces)[start..pieceEnds[i]], wordEnds[i] - start, rarities, slots, values);
                ends[i] = slots.Count;
            }
        });
        var (all, weights, before) = (new int[made.Sum(m => m.Slots.Count)], new float[made.Sum(m => m.Values.Count)], 0);
        for (var b = 0; b < made.Length; b++)
        {
            made[b].Slots.CopyTo(all, before);
            made[b].Values.CopyTo(weights, before);
            for (var i = b * Block; i < Math.Min(history.Count, (b + 1) * Block); i++) ends[i] += before;
            before += made[b].Slots.Count;
        }
        return (all, weights, ends);
    }

    void Pass((int[] Slots, float[] Values, int[] Ends) rows, int end, int honestFrom)
    {
        var own = new List<(ulong, ulong)>();
        for (var i = 0; i < end; i++)
        {
            if (parts.Number(history[i].Label) is not (>= 0 and var truth)) continue;
            own.Clear();
            var first = i == 0 ? 0 : circumstanceEnds[i - 1];
            for (var k = first; k < circumstanceEnds[i]; k++) own.Add(circumstances[k]);
            var range = (i == 0 ? 0 : rows.Ends[i - 1])..rows.Ends[i];
            parts.Score(history[i].Text, own, rows.Slots.AsSpan(range), rows.Values.AsSpan(range));
            if (i >= honestFrom) parts.Judge(truth);
            parts.Step(truth, rows.Slots.AsSpan(range), rows.Values.AsSpan(range));
            if (i % 1024 == 0) stop.ThrowIfCancellationRequested();
        }
    }
}
