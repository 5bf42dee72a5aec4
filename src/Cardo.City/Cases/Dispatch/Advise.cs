using Cardo.Cases.Learning;
using Cardo.Cases.Profile;

namespace Cardo.Cases.Dispatch;

/// <summary>The model's prediction as advice to the desk: departments instead of labels, codes instead of sentences.</summary>
internal static class Advise
{
    /// <summary>What weighs less than this share of the weightiest reason is not worth telling.</summary>
    const double LeastShare = 0.15;

    public static Advice? Of(DispatchModel model, string version, CaseText text, CityProfile profile)
    {
        var thought = model.Predict(text);
        if (thought.Label.Length == 0 || DispatchLabel.Read(thought.Label, profile) is not { } best) return null;
        var others = thought.Alternatives.Select(a => (Known: DispatchLabel.Read(a.Label, profile), a.Confidence)).Where(a => a.Known is { } known && known.Unit != best.Unit)
            .GroupBy(a => a.Known!.Value.Unit).Select(g => new Cases.Alternative(g.Key, Math.Round(g.Sum(a => a.Confidence), 4)));
        return new Advice(best.Service, best.Unit, Math.Round(thought.Confidence, 4), model.Trusts(thought, profile.ModelThreshold), version, [.. others.OrderByDescending(o => o.Confidence)],
            [.. Told(thought.Reasons, profile), .. thought.PastCases.Select(p => new Why("case", p.Id))]);
    }

    /// <summary>The reasons that weighed something, the weightiest first; pieces of the text that touch each other are one.</summary>
    static List<Why> Told(IReadOnlyList<Reason> reasons, CityProfile profile)
    {
        var told = new List<Why>();
        foreach (var reason in reasons.Where(r => r.Weight >= LeastShare * reasons[0].Weight))
        {
            var why = Reason(reason, profile);
            var touched = why.What == "said" ? told.FindIndex(t => t.What == "said" && t.At <= why.At + why.Length && why.At <= t.At + t.Length) : -1;
            if (touched < 0) told.Add(why);
            else
            {
                var from = Math.Min(told[touched].At, why.At);
                told[touched] = told[touched] with { At = from, Length = Math.Max(told[touched].At + told[touched].Length, why.At + why.Length) - from };
            }
        }
        return told;
    }

    static Why Reason(Reason reason, CityProfile profile) => reason.Kind switch
    {
        ReasonKind.Words => new Why("said", null, reason.Span.At, reason.Span.Length),
        ReasonKind.Nearby => new Why("near", DispatchLabel.Read(reason.Clues[0].Value, profile)?.Unit ?? reason.Clues[0].Value),
        _ when reason.Clues.Count > 1 => Clue(reason.Clues[0]) with { And = Clue(reason.Clues[1]) },
        _ => Clue(reason.Clues[0]),
    };

    // "place (150 m)" is a cell of that size; which one it is says nothing to anybody.
    static Why Clue(Clue clue) => clue.Name.StartsWith("place (", StringComparison.Ordinal) ? new Why("cell", clue.Name["place (".Length..^1]) : new Why(clue.Name, clue.Value);
}
