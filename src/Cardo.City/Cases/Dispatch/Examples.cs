using Cardo.Cases.Learning;
using Cardo.Cases.Profile;
using Cardo.Cases.Store;
using Cardo.Cases.Verbs;
using Cardo.Storage;

namespace Cardo.Cases.Dispatch;

/// <summary>A case with its answer.</summary>
internal readonly record struct Example(long Number, CaseText Text, string Label);

/// <summary>The city's own decided cases, as what the model learns from.</summary>
internal static class Examples
{
    /// <summary>The latest so many; who did what before those says little of today.</summary>
    public const int Most = 150_000;

    const int AtOnce = 1000;

    /// <summary>The latest answered cases in the order of their time, and how many cases were looked at.</summary>
    /// <param name="progress">told the share read, 0..1</param>
    public static (IReadOnlyList<Example> Found, long Looked) Latest(Db db, CityProfile profile, IProgress<double>? progress, CancellationToken stop)
    {
        var found = new List<Example>();
        var last = db.Read(CaseStore.LastNumber);
        var from = last + 1;
        while (from > 1 && found.Count < Most)
        {
            stop.ThrowIfCancellationRequested();
            var cases = db.Read(tx => CaseStore.Before(tx, from, AtOnce));
            if (cases.Count == 0) break;
            found.AddRange(Of(db, profile, cases));
            from = cases[^1].Number;
            progress?.Report((last - from + 1) / (double)Math.Max(1, last));
        }
        return ([.. found.Take(Most).OrderBy(e => e.Text.AtUs).ThenBy(e => e.Number)], last - from + 1);
    }

    /// <summary>Those of some cases that have an answer.</summary>
    public static IReadOnlyList<Example> Of(Db db, CityProfile profile, IReadOnlyCollection<Case> cases)
    {
        var answered = cases.Select(c => (Case: c, Answer: Answers.Of(c, profile))).Where(c => c.Answer is not null).ToList();
        if (answered.Count == 0) return [];
        var ids = answered.Select(c => c.Case.FirstMatter).ToArray();
        var (matters, said) = db.Read(tx => (CaseStore.Matters(tx, ids).ToDictionary(m => m.Matter.Id, m => m.Matter), ApartStore.SaidOf(tx, ids)));
        return [.. answered.Select(c => new Example(c.Case.Number, Known.Of(profile, c.Case, matters.GetValueOrDefault(c.Case.FirstMatter), said.GetValueOrDefault(c.Case.FirstMatter)?.Words ?? ""),
            DispatchLabel.Of(c.Answer!.Value.Service, c.Answer.Value.Unit)))];
    }
}
