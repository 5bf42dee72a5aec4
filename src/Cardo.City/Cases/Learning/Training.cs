using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// Learns a history in passes, each in the order of time: the experts see at every case what they would have seen on that
/// day. All passes but the last leave out the latest tenth, so that the last one predicts it without having seen it; the
/// calibration rests on those predictions.
/// </summary>
internal sealed class Training(ModelParts parts, IReadOnlyList<(CaseText Text, string Label)> history, IProgress<double>? progress, CancellationToken stop)
{
    const int LeastTail = 200, MostTail = 10_000;

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

    /// <summary>Reads every text once; what is found is kept for the passes.</summary>
    void TakeApart()
    {
        for (var i = 0; i < history.Count; i++)
        {
            parts.Number(history[i].Label);
            parts.Features.Read(history[i].Text);
            parts.Features.Count();
            pieces.AddRange(parts.Features.Pieces);
            circumstances.AddRange(parts.Features.Circumstances);
            (pieceEnds[i], circumstanceEnds[i], wordEnds[i]) = (pieces.Count, circumstances.Count, pieces.Count - parts.Features.Pieces.Count + parts.Features.Words);
            if (i % 1024 != 0) continue;
            stop.ThrowIfCancellationRequested();
            progress?.Report(0.35 * i / history.Count);
        }
        parts.Fit();
    }

    (int[] Slots, float[] Values, int[] Ends) Rows()
    {
        var (slots, values, ends) = (new List<int>(pieces.Count), new List<float>(pieces.Count), new int[history.Count]);
        var start = 0;
        for (var i = 0; i < history.Count; i++)
        {
            parts.Features.Row(CollectionsMarshal.AsSpan(pieces)[start..pieceEnds[i]], wordEnds[i] - start, slots, values);
            (start, ends[i]) = (pieceEnds[i], slots.Count);
        }
        return ([.. slots], [.. values], ends);
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
