using Cardo.Kernel;

namespace Cardo.Cases.Learning;

/// <summary>
/// Plays a file of decided cases as the desk would have met them: the earlier part is the history, each later case is
/// predicted first and learned then (prequential evaluation, Dawid 1984). The same model, the same calls as the live desk.
/// </summary>
internal sealed class Rehearsal(LearnTask task, TimeProvider clock, IProgress<LearnProgress>? progress, CancellationToken stop)
{
    readonly List<(string Truth, string Choice)> choices = [];
    readonly List<(double Confidence, double Certainty, bool Right, bool Trusted)> judged = [];

    public Outcome<(LearnReport Report, DispatchModel Model)> Run()
    {
        if (task.Threshold is not (> 0 and <= 1)) return Refusal.Bad("bad-threshold", "The threshold is a share: more than 0, at most 1.");
        if (task.TestShare is not (> 0 and < 1)) return Refusal.Bad("bad-share", "The share of test rows is more than 0 and less than 1.");
        var began = clock.GetTimestamp();
        if (!CaseFile.Read(task, Part("reading"), stop).Try(out var file, out var refusal)) return refusal;
        var read = clock.GetElapsedTime(began).TotalSeconds;
        if (!Cut(file).Try(out var cut, out refusal)) return refusal;
        began = clock.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        var history = file.Cases.Take(cut).ToArray();
        var model = DispatchModel.Train(history, Part("learning"), stop, Environment.ProcessorCount);
        var (train, trainCpu) = (clock.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        began = clock.GetTimestamp();
        Play(model, file.Cases, cut);
        var times = new LearnTimes(read, train, trainCpu, clock.GetElapsedTime(began).TotalSeconds);
        return (Report(file, cut, history, model, times), model);
    }

    Outcome<int> Cut(CaseFile file)
    {
        var cases = file.Cases;
        int cut;
        if (task.TestFrom is not { } from) cut = (int)(cases.Count * (1 - task.TestShare));
        else if (!CaseFile.TryTime(from, file.Zone, out var us)) return Refusal.Bad("bad-date", $"\"{from}\" is not a date like 2018-07-01.");
        else cut = cases.TakeWhile(c => c.Text.AtUs < us).Count();
        if (cut == 0 || cut == cases.Count)
            return Refusal.Bad("nothing-on-one-side", $"{task.File}: {cut:N0} cases before {task.TestFrom ?? "the share to predict"} and {cases.Count - cut:N0} after it; both are needed. The cases are of {Instants.Format(cases[0].Text.AtUs)} to {Instants.Format(cases[^1].Text.AtUs)}.");
        return cut;
    }

    void Play(DispatchModel model, IReadOnlyList<(CaseText Text, string Label)> cases, int cut)
    {
        var told = Part("predicting");
        for (var i = cut; i < cases.Count; i++)
        {
            var (text, label) = cases[i];
            var choice = model.Choose(text);
            choices.Add((label, choice.Label));
            judged.Add((choice.Confidence, choice.Certainty, choice.Label == label, model.Trusts(choice, task.Threshold)));
            model.Learn(text, label);
            if (i % 512 != 0) continue;
            stop.ThrowIfCancellationRequested();
            told.Report((double)(i - cut) / (cases.Count - cut));
        }
        told.Report(1);
    }

    LearnReport Report(CaseFile file, int cut, (CaseText Text, string Label)[] history, DispatchModel model, LearnTimes times)
    {
        var right = judged.Count(j => j.Right);
        var usual = history.GroupBy(h => h.Label).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key;
        return new()
        {
            File = task.File,
            Label = task.Label,
            RowsRead = file.RowsRead,
            RowsLeftOut = file.LeftOut,
            LeftOutInWords = file.Told(),
            TrainRows = cut,
            TestRows = judged.Count,
            TestFrom = Instants.Format(file.Cases[cut].Text.AtUs),
            Labels = model.Labels.Count,
            Accuracy = (double)right / judged.Count,
            AccuracyInterval = Measures.Wilson(right, judged.Count),
            MacroF1 = Measures.MacroF1(choices),
            MajorityAccuracy = choices.Count(c => c.Truth == usual) / (double)choices.Count,
            CalibrationError = Measures.CalibrationError([.. judged.Select(j => (j.Confidence, j.Right))]),
            AtThreshold = AtThreshold(),
            ByLabel = Measures.ByLabel(choices),
            Seconds = times,
            Pieces = model.Pieces,
        };
    }

    Gate AtThreshold()
    {
        var (dispatched, right) = (judged.Count(j => j.Trusted), judged.Count(j => j is { Trusted: true, Right: true }));
        var (best, good) = (0, 0);
        // Cases of equal certainty are dispatched together or not at all.
        var sorted = judged.OrderByDescending(j => j.Certainty).ToArray();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].Right) good++;
            if (good >= task.Threshold * (i + 1) && (i + 1 == sorted.Length || sorted[i + 1].Certainty < sorted[i].Certainty)) best = i + 1;
        }
        return new(task.Threshold, dispatched, (double)dispatched / judged.Count, Measures.Wilson(dispatched, judged.Count),
            dispatched == 0 ? 0 : (double)right / dispatched, Measures.Wilson(right, dispatched), (double)best / judged.Count);
    }

    // Not Progress<T>: that one tells from other threads, later.
    Told Part(string what) => new(what, progress);

    sealed class Told(string what, IProgress<LearnProgress>? to) : IProgress<double>
    {
        public void Report(double share) => to?.Report(new(what, Math.Clamp(share, 0, 1)));
    }
}
