using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// Learns a history in the order of time: each case is predicted first and learned then, as on the desk, so the experts see
/// at every case what they would have seen on that day, and the calibration rests on predictions made before the answer.
/// Only how rare each piece is, is known from the start: pieces are counted before.
/// </summary>
/// <param name="threads">how many may take cases apart at once; learning itself is one thing after the other, and comes to the same</param>
internal sealed class Training(ModelParts parts, IReadOnlyList<(CaseText Text, string Label)> history, IProgress<double>? progress, int threads, CancellationToken stop)
{
    const int Block = 1024, Remembered = 5_000;

    readonly ParallelOptions side = new() { MaxDegreeOfParallelism = threads, CancellationToken = stop };
    readonly List<CountedBlock> counted = [];

    public void Run()
    {
        // Labels first: rows of weights are as wide as there are labels.
        foreach (var (_, label) in history) parts.Number(label);
        TakeApart();
        Learn();
        foreach (var (text, label) in history.Skip(history.Count - Math.Min(history.Count, Remembered)))
        {
            if (parts.Number(label) is not (>= 0 and var number)) continue;
            parts.Features.Read(text);
            parts.Remember(text, number);
        }
        progress?.Report(1);
    }

    /// <summary>Reads every text once, some blocks of cases at a time; what is found is kept.</summary>
    void TakeApart()
    {
        var blocks = new ReadBlock[4 * threads];
        for (var i = 0; i < blocks.Length; i++) blocks[i] = new(new CaseFeatures(parts.Vocabulary, parts.Options));
        for (var from = 0; from < history.Count; from += blocks.Length * Block)
        {
            Parallel.For(0, blocks.Length, side, b => blocks[b].Read(history, from + b * Block, Block));
            foreach (var block in blocks) counted.Add(block.Counted(parts.Features));
            progress?.Report(0.4 * from / history.Count);
        }
        parts.Fit();
    }

    void Learn()
    {
        var weighed = parts.Vocabulary.Weighed();
        var circumstances = new List<(ulong, ulong)>();
        // The first half is learned from alone: what was said while little was known says nothing about what is said now.
        var (i, honestFrom) = (0, history.Count / 2);
        foreach (var block in counted)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Report(0.4 + 0.55 * i / history.Count);
            foreach (var one in block.Cases)
            {
                var (text, label) = history[i++];
                if (parts.Number(label) is not (>= 0 and var truth)) continue;
                CaseFeatures.Combine(block.Known.AsSpan(one.KnownFrom..one.KnownTo), one.Given, circumstances);
                parts.Features.Row(block.Pieces.AsSpan(one.From..one.To), one.Words, one.KnownTo - one.KnownFrom, weighed, parts.Slots, parts.Values);
                parts.Score(text, CollectionsMarshal.AsSpan(circumstances));
                if (i > honestFrom) parts.Judge(truth, asked: false);
                parts.Step(truth);
            }
        }
        parts.Calibration.Fit();
    }
}
