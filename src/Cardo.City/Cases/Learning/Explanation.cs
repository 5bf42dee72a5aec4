namespace Cardo.Cases.Learning;

/// <summary>Why a model says what it says: the largest parts of the label's score, in words.</summary>
internal static class Explanation
{
    const int MaxReasons = 6, MaxAlternatives = 4;

    /// <summary>The prediction for the case that was just scored.</summary>
    public static Prediction Of(ModelParts parts)
    {
        var choice = parts.Choice();
        var best = parts.Best();
        var others = Enumerable.Range(0, parts.Labels.Count).Where(i => i != best).OrderByDescending(i => parts.Odds[i]).Take(MaxAlternatives);
        // What the calibration took from the choice belongs to the others, in their proportion.
        var share = (1 - choice.Confidence) / Math.Max(1e-9, 1 - parts.Odds[best]);
        return new(choice.Label, choice.Confidence,
            [.. others.Select(i => new Alternative(parts.Labels[i], Math.Min(choice.Confidence, parts.Odds[i] * share)))],
            [.. Reasons(parts, best)],
            [.. parts.Past.Like(parts.Marks(), best).Select(p => new PastCase(p.Id, choice.Label, Math.Min(1, p.Likeness)))])
        { Certainty = choice.Certainty };
    }

    static IEnumerable<Reason> Reasons(ModelParts parts, int label)
    {
        var found = new List<Reason>();
        var texts = parts.Features.TextBySlot();
        var words = Enumerable.Range(0, parts.Slots.Count).Where(i => texts.ContainsKey(parts.Slots[i]))
            .GroupBy(i => texts[parts.Slots[i]].Text, i => (texts[parts.Slots[i]].Span, Lean: parts.Values[i] * parts.Words.Lean(parts.Slots[i], label, parts.Labels.Count)));
        found.AddRange(words.Select(w => new Reason(ReasonKind.Words, w.Key, w.Sum(s => s.Lean)) { Span = w.First().Span }));
        var leans = parts.Experts.Leans(label).ToArray();
        foreach (var (circumstance, lean) in leans)
        {
            if (circumstance < 0) continue;
            var (kind, what, clues) = parts.Features.Describe(circumstance);
            found.Add(new(kind, what, lean) { Clues = clues });
        }
        // What the same service's neighbours say as an expert, and what all of them say as weights, is one thing to a reader.
        var alike = leans.Where(l => l.Circumstance < 0).Select(l => (Clue: parts.Surroundings.About, Label: label, l.Lean));
        var near = parts.Surroundings.Leans(label, parts.Labels.Count).Concat(alike).GroupBy(n => (n.Clue, n.Label))
            .Select(g => new Reason(ReasonKind.Nearby, g.Key.Clue.Length > 0 ? $"nearby: {g.Key.Clue} → {parts.Labels[g.Key.Label]}" : $"nearby: {parts.Labels[g.Key.Label]}", g.Sum(n => n.Lean)) { Clues = [new(g.Key.Clue, parts.Labels[g.Key.Label])] });
        found.AddRange(near);
        return Distinct(found.Where(r => r.Weight > 0).OrderByDescending(r => r.Weight).ThenBy(r => r.Text, StringComparer.Ordinal)).Take(MaxReasons);
    }

    /// <summary>A piece of a word that already stands there as a longer or shorter piece is not another reason.</summary>
    static IEnumerable<Reason> Distinct(IEnumerable<Reason> reasons)
    {
        var told = new List<string>();
        foreach (var reason in reasons)
        {
            if (reason.Kind == ReasonKind.Words)
            {
                if (told.Any(t => t.Contains(reason.Text, StringComparison.Ordinal) || reason.Text.Contains(t, StringComparison.Ordinal))) continue;
                told.Add(reason.Text);
            }
            yield return reason;
        }
    }
}
