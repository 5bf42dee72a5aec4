using System.Text.Json.Nodes;
using Cardo.Cases.Board;
using Cardo.Cases.Learning;
using Cardo.Cases.Store;
using Cardo.Cases.Verbs;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Cases.Dispatch;

/// <summary>Has the model that dispatches: loads it, trains it, teaches it each answer, and keeps it.</summary>
internal sealed class ModelKeeper(CaseDesk desk, Db db, JournalDesk journal, ModelShelf shelf, TimeProvider clock)
{
    /// <summary>Fewer answers than this say nothing about anybody's habits.</summary>
    public const int Least = 200;

    const int AtOnce = 2000;

    readonly Lock teaching = new();
    Trained? now;
    int busy, waiting;

    public ModelState State => Volatile.Read(ref now) is { } with
        ? new(with.Version, with.MadeUs, with.Model.Cases, with.Since, with.Model.Labels.Count, busy != 0) : new(null, 0, 0, 0, 0, busy != 0);

    public Trained? Now => Volatile.Read(ref now);

    /// <summary>Takes the model of before from disk and teaches it what was answered since; false when there is none.</summary>
    public bool Load(CancellationToken stop)
    {
        if (shelf.LoadAlike() is { } alike) desk.Alike = alike;
        if (shelf.Load() is not { } kept) return false;
        CatchUp(kept, stop);
        Work(kept);
        return true;
    }

    void Work(Trained with)
    {
        Volatile.Write(ref now, with);
        desk.Model = text => with.Ask(text, desk.Profile);
    }

    /// <summary>Answers that came while nobody listened: all latest cases are looked at, known ones are passed over.</summary>
    public void CatchUp(Trained with, CancellationToken stop)
    {
        var missed = new List<Case>();
        for (var (from, read) = (db.Read(CaseStore.LastNumber) + 1, 0); from > 1 && read < Examples.Most;)
        {
            stop.ThrowIfCancellationRequested();
            var cases = db.Read(tx => CaseStore.Before(tx, from, AtOnce));
            if (cases.Count == 0) break;
            missed.AddRange(cases.Where(c => !with.Learned.Has(c.Number)));
            (from, read) = (cases[^1].Number, read + cases.Count);
        }
        missed.Reverse();
        foreach (var some in missed.Chunk(AtOnce)) Teach(with, some);
    }

    /// <summary>Learns from those that have an answer now and were not learned before.</summary>
    public int Teach(IReadOnlyCollection<Case> changed)
    {
        if (Now is { } with) return Teach(with, changed);
        waiting += changed.Count(c => Answers.Of(c, desk.Profile) is not null);
        return 0;
    }

    /// <summary>Answers that came while there was no model.</summary>
    public int Waiting => waiting;

    int Teach(Trained with, IReadOnlyCollection<Case> changed)
    {
        lock (teaching) return Examples.Of(db, desk.Profile, [.. changed.Where(c => !with.Learned.Has(c.Number))]).Count(with.Learn);
    }

    public Outcome<TrainingReport> Train(IProgress<LearnProgress>? progress, CancellationToken stop)
    {
        if (Interlocked.Exchange(ref busy, 1) != 0) return Refusal.Conflict("model-busy", "The model is being trained already.");
        try
        {
            // Real time, however fast the city's clock runs in a replay.
            var began = TimeProvider.System.GetTimestamp();
            var (examples, looked) = Examples.Latest(db, desk.Profile, Part("reading", progress), stop);
            if (examples.Count < Least) return Refusal.Bad("too-few-examples", $"Only {examples.Count} cases have an answer (a person's choice, or a proven end); {Least} are needed to learn from. People go on deciding.");
            var readS = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            began = TimeProvider.System.GetTimestamp();
            var model = DispatchModel.Train([.. examples.Select(e => (e.Text, e.Label))], Part("learning", progress), stop);
            var learned = new Numbers();
            foreach (var example in examples) learned.Add(example.Number);
            var fresh = new Trained(model, ModelShelf.HashOf(model), clock.NowUs(), learned, 0);
            var report = new TrainingReport(fresh.Version, looked, examples.Count, model.Labels.Count, readS, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            db.Write(tx => journal.Append(tx, new JournalEntry("cases.model", new JsonObject { ["version"] = fresh.Hash, ["profile"] = desk.Profile.Version, ["cases"] = examples.Count, ["labels"] = model.Labels.Count })));
            waiting = 0;
            Work(fresh);
            Pairs(stop);
            return shelf.Save(fresh).Then(_ => (Outcome<TrainingReport>)report);
        }
        finally
        {
            Interlocked.Exchange(ref busy, 0);
        }
    }

    /// <summary>What staff joined says what is alike here; with too little of it the score stays as it is.</summary>
    void Pairs(CancellationToken stop)
    {
        var (matters, pairs) = Sketches.Joined(db, Examples.Most / 3, stop);
        if (pairs.Count == 0 || !DuplicateScore.Train(matters, pairs, stop).Try(out var score, out _)) return;
        desk.Alike = score;
        shelf.Save(score);
    }

    /// <summary>Keeps what was learned since.</summary>
    public void Save()
    {
        if (Now is { Since: > 0 } with)
            lock (teaching) shelf.Save(with);
    }

    static Told? Part(string what, IProgress<LearnProgress>? progress) => progress is null ? null : new Told(what, progress);

    sealed class Told(string what, IProgress<LearnProgress> to) : IProgress<double>
    {
        public void Report(double share) => to.Report(new(what, Math.Clamp(share, 0, 1)));
    }
}
